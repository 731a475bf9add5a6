import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Model } from 'mongoose';
import { type AccessRecord, makeAccessLogModel } from '../../src/audit/access-log.model.js';
import { makeAudit } from '../../src/audit/index.js';
import { systemClock } from '../../src/platform/clock.js';
import { type TestDatabase, testDatabase } from '../support/mongo.js';

const src = join(import.meta.dirname, '..', '..', 'src');

describe('the access log only grows', function () {
  this.timeout(30_000);

  const sources = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /\.tsx?$/.test(path),
  );
  const naming = (pattern: RegExp) =>
    sources
      .filter((path) => pattern.test(readFileSync(join(src, path), 'utf8')))
      .toSorted((a, b) => a.localeCompare(b));

  it('no source but its own store touches its model', () => {
    expect(naming(/access-log\.model|makeAccessLogModel/)).to.deep.equal([
      join('audit', 'access-log.model.ts'),
      join('audit', 'access-log.store.ts'),
    ]);
  });

  it('nobody else names its collection but backup, which reads it, and restore, which fills an empty database', () => {
    expect(naming(/['"`]accessLog['"`]/)).to.deep.equal([
      join('audit', 'access-log.model.ts'),
      join('operations', 'backup.ts'),
      join('operations', 'restore.ts'),
    ]);
  });

  it('restore puts a record in another’s place among documents alone', () => {
    const calls = sources.flatMap((path) => [
      ...readFileSync(join(src, path), 'utf8').matchAll(/database\.replace\((.*?),/g),
    ]);
    expect(calls.map(([, collection]) => collection)).to.deep.equal(["'documents'"]);
  });

  it('its store has no other ways than to append, list, find and name agencies', () => {
    const { log } = makeAudit({ connection: database.connection, clock: systemClock });
    expect(Object.keys(log)).to.have.members(['append', 'list', 'agencies', 'find']);
  });

  let database: TestDatabase;
  let model: Model<AccessRecord>;
  before(async () => {
    database = await testDatabase();
    model = makeAccessLogModel(database.connection);
    const { log } = makeAudit({ connection: database.connection, clock: systemClock });
    const actor = { kind: 'OWNER', name: 'A', position: null, agency: null, client: null } as const;
    await log.append({ ownerId: 'o', action: 'UPLOAD', actor, actorId: 'o' });
  });
  after(() => database?.drop());

  const change = { $set: { action: 'DELETE' as const } };
  const one = async () => {
    const found = await model.findOne({ ownerId: 'o' }).exec();
    if (!found) throw new Error('the line is gone');
    return found;
  };
  const ways: Readonly<Record<string, () => Promise<unknown>>> = {
    updateOne: () => model.updateOne({}, change).exec(),
    updateMany: () => model.updateMany({}, change).exec(),
    'updateOne with upsert': () => model.updateOne({ _id: 'new' }, change, { upsert: true }).exec(),
    findOneAndUpdate: () => model.findOneAndUpdate({}, change).exec(),
    findByIdAndUpdate: async () => model.findByIdAndUpdate((await one())._id, change).exec(),
    findOneAndReplace: () => model.findOneAndReplace({}, { action: 'DELETE' }).exec(),
    replaceOne: () => model.replaceOne({}, { action: 'DELETE' }).exec(),
    deleteOne: () => model.deleteOne({}).exec(),
    deleteMany: () => model.deleteMany({}).exec(),
    findOneAndDelete: () => model.findOneAndDelete({}).exec(),
    findByIdAndDelete: async () => model.findByIdAndDelete((await one())._id).exec(),
    bulkWrite: () => model.bulkWrite([{ deleteMany: { filter: {} } }]),
    bulkSave: async () => {
      const line = await one();
      line.set('action', 'DELETE');
      return model.bulkSave([line]);
    },
    'save of a line that is there': async () => {
      const line = await one();
      line.set('action', 'DELETE');
      return line.save();
    },
    'deleteOne of a line': async () => (await one()).deleteOne().exec(),
    'updateOne of a line': async () => (await one()).updateOne(change).exec(),
    'replaceOne of a line': async () => (await one()).replaceOne({ action: 'DELETE' }).exec(),
    'aggregate into a collection': () =>
      model.aggregate([{ $set: { action: 'DELETE' } }, { $merge: { into: 'accessLog' } }]).exec(),
    'aggregate over a collection': () =>
      model.aggregate([{ $match: { _id: 'x' } }, { $out: 'accessLog' }]).exec(),
  };
  for (const [way, run] of Object.entries(ways)) {
    it(`its model refuses ${way}`, async () => {
      const fault = await run().then(
        () => null,
        (error: unknown) => error,
      );
      const lines = await model.find({}).lean().exec();
      expect(lines.map((line) => [line.ownerId, line.action])).to.deep.equal([['o', 'UPLOAD']]);
      expect(fault).to.be.instanceOf(Error).with.property('message').that.contains('only grows');
    });
  }

  it('its model still reads and appends', async () => {
    expect(await model.aggregate([{ $match: { ownerId: 'o' } }]).exec()).to.have.length(1);
    expect((await one()).action).to.equal('UPLOAD');
  });
});
