import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { pdfPaper } from '../support/papers.js';
import type { Person } from '../support/person.js';
import { faultMongo } from './support/fault-mongo.js';
import { type FaultWorld, makeFaultWorld } from './support/fault-world.js';
import { checkInvariants } from './support/invariants.js';
import { newKey } from './support/ledger.js';
import { pacedUpload, sendOver } from './support/paced-upload.js';

const MIB = 1024 * 1024;
/** As src/server.ts says. */
const DRAIN_LIMIT_MS = 20_000;

describe('faults: SIGTERM during uploads', function () {
  this.timeout(120_000);
  let world: FaultWorld;
  let tuyet: Person;

  before(async () => {
    const { uri } = await faultMongo();
    world = await makeFaultWorld(uri, { UPLOAD_MEMORY_BYTES: String(4 * MIB) });
    tuyet = await world.signIn('tuyet');
  });
  after(() => world?.end());

  const begin = async (bytes: number) => {
    const file = pdfPaper('p.pdf', bytes);
    const key = newKey();
    return { file, key, upload: await pacedUpload(world.url, tuyet, file, { key }) };
  };
  const ended = async ({ file, key, upload }: Awaited<ReturnType<typeof begin>>) =>
    world.ledger.note(tuyet, file, await upload.answer, key);

  it('those that arrive in time are acknowledged, the others refused with 503; exit 0 within the limit, nothing left', async () => {
    const quick = await Promise.all([0.5, 1, 3, 6, 6, 8].map((size) => begin(size * MIB)));
    const slow = await Promise.all([1, 2, 3].map(() => begin(2 * MIB)));
    const sending = quick.map(({ upload }, index) => sendOver(upload, 500 + index * 500));
    const dripping = await Promise.all(
      slow.map(async ({ upload }) => {
        await upload.send(upload.totalBytes / 2);
        return upload.drip();
      }),
    );
    await wait(200);
    const stopping = world.stop();
    for (const answer of await Promise.all(quick.map(ended))) expect(answer?.status).to.equal(201);
    await Promise.all(sending);
    for (const answer of await Promise.all(slow.map(ended))) {
      expect([answer?.status, answer?.body.code]).to.deep.equal([503, 'SERVICE_STOPPING']);
    }
    const { code, ms } = await stopping;
    for (const drip of dripping) drip.stop();
    expect(code).to.equal(0);
    expect(ms).to.be.lessThan(DRAIN_LIMIT_MS + 1000);
    expect(await world.connection.collection('documents').countDocuments()).to.equal(6);

    await world.start();
    expect(await checkInvariants(world), 'the refused ones come again under their keys').to.deep.equal({
      swept: 0,
      documents: 9,
    });
  });
});
