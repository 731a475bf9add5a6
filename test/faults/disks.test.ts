import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { storedObjects } from '../support/leftovers.js';
import { pdfPaper } from '../support/papers.js';
import type { Person } from '../support/person.js';
import { expectUnavailable } from './support/answers.js';
import { type FaultMongo, faultMongo } from './support/fault-mongo.js';
import { type FaultWorld, makeFaultWorld } from './support/fault-world.js';
import { checkInvariants } from './support/invariants.js';
import { newKey } from './support/ledger.js';
import { type SmallDisk, smallDisk } from './support/small-disk.js';

const MIB = 1024 * 1024;

describe('faults: a full disk', function () {
  this.timeout(60_000);
  let mongo: FaultMongo;
  let folder: string;
  let disk: SmallDisk | undefined;
  let world: FaultWorld | undefined;

  before(async () => {
    mongo = await faultMongo();
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'motlan-faults-disk-'));
  });
  afterEach(async () => {
    await world?.end();
    disk?.unmount();
    world = undefined;
    disk = undefined;
    await rm(folder, { recursive: true, force: true });
  });

  const start = async (dataDir: string, more: Record<string, string> = {}): Promise<[FaultWorld, Person]> => {
    world = await makeFaultWorld(mongo.uri, { DATA_DIR: dataDir, ...more });
    const tuyet = await world.signIn('tuyet');
    expect((await world.ledger.upload(tuyet, pdfPaper('p.pdf', MIB)))?.status).to.equal(201);
    await world.rest();
    return [world, tuyet];
  };

  it('a full spool: 503, nothing left, small uploads in memory go on, and all is well with room again', async function () {
    disk = smallDisk(this, join(folder, 'spool'), 8);
    const [service, owner] = await start(folder, { UPLOAD_MEMORY_BYTES: String(2 * MIB) });
    const { ledger } = service;
    const free = await disk.freeBytes();
    // Four of 5 MiB at once do not fit into 8 MiB: some come in, the others are told to come again.
    const keys = [newKey(), newKey(), newKey(), newKey()];
    const answers = await Promise.all(
      keys.map((key) => ledger.upload(owner, pdfPaper('p.pdf', 5 * MIB), key)),
    );
    for (const answer of answers)
      if (answer?.status !== 201) expectUnavailable(answer, 'STORAGE_UNAVAILABLE');
    expect(await disk.freeBytes(), 'nothing left').to.equal(free);
    await disk.fill();
    expectUnavailable(
      await ledger.upload(owner, pdfPaper('p.pdf', 5 * MIB), newKey()),
      'STORAGE_UNAVAILABLE',
    );
    expect((await ledger.upload(owner, pdfPaper()))?.status).to.equal(201);
    expect(service.isAlive()).to.equal(true);
    await disk.empty();
    await checkInvariants(service);
  });

  it('a full disk of objects: 503, nothing left, what is there is served, and all is well with room again', async function () {
    disk = smallDisk(this, join(folder, 'objects'), 8);
    const [service, owner] = await start(folder);
    const { ledger } = service;
    const before = await storedObjects(folder);
    const [kept] = [...ledger.kept.keys()];
    const key = newKey();
    expectUnavailable(await ledger.upload(owner, pdfPaper('p.pdf', 12 * MIB), key), 'STORAGE_UNAVAILABLE');
    expect(await storedObjects(folder)).to.deep.equal(before);
    await disk.fill();
    const puts = Array.from({ length: 4 }, () => ledger.upload(owner, pdfPaper(), newKey()));
    for (const answer of await Promise.all(puts)) expectUnavailable(answer, 'STORAGE_UNAVAILABLE');
    expect((await ledger.read(owner, kept ?? ''))?.status).to.equal(200);
    expect(service.isAlive()).to.equal(true);
    await disk.empty();
    ledger.keyed.splice(
      ledger.keyed.findIndex((one) => one.key === key),
      1,
    );
    await checkInvariants(service);
  });

  it('a full data folder, spool and objects alike: 503, nothing left, and it stops and starts on it', async function () {
    disk = smallDisk(this, folder, 12);
    const [service, owner] = await start(folder, { UPLOAD_MEMORY_BYTES: '0' });
    const { ledger } = service;
    await disk.fill();
    for (const bytes of [0, MIB]) {
      expectUnavailable(
        await ledger.upload(owner, pdfPaper('p.pdf', bytes), newKey()),
        'STORAGE_UNAVAILABLE',
      );
    }
    expect((await service.stop()).code).to.equal(0);
    await disk.empty();
    await service.start();
    await service.rest();
    await checkInvariants(service);
  });
});
