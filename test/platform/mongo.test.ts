import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Connection } from 'mongoose';
import { prepareDataFolder } from '../../src/platform/data-folder.js';
import { startEmbeddedMongo } from '../../src/platform/embedded-mongod/index.js';
import { connectMongo, syncIndexes, toDatabaseUnavailable } from '../../src/platform/mongo.js';
import { defineModel } from '../../src/platform/mongo-model.js';
import { StartupError } from '../../src/platform/startup-error.js';
import { type TestDatabase, testDatabase } from '../support/mongo.js';
import { eventually, mongodPid } from '../support/service-process.js';

interface Paper {
  _id: string;
  number: string;
}
const papers = (connection: Connection, unique = true) =>
  defineModel<Paper>(connection, 'papers', { _id: String, number: String }, (schema) =>
    schema.index({ number: 1 }, unique ? { unique: true } : {}),
  );
const faultOf = (work: Promise<unknown>) =>
  work.then(
    () => expect.fail('it went well'),
    (error: unknown) => error,
  );

describe('the connection to MongoDB', () => {
  let database: TestDatabase;
  before(async function () {
    this.timeout(60_000);
    database = await testDatabase();
  });
  after(() => database.drop());
  afterEach(async () => {
    await database.connection.dropDatabase();
    database.connection.deleteModel(/.*/);
  });

  it('every write waits for the disks of a majority, whatever the URI says', async () => {
    const weak = await connectMongo(`${database.uri}&w=0&journal=false`, database.name);
    const { writeConcern, readConcern } = weak.getClient().options;
    expect(writeConcern).to.include({ w: 'majority', journal: true });
    expect(readConcern).to.include({ level: 'majority' });
    await weak.close();
  });

  it('a filter with a field that the schema does not know is refused, not ignored', async () => {
    const model = papers(database.connection);
    const filter: Record<string, unknown> = { numbr: '1' };
    expect(await faultOf(model.findOne(filter).exec())).to.have.property('name', 'StrictModeError');
  });

  it('many processes make the same collections and indexes at once', async () => {
    const connections = await Promise.all(
      Array.from({ length: 6 }, () => connectMongo(database.uri, database.name)),
    );
    for (const connection of connections) papers(connection);
    await Promise.all(connections.map(syncIndexes));
    const indexes = await database.connection.collection('papers').indexes();
    expect(indexes.map(({ name }) => name)).to.have.members(['_id_', 'number_1']);
    await Promise.all(connections.map((connection) => connection.close()));
  });

  it('an index that differs from the one that exists is named, and the old one stays', async () => {
    papers(database.connection);
    await syncIndexes(database.connection);
    const later = await connectMongo(database.uri, database.name);
    papers(later, false);
    const fault = await faultOf(syncIndexes(later));
    expect(fault).to.be.instanceOf(StartupError);
    expect(fault).to.have.property('message').that.contains('papers');
    const indexes = await database.connection.collection('papers').indexes();
    expect(indexes.find(({ name }) => name === 'number_1')).to.have.property('unique', true);
    await later.close();
  });

  it('an index that no model names is left alone', async () => {
    papers(database.connection);
    await database.connection.createCollection('papers');
    await database.connection.collection('papers').createIndex({ other: 1 });
    await syncIndexes(database.connection);
    const indexes = await database.connection.collection('papers').indexes();
    expect(indexes.map(({ name }) => name)).to.include('other_1');
  });

  it('an index that a model names as retired is taken away, by many processes at once', async () => {
    papers(database.connection);
    await syncIndexes(database.connection);
    const connections = await Promise.all(
      Array.from({ length: 3 }, () => connectMongo(database.uri, database.name)),
    );
    for (const connection of connections)
      defineModel<Paper>(connection, 'papers', { _id: String, number: String }, () => undefined, [
        'number_1',
      ]);
    await Promise.all(connections.map(syncIndexes));
    await syncIndexes(connections[0] as Connection);
    const indexes = await database.connection.collection('papers').indexes();
    expect(indexes.map(({ name }) => name)).to.deep.equal(['_id_']);
    await Promise.all(connections.map((connection) => connection.close()));
  });

  it('a refused duplicate is not taken for a database that is down', async () => {
    const model = papers(database.connection);
    await syncIndexes(database.connection);
    await model.create({ _id: 'a', number: '1' });
    const fault = await faultOf(model.create({ _id: 'b', number: '1' }));
    expect(toDatabaseUnavailable(fault)).to.equal(null);
  });

  it('a server that is not there is said in a line with its address and without its password', async () => {
    const fault = await faultOf(connectMongo('mongodb://user:secret@127.0.0.1:1/?replicaSet=rs0', 'any'));
    expect(fault).to.be.instanceOf(StartupError);
    expect(fault).to.have.property('message').that.contains('127.0.0.1:1').and.does.not.contain('secret');
  });

  it('there is one driver in the whole tree', async () => {
    const { createRequire } = await import('node:module');
    const from = createRequire(import.meta.url);
    const mine = from.resolve('mongodb');
    for (const user of ['mongoose', 'connect-mongo', 'mongodb-memory-server-core']) {
      expect(createRequire(from.resolve(user)).resolve('mongodb'), user).to.equal(mine);
    }
  });
});

describe('a database that hangs', function () {
  this.timeout(60_000);
  it('is DATABASE_UNAVAILABLE within seconds, and well again afterwards', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'motlan-hang-'));
    await prepareDataFolder(dataDir);
    const mongo = await startEmbeddedMongo({
      dataDir,
      mongodPath: process.env['MONGOD_PATH'],
      onProgress: () => undefined,
    });
    const connection = await connectMongo(mongo.uri, 'hang');
    const model = papers(connection);
    await syncIndexes(connection);
    await model.create({ _id: 'a', number: '1' });
    const pid = await mongodPid(dataDir);
    process.kill(pid, 'SIGSTOP');
    let read: unknown;
    let write: unknown;
    let begin = 0;
    try {
      // On a busy machine it runs on for a moment.
      await eventually('it stands still', () => /\) T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8')));
      begin = Date.now();
      [read, write] = await Promise.all([
        faultOf(model.findOne({ _id: 'a' }).exec()),
        faultOf(model.create({ _id: 'b', number: '2' })),
      ]);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    const tookMs = Date.now() - begin;
    expect(toDatabaseUnavailable(read)).to.have.property('code', 'DATABASE_UNAVAILABLE');
    expect(toDatabaseUnavailable(write)).to.have.property('code', 'DATABASE_UNAVAILABLE');
    expect(tookMs).to.be.lessThan(8000);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(await model.findOne({ _id: 'a' }).lean().exec()).to.have.property('number', '1');
    await connection.close();
    await mongo.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
});
