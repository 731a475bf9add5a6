import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { becomes } from '../support/leftovers.js';
import { pdfPaper } from '../support/papers.js';
import { makePartner, type Partner } from '../support/partner.js';
import type { Json, Person } from '../support/person.js';
import { expectInstructive, expectUnavailable, type Outcome } from './support/answers.js';
import { type FaultMongo, faultMongo } from './support/fault-mongo.js';
import { type FaultWorld, makeFaultWorld } from './support/fault-world.js';
import { checkInvariants } from './support/invariants.js';
import { documents, newKey } from './support/ledger.js';
import { pacedUpload } from './support/paced-upload.js';
import { type ThreeMembers, threeMembers } from './support/stalled-majority.js';

const MIB = 1024 * 1024;

describe('faults: the database', function () {
  this.timeout(120_000);
  let mongo: FaultMongo;
  let world: FaultWorld;
  let tuyet: Person;
  let partner: Partner;
  let document: string;

  before(async () => {
    mongo = await faultMongo();
    world = await makeFaultWorld(mongo.uri);
    tuyet = await world.signIn('tuyet');
    partner = await makePartner(world);
    document = (await world.ledger.upload(tuyet, pdfPaper()))?.body.id;
    await world.ledger.upload(tuyet, pdfPaper('lon.pdf', 6 * MIB));
    await world.rest();
  });
  after(async () => {
    await world?.end();
  });
  afterEach(async () => {
    expect(world.isAlive()).to.equal(true);
    await checkInvariants(world);
  });

  /** One call of each kind, with how long it took; each must be a 503 that says what to do. */
  const everyKind = async (): Promise<number> => {
    const timed = async (call: Promise<Outcome>): Promise<number> => {
      const begun = Date.now();
      const answer = await call;
      if (answer) expectInstructive(answer);
      expectUnavailable(answer, 'DATABASE_UNAVAILABLE');
      return Date.now() - begun;
    };
    const times = await Promise.all([
      timed(tuyet.call('GET', documents)),
      timed(tuyet.call('GET', `${documents}/${document}/content`)),
      timed(tuyet.call('POST', '/api/v1/me/consents/019a0000-0000-7000-8000-000000000000/accept', {})),
      timed(world.ledger.upload(tuyet, pdfPaper('p.pdf', MIB), newKey())),
      timed(partner.call('GET', '/api/v1/consent-events')),
    ]);
    return Math.max(...times);
  };
  const isReady = async () => (await fetch(`${world.url}/readyz`)).status;
  const wellAgain = async (): Promise<number> => {
    const begun = Date.now();
    await becomes(async () => {
      const answer = await tuyet.call('GET', documents);
      expectInstructive(answer);
      expect(answer.status).to.equal(200);
    }, 15_000);
    return Date.now() - begun;
  };

  it('hangs (SIGSTOP): every call is 503 after some four seconds, and well at once when it goes on', async () => {
    await mongo.hang();
    const longest = await everyKind();
    expect(await isReady()).to.equal(503);
    await mongo.resume();
    const healed = await wellAgain();
    expect(longest).to.be.lessThan(6500);
    expect(healed).to.be.lessThan(3000);
  });

  it('hangs while an upload is under way: 503, and its key makes one document afterwards', async () => {
    const [one, other] = [pdfPaper('p.pdf', MIB), pdfPaper('p.pdf', MIB)];
    const keys = [newKey(), newKey()] as const;
    const half = await pacedUpload(world.url, tuyet, one, { key: keys[0] });
    await half.send(half.totalBytes / 2);
    await wait(300);
    const begun = Date.now();
    const whole = world.ledger.upload(tuyet, other, keys[1]);
    // Somewhere between claim, object and record.
    await wait(60);
    await mongo.hang();
    await half.rest();
    const [answer, second] = await Promise.all([half.answer, whole]);
    const ms = Date.now() - begun;
    world.ledger.note(tuyet, one, answer, keys[0]);
    expectUnavailable(answer, 'DATABASE_UNAVAILABLE');
    if (second?.status !== 201) expectUnavailable(second, 'DATABASE_UNAVAILABLE');
    await mongo.resume();
    expect(ms).to.be.lessThan(12_000);
    await wellAgain();
  });

  it('is killed and comes back: 503 meanwhile, then well, and nothing acknowledged is lost', async () => {
    const busy = Array.from({ length: 6 }, () =>
      world.ledger.upload(tuyet, pdfPaper('p.pdf', 400_000), newKey()),
    );
    await Promise.race(busy);
    await mongo.kill();
    for (const answer of await Promise.all(busy)) {
      if (answer?.status !== 201) expectUnavailable(answer, 'DATABASE_UNAVAILABLE');
    }
    expect(await everyKind()).to.be.lessThan(6500);
    expect(await isReady()).to.equal(503);
    expect((await fetch(`${world.url}/healthz`)).status, 'the process itself is well').to.equal(200);
    await mongo.restart();
    await wellAgain();
  });

  it('refuses the log: nothing leaves and nothing comes in', async () => {
    const { connection, ledger } = world;
    const rule = (validator: Json) => connection.db?.command({ collMod: 'accessLog', validator });
    const before = await connection.collection('documents').countDocuments();
    await rule({ never: { $exists: true } });
    const read = await ledger.read(tuyet, document);
    const part = await tuyet.bytes(`${documents}/${document}/content`, { range: 'bytes=0-9' });
    const put = await ledger.upload(tuyet, pdfPaper());
    await rule({});
    expect([read?.status, read?.code]).to.deep.equal([503, 'DATABASE_UNAVAILABLE']);
    expect(part.status).to.equal(503);
    expectUnavailable(put, 'DATABASE_UNAVAILABLE');
    expect(await connection.collection('documents').countDocuments()).to.equal(before);
  });
});

describe('faults: a majority that does not answer', function () {
  this.timeout(120_000);
  let set: ThreeMembers;
  let world: FaultWorld;
  let tuyet: Person;

  before(async () => {
    set = await threeMembers();
    world = await makeFaultWorld(set.uri);
    tuyet = await world.signIn('tuyet');
    await world.ledger.upload(tuyet, pdfPaper());
    await world.rest();
  });
  after(async () => {
    set?.resumeSecondary();
    await world?.end();
    await set?.end();
  });

  it('a commit whose majority does not come in time: 503, outcome unknown; the key settles it, once', async () => {
    const { connection, ledger } = world;
    const key = newKey();
    const begun = Date.now();
    const answer = ledger.upload(tuyet, pdfPaper('p.pdf', 8 * MIB), key);
    // The claim is on a majority; the record is not written yet.
    await becomes(async () =>
      expect(await connection.collection('idempotencyKeys').countDocuments()).to.equal(1),
    );
    set.hangSecondary();
    const first = await answer;
    const ms = Date.now() - begun;
    expectUnavailable(first, 'DATABASE_UNAVAILABLE');
    expect(ms).to.be.lessThan(15_000);
    expect((await ledger.upload(tuyet, pdfPaper(), newKey()))?.status, 'meanwhile').to.equal(503);
    set.resumeSecondary();
    const documents = await checkInvariants(world);
    expect(documents.documents).to.equal(3);
  });
});
