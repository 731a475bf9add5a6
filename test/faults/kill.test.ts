import { watch } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { becomes, storedObjects } from '../support/leftovers.js';
import { pdfPaper } from '../support/papers.js';
import type { Json, Person } from '../support/person.js';
import { type FaultMongo, faultMongo } from './support/fault-mongo.js';
import { type FaultWorld, makeFaultWorld } from './support/fault-world.js';
import { checkInvariants } from './support/invariants.js';
import { newKey } from './support/ledger.js';

const MIB = 1024 * 1024;

describe('faults: kill -9 of the service', function () {
  this.timeout(120_000);
  let mongo: FaultMongo;
  let world: FaultWorld;
  let tuyet: Person;
  const recorded = new Map<string, string>();
  let expected = 1;

  before(async () => {
    mongo = await faultMongo();
    world = await makeFaultWorld(mongo.uri);
    tuyet = await world.signIn('tuyet');
    await world.ledger.upload(tuyet, pdfPaper());
  });
  after(() => world?.end());
  const count = () => world.connection.collection('documents').countDocuments();

  it('between object and record: the object is there without a record, and nobody was told anything', async () => {
    const before = await storedObjects(world.dataDir);
    // The put has begun, so all that is asked of the database before it has been answered.
    const putBegins = new Promise<void>((resolve) => {
      const watcher = watch(join(world.dataDir, 'objects', '.tmp'), () => {
        watcher.close();
        resolve();
      });
    });
    const answer = world.ledger.upload(tuyet, pdfPaper('lon.pdf', 12 * MIB), newKey());
    await putBegins;
    await mongo.hang();
    await becomes(async () => expect(await storedObjects(world.dataDir)).to.have.length(before.length + 1));
    await wait(150);
    await world.kill();
    await mongo.resume();
    expect(await answer).to.equal(null);
    await world.start();
    expect(await count()).to.equal(1);
    expect(await storedObjects(world.dataDir)).to.have.length(before.length + 1);
    expected += 1;
  });

  it('a retry at once is told to come again; the sweep removes the object before the key makes a new one', async () => {
    const { ledger } = world;
    const [keyed] = ledger.keyed;
    const early = await ledger.upload(tuyet, keyed?.file ?? pdfPaper(), keyed?.key);
    expect([early?.status, early?.body.code]).to.deep.equal([409, 'REQUEST_IN_PROGRESS']);
    expect(Number(early?.headers.get('retry-after'))).to.be.greaterThan(0);
    const later = ledger.keyed.splice(0);
    expect((await checkInvariants(world)).swept).to.equal(1);
    ledger.keyed.push(...later);
  });

  it('between commit and answer, five times at once after the record', async () => {
    // Until what the killed service left open in the database is out of the way, uploads are told to come again.
    await becomes(
      async () => expect((await world.ledger.upload(tuyet, pdfPaper()))?.status).to.equal(201),
      20_000,
    );
    expected += 1;
    for (let round = 0; round < 5; round += 1) {
      const key = newKey();
      const known = await count();
      const answer = world.ledger.upload(tuyet, pdfPaper('p.pdf', 200_000), key);
      const end = Date.now() + 10_000;
      while ((await count()) === known && Date.now() < end);
      await world.kill();
      const [newest] = await world.connection
        .collection<Json>('documents')
        .find()
        .sort({ _id: -1 })
        .limit(1)
        .toArray();
      recorded.set(key, newest._id);
      const told = await answer;
      expect(told === null || told.status === 201, `${told?.status} ${told?.body.code}`).to.equal(true);
      await world.start();
      expected += 1;
    }
    const unanswered = world.ledger.keyed.filter((one) => recorded.has(one.key) && one.first === null);
    expect(unanswered.length, 'kills that came before the answer').to.be.greaterThan(0);
  });

  it('at ten random moments of an upload', async () => {
    const begun = Date.now();
    await world.ledger.upload(tuyet, pdfPaper('p.pdf', 3 * MIB), newKey());
    const usualMs = Date.now() - begun;
    for (let round = 0; round < 10; round += 1) {
      const answer = world.ledger.upload(tuyet, pdfPaper('p.pdf', 3 * MIB), newKey());
      await wait(Math.random() * 1.3 * usualMs);
      await world.kill();
      await answer;
      await world.start();
    }
    expected += 11;
  });

  it('after all of it each key has one effect, the one that was recorded, and nothing acknowledged is lost', async () => {
    expect((await checkInvariants(world)).documents).to.equal(expected);
    for (const { key, first } of world.ledger.keyed) {
      if (recorded.has(key)) expect(first).to.deep.equal({ status: 201, id: recorded.get(key) });
    }
  });
});
