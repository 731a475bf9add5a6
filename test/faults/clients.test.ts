import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { pdfPaper } from '../support/papers.js';
import type { Person } from '../support/person.js';
import { type FaultMongo, faultMongo } from './support/fault-mongo.js';
import { type FaultWorld, makeFaultWorld } from './support/fault-world.js';
import { checkInvariants } from './support/invariants.js';
import { documents } from './support/ledger.js';
import { pacedUpload } from './support/paced-upload.js';

const MIB = 1024 * 1024;

describe('faults: clients', function () {
  this.timeout(120_000);
  let mongo: FaultMongo;
  let world: FaultWorld;
  let tuyet: Person;
  let duc: Person;

  before(async () => {
    mongo = await faultMongo();
    world = await makeFaultWorld(mongo.uri, { UPLOAD_MEMORY_BYTES: String(4 * MIB) });
    tuyet = await world.signIn('tuyet');
    duc = await world.signIn('duc');
    await Promise.all([1, 2, 3].map(() => world.ledger.upload(duc, pdfPaper('p.pdf', 6 * MIB))));
    await world.rest();
  });
  after(async () => {
    await world?.end();
  });
  afterEach(async () => {
    expect(world.isAlive()).to.equal(true);
    await checkInvariants(world);
  });

  it('fifty at a byte a second keep nobody waiting; those that finish come in, those that vanish leave nothing', async () => {
    const before = await world.connection.collection('documents').countDocuments();
    const slow = await Promise.all(
      Array.from({ length: 50 }, async () => {
        const file = pdfPaper('cham.pdf', 200_000);
        const upload = await pacedUpload(world.url, tuyet, file);
        await upload.send(upload.totalBytes / 2);
        return { file, upload, dripping: upload.drip() };
      }),
    );
    const times: number[] = [];
    const until = Date.now() + 4000;
    while (Date.now() < until) {
      const begun = Date.now();
      expect((await duc.call('GET', documents)).status).to.equal(200);
      expect((await world.ledger.upload(duc, pdfPaper()))?.status).to.equal(201);
      times.push(Date.now() - begun);
    }
    expect(
      times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)],
      'a list and an upload',
    ).to.be.lessThan(1500);
    for (const { dripping } of slow) dripping.stop();
    for (const { upload } of slow.slice(25)) upload.vanish();
    await Promise.all(
      slow.slice(0, 25).map(async ({ file, upload }) => {
        await upload.rest();
        const answer = world.ledger.note(tuyet, file, await upload.answer);
        expect(answer?.status).to.equal(201);
      }),
    );
    await wait(200);
    const now = await world.connection.collection('documents').countDocuments();
    expect(now - before - times.length).to.equal(25);
  });

  it('fifty gone at half of a large file leave nothing', async () => {
    const before = await world.connection.collection('documents').countDocuments();
    const file = pdfPaper('lon.pdf', 4 * MIB);
    await Promise.all(
      Array.from({ length: 50 }, async () => {
        const upload = await pacedUpload(world.url, tuyet, file);
        await upload.send(upload.totalBytes / 2);
        await wait(Math.random() * 500);
        upload.vanish();
      }),
    );
    expect(await world.connection.collection('documents').countDocuments()).to.equal(before);
  });

  it('a body shorter than its Content-Length is refused once it stalls, a longer one is cut there', async () => {
    const before = await world.connection.collection('documents').countDocuments();
    const send = async (claimedBytes: (actual: number) => number) => {
      const file = pdfPaper('p.pdf', 100_000);
      const upload = await pacedUpload(world.url, tuyet, file, { claimedBytes });
      await upload.rest();
      return world.ledger.note(tuyet, file, await upload.answer);
    };
    const answers = await Promise.all([
      send((actual) => actual + 1000),
      send((actual) => actual - 1000),
      send((actual) => actual - 3),
    ]);
    for (const answer of answers) {
      // What comes behind the announced length is no HTTP; whichever of the two is seen first is told.
      expect(answer?.status).to.equal(400);
      expect(answer?.body.code).to.be.oneOf(['UPLOAD_MALFORMED', 'REQUEST_MALFORMED']);
    }
    expect(await world.connection.collection('documents').countDocuments()).to.equal(before);
  });

  it('readers that vanish in the middle leave no descriptor behind', async () => {
    const [large] = [...world.ledger.kept.values()].filter((one) => one.file.bytes.length > 5 * MIB);
    const id = large?.id ?? '';
    for (let round = 0; round < 20; round += 1) {
      const response = await duc.browser.open(`${world.url}${documents}/${id}/content`);
      expect(response.status).to.equal(200);
      world.ledger.served.set(id, (world.ledger.served.get(id) ?? 0) + 1);
      const reader = response.body?.getReader();
      await reader?.read();
      await reader?.cancel().catch(() => undefined);
    }
  });
});
