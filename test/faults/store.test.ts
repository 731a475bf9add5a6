import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { pdfPaper } from '../support/papers.js';
import type { Person } from '../support/person.js';
import { needS3, type S3Settings } from '../support/real-parts.js';
import { startService, unusedPort } from '../support/service-process.js';
import { expectUnavailable } from './support/answers.js';
import { type FaultMongo, faultMongo } from './support/fault-mongo.js';
import { type FaultWorld, makeFaultWorld } from './support/fault-world.js';
import { checkInvariants } from './support/invariants.js';
import { documents, newKey } from './support/ledger.js';
import { type StoreProxy, storeProxy } from './support/store-proxy.js';

const MIB = 1024 * 1024;

describe('faults: the object store', function () {
  this.timeout(120_000);
  let mongo: FaultMongo;
  let proxy: StoreProxy;
  let world: FaultWorld;
  let tuyet: Person;
  let small: string;
  let large: string;

  const startWorld = (s3: S3Settings, endpoint: string) =>
    makeFaultWorld(mongo.uri, {
      S3_ENDPOINT: endpoint,
      S3_REGION: s3.region,
      S3_ACCESS_KEY: s3.accessKey,
      S3_SECRET_KEY: s3.secretKey,
      S3_BUCKET: `motlan-${randomBytes(6).toString('hex')}`,
      UPLOAD_MEMORY_BYTES: String(4 * MIB),
    });
  let s3: S3Settings;

  before(async function () {
    s3 = needS3(this);
    proxy = await storeProxy(s3.endpoint);
    mongo = await faultMongo();
    world = await startWorld(s3, proxy.endpoint);
    tuyet = await world.signIn('tuyet');
    small = (await world.ledger.upload(tuyet, pdfPaper()))?.body.id;
    large = (await world.ledger.upload(tuyet, pdfPaper('lon.pdf', 8 * MIB)))?.body.id;
    await world.ledger.read(tuyet, large);
    await world.rest();
  });
  after(async () => {
    await world?.end();
    await proxy?.close();
  });
  afterEach(async () => {
    proxy.set({ kind: 'well' });
    await checkInvariants(world);
    expect(world.isAlive()).to.equal(true);
  });

  const timed = async <T>(call: Promise<T>): Promise<{ answer: T; ms: number }> => {
    const begun = Date.now();
    return { answer: await call, ms: Date.now() - begun };
  };
  const both = () =>
    Promise.all([
      timed(world.ledger.upload(tuyet, pdfPaper('p.pdf', 6 * MIB), newKey())),
      timed(tuyet.call('GET', `${documents}/${small}/content`)),
    ]);

  it('refuses connections: 503 within seconds, what needs no bytes goes on', async () => {
    proxy.set({ kind: 'refuses' });
    const [put, get] = await both();
    expectUnavailable(put.answer, 'STORAGE_UNAVAILABLE');
    expectUnavailable(get.answer, 'STORAGE_UNAVAILABLE');
    expect(Math.max(put.ms, get.ms)).to.be.lessThan(10_000);
    expect((await tuyet.call('GET', documents)).status).to.equal(200);
  });

  it('answers 500: 503 within seconds', async () => {
    proxy.set({ kind: 'fails' });
    const [put, get] = await both();
    expectUnavailable(put.answer, 'STORAGE_UNAVAILABLE');
    expectUnavailable(get.answer, 'STORAGE_UNAVAILABLE');
    expect(Math.max(put.ms, get.ms)).to.be.lessThan(10_000);
  });

  /** Beside the test that waits anyway, at a store of its own. */
  const losesTheAnswer = async (): Promise<void> => {
    const gateway = await storeProxy(s3.endpoint);
    const other = await startWorld(s3, gateway.endpoint);
    try {
      const owner = await other.signIn('tuyet');
      gateway.set({ kind: 'swallows-answers-to-puts' });
      const before = gateway.stored();
      const answer = await other.ledger.upload(owner, pdfPaper('p.pdf', 300_000), newKey());
      expect(answer?.status, 'the upload is settled').to.equal(201);
      expect(gateway.stored() - before, 'once').to.equal(1);
      await checkInvariants(other);
    } finally {
      await other.end();
      await gateway.close();
    }
  };

  it('hangs: 503 within half a minute, others are served; one that only loses its answers keeps one object', async () => {
    const besides = losesTheAnswer();
    proxy.set({ kind: 'hangs' });
    const waiting = both();
    await wait(500);
    const list = await timed(tuyet.call('GET', documents));
    expect([list.answer.status, list.ms < 2000]).to.deep.equal([200, true]);
    const [put, get] = await waiting;
    expectUnavailable(put.answer, 'STORAGE_UNAVAILABLE');
    expectUnavailable(get.answer, 'STORAGE_UNAVAILABLE');
    expect(get.ms, 'a read').to.be.lessThan(20_000);
    expect(put.ms, 'an upload').to.be.lessThan(30_000);
    await besides;
  });

  it('cuts its answers: a problem before the first byte, else a cut connection, never a short whole', async () => {
    for (const afterBytes of [0, 100, 700_000, 5 * MIB]) {
      proxy.set({ kind: 'cuts', afterBytes });
      const read = await world.ledger.read(tuyet, large);
      if (read !== null) expect([read.status, read.code]).to.deep.equal([503, 'STORAGE_UNAVAILABLE']);
      if (afterBytes <= 100) expect(read, 'nothing had gone out').to.not.equal(null);
      else expect(read, 'the connection was cut').to.equal(null);
    }
  });

  it('loses the answer and the service is killed: the object is swept, the key makes one document', async () => {
    proxy.set({ kind: 'swallows-answers-to-puts' });
    const before = proxy.stored();
    const answer = world.ledger.upload(tuyet, pdfPaper('p.pdf', 300_000), newKey());
    while (proxy.stored() === before) await wait(10);
    await world.kill();
    await answer;
    proxy.set({ kind: 'well' });
    await world.start();
    await world.ledger.read(tuyet, large);
    await world.rest();
    const keyed = world.ledger.keyed.splice(-1);
    expect((await checkInvariants(world)).swept).to.equal(1);
    world.ledger.keyed.push(...keyed);
  });

  it('is a closed port at start: one line, exit 1', async () => {
    const port = await unusedPort();
    const settings = {
      ...world.settings,
      S3_ENDPOINT: `http://127.0.0.1:${port}`,
      PORT: '0',
      METRICS_PORT: '0',
    };
    const started = startService(settings, [process.execPath, 'dist/server.js']);
    expect(await started.exited).to.equal(1);
    expect(started.output().trim().split('\n')).to.have.length(1);
    expect(started.output()).to.contain('bucket').and.to.contain('ECONNREFUSED');
  });
});
