import { expect } from 'chai';
import { eicar } from '../documents/intake/support/made-files.js';
import { becomes } from '../support/leftovers.js';
import { ask, contentPath, openDossier } from '../support/main-job.js';
import { pdfPaper } from '../support/papers.js';
import { makePartner, type Partner } from '../support/partner.js';
import type { Json, Person, UploadFile } from '../support/person.js';
import { absent } from '../support/real-parts.js';
import { releasedResult } from '../support/results.js';
import { type FaultMongo, faultMongo } from './support/fault-mongo.js';
import { type FaultWorld, makeFaultWorld } from './support/fault-world.js';
import { checkInvariants } from './support/invariants.js';
import { type OwnClamd, ownClamd } from './support/own-clamd.js';

const MIB = 1024 * 1024;
const byDuty = { basis: 'STATUTORY_DUTY', legalGround: 'Luật Cư trú 2020, Điều 20' };

describe('faults: the malware scanner', function () {
  this.timeout(120_000);
  let mongo: FaultMongo;
  let clamd: OwnClamd;
  let world: FaultWorld;
  let tuyet: Person;
  let partner: Partner;

  before(async function () {
    const own = await ownClamd('3M');
    if (!own) return absent(this, 'clamd: install it (Debian: clamav-daemon)');
    clamd = own;
    const starting = clamd.start();
    mongo = await faultMongo();
    await starting;
    world = await makeFaultWorld(mongo.uri, {
      SCANNER: 'clamd',
      CLAMD_HOST: '127.0.0.1',
      CLAMD_PORT: String(clamd.port),
    });
    tuyet = await world.signIn('tuyet');
    partner = await makePartner(world);
    const clean = await world.ledger.upload(tuyet, pdfPaper('p.pdf', 2 * MIB));
    expect(clean?.body.versions[0].scan.state).to.equal('CLEAN');
    await world.ledger.read(tuyet, clean?.body.id);
    await world.rest();
  });
  after(async () => {
    clamd?.resume();
    await world?.end();
    await clamd?.end();
  });
  afterEach(async () => {
    expect(world.isAlive()).to.equal(true);
    await checkInvariants(world);
  });

  const stateOf = async (id: string): Promise<string> =>
    (await world.connection.collection<Json>('documents').findOne({ _id: id })).versions[0].scan.state;
  /** Makes the job due now instead of within half a minute. */
  const makeDue = () =>
    world.connection
      .collection<Json>('jobs')
      .updateOne({ _id: 'rescan' }, { $set: { nextRunAt: new Date(0) } });
  const rescanned = (id: string, state: string) =>
    becomes(async () => {
      await makeDue();
      expect(await stateOf(id)).to.equal(state);
    }, 45_000);
  /** Taken in, not scanned, and served to nobody. */
  const quarantined = async (file: UploadFile): Promise<string> => {
    const added = await world.ledger.upload(tuyet, file);
    expect([added?.status, added?.body.versions?.[0].scan]).to.deep.equal([
      201,
      { state: 'NOT_SCANNED', at: null },
    ]);
    const id: string = added?.body.id;
    expect((await world.ledger.read(tuyet, id))?.code).to.equal('DOCUMENT_NOT_SCANNED');
    return id;
  };

  it('is down: uploads are taken, kept from everybody, LATER by duty, and scanned when it is back', async () => {
    await clamd.kill();
    const id = await quarantined(pdfPaper());
    const infected = await quarantined(withTestVirus());
    const result = await releasedResult(partner);
    const code = await openDossier(partner);
    expect((await ask(partner, code, byDuty)).state).to.equal('LATER');

    await clamd.start();
    await rescanned(id, 'CLEAN');
    await rescanned(infected, 'INFECTED');
    await rescanned(result.documentId, 'CLEAN');
    expect((await world.ledger.read(tuyet, id))?.status).to.equal(200);
    expect((await world.ledger.read(tuyet, infected))?.code).to.equal('FILE_INFECTED');
    const ready = await ask(partner, code, byDuty);
    expect(ready.state).to.equal('READY');
    expect((await partner.bytes(contentPath(ready))).status).to.equal(200);
  });

  it('hangs: an upload is taken unscanned after a quarter of a minute, others go on, SIGTERM ends the service in time', async () => {
    clamd.hang();
    const begun = Date.now();
    const waiting = quarantined(pdfPaper());
    const list = await tuyet.call('GET', '/api/v1/me/documents');
    expect([list.status, Date.now() - begun < 2000]).to.deep.equal([200, true]);
    const id = await waiting;
    expect(Date.now() - begun).to.be.within(10_000, 20_000);
    // The job has sent the file and waits for an answer: a stop waits for neither.
    await becomes(async () => {
      await makeDue();
      const job = await world.connection.collection<Json>('jobs').findOne({ _id: 'rescan' });
      expect(job?.leaseOwner).to.not.equal(null);
    }, 15_000);
    const { code, ms } = await world.stop();
    expect(code).to.equal(0);
    expect(ms).to.be.lessThan(5000);
    clamd.resume();
    await world.start();
    await world.rest();
    await rescanned(id, 'CLEAN');
  });

  it('refuses files over its limit: they wait, and keep nothing else waiting', async () => {
    const large = await Promise.all([1, 2, 3, 4].map(() => quarantined(pdfPaper('lon.pdf', 5 * MIB))));
    await clamd.kill();
    const id = await quarantined(pdfPaper());
    await clamd.start();
    await rescanned(id, 'CLEAN');
    for (const one of large) expect(await stateOf(one)).to.equal('NOT_SCANNED');
  });
});

/** A readable PDF with the harmless test virus behind its end. */
function withTestVirus(): UploadFile {
  const paper = pdfPaper('thu.pdf');
  return { ...paper, bytes: Buffer.concat([paper.bytes, eicar()]) };
}
