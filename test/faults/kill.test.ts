import { watch } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { becomes, filesUnder } from '../support/leftovers.js';
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

  before(async () => {
    mongo = await faultMongo();
  });
  after(() => mongo?.end());
  beforeEach(async () => {
    world = await makeFaultWorld(mongo.uri);
    tuyet = await world.signIn('tuyet');
    await world.ledger.upload(tuyet, pdfPaper());
  });
  afterEach(() => world?.end());

  it('between object and record: the sweep removes the object, the retry makes the document', async () => {
    const objects = join(world.dataDir, 'objects', 'documents');
    const before = await filesUnder(objects);
    const key = newKey();
    const file = pdfPaper('lon.pdf', 12 * MIB);
    // The put has begun, so all that is asked of the database before it has been answered.
    const putBegins = new Promise<void>((resolve) => {
      const watcher = watch(join(world.dataDir, 'objects', '.tmp'), () => {
        watcher.close();
        resolve();
      });
    });
    const answer = world.ledger.upload(tuyet, file, key);
    await putBegins;
    await mongo.hang();
    await becomes(async () => expect(await filesUnder(objects)).to.have.length(before.length + 1));
    await wait(150);
    await world.kill();
    await mongo.resume();
    expect(await answer, 'nobody was told anything').to.equal(null);
    expect(await world.connection.collection('documents').countDocuments()).to.equal(1);

    await world.start();
    expect(await filesUnder(objects), 'the orphan is still there').to.have.length(before.length + 1);
    // The first to look finds it; then the key is asked again.
    const again = world.ledger.keyed.splice(0);
    expect((await checkInvariants(world)).swept).to.equal(1);
    world.ledger.keyed.push(...again);
    expect(await checkInvariants(world)).to.deep.equal({ swept: 0, documents: 2 });
  });

  it('between commit and answer, five times: the retry gives the same id', async () => {
    const ids = new Map<string, string>();
    for (let round = 0; round < 5; round += 1) {
      const key = newKey();
      const file = pdfPaper('p.pdf', 200_000);
      const known = await world.connection.collection('documents').countDocuments();
      const answer = world.ledger.upload(tuyet, file, key);
      for (;;) {
        const found = await world.connection.collection<Json>('documents').find().sort({ _id: -1 }).toArray();
        if (found.length > known) {
          await world.kill();
          ids.set(key, found[0]._id);
          break;
        }
      }
      await answer;
      await world.start();
    }
    const unanswered = world.ledger.keyed.filter((one) => one.first === null).length;
    expect(unanswered, 'kills that came before the answer').to.be.greaterThan(0);
    await checkInvariants(world);
    for (const { key, first } of world.ledger.keyed) expect(first?.id).to.equal(ids.get(key));
  });

  it('at ten random moments of an upload: each key has one effect, nothing acknowledged is lost', async () => {
    const begun = Date.now();
    await world.ledger.upload(tuyet, pdfPaper('p.pdf', 3 * MIB));
    const usualMs = Date.now() - begun;
    for (let round = 0; round < 10; round += 1) {
      const answer = world.ledger.upload(tuyet, pdfPaper('p.pdf', 3 * MIB), newKey());
      await wait(Math.random() * 1.3 * usualMs);
      await world.kill();
      await answer;
      await world.start();
    }
    expect((await checkInvariants(world)).documents).to.equal(12);
  });
});
