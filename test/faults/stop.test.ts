import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { pdfPaper } from '../support/papers.js';
import type { Person } from '../support/person.js';
import { type FaultMongo, faultMongo } from './support/fault-mongo.js';
import { type FaultWorld, makeFaultWorld } from './support/fault-world.js';
import { checkInvariants } from './support/invariants.js';
import { newKey } from './support/ledger.js';
import { pacedUpload, sendOver } from './support/paced-upload.js';

const MIB = 1024 * 1024;
/** As src/server.ts says. */
const DRAIN_LIMIT_MS = 20_000;

describe('faults: SIGTERM during uploads', function () {
  this.timeout(120_000);
  let mongo: FaultMongo;
  let world: FaultWorld;
  let tuyet: Person;

  before(async () => {
    mongo = await faultMongo();
    world = await makeFaultWorld(mongo.uri, { UPLOAD_MEMORY_BYTES: String(4 * MIB) });
    tuyet = await world.signIn('tuyet');
  });
  after(async () => {
    await world?.end();
    await mongo?.end();
  });

  const begin = async (bytes: number) => {
    const file = pdfPaper('p.pdf', bytes);
    const key = newKey();
    return { file, key, upload: await pacedUpload(world.url, tuyet, file, { key }) };
  };
  const ended = async ({ file, key, upload }: Awaited<ReturnType<typeof begin>>) =>
    world.ledger.note(tuyet, file, await upload.answer, key);

  it('those that arrive within the drain are acknowledged, the service ends with 0, and nothing is left', async () => {
    const uploads = await Promise.all([0.5, 1, 3, 6, 6, 8].map((size) => begin(size * MIB)));
    const sending = uploads.map(({ upload }, index) => sendOver(upload, 500 + index * 500));
    await wait(400);
    const stopping = world.stop();
    const answers = await Promise.all(uploads.map(ended));
    await Promise.all(sending);
    for (const answer of answers) expect(answer?.status).to.equal(201);
    const { code, ms } = await stopping;
    expect(code).to.equal(0);
    expect(ms).to.be.lessThan(DRAIN_LIMIT_MS);
    await world.start();
    expect((await checkInvariants(world)).documents).to.equal(6);
  });

  it('those that do not arrive are refused with 503 before the limit, and their keys are free', async () => {
    const slow = await Promise.all([1, 2, 3].map(() => begin(2 * MIB)));
    const dripping = await Promise.all(
      slow.map(async ({ upload }) => {
        await upload.send(upload.totalBytes / 2);
        return upload.drip();
      }),
    );
    const before = await world.connection.collection('documents').countDocuments();
    const stopping = world.stop();
    const answers = await Promise.all(slow.map(ended));
    const { code, ms } = await stopping;
    for (const drip of dripping) drip.stop();
    expect(code).to.equal(0);
    expect(ms).to.be.lessThan(DRAIN_LIMIT_MS + 2000);
    for (const answer of answers) expect(answer?.status, JSON.stringify(answer?.body)).to.equal(503);
    expect(await world.connection.collection('documents').countDocuments()).to.equal(before);
    await world.start();
    await checkInvariants(world);
  });
});
