import { open, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { pdfPaper } from '../support/papers.js';
import type { Json, Person } from '../support/person.js';
import { type FaultMongo, faultMongo } from './support/fault-mongo.js';
import { type FaultWorld, makeFaultWorld } from './support/fault-world.js';
import { checkInvariants } from './support/invariants.js';
import { documents } from './support/ledger.js';

const MIB = 1024 * 1024;

describe('faults: objects lost and altered behind our back', function () {
  this.timeout(60_000);
  let mongo: FaultMongo;
  let world: FaultWorld;
  let tuyet: Person;
  const damaged: string[] = [];

  before(async () => {
    mongo = await faultMongo();
    world = await makeFaultWorld(mongo.uri);
    tuyet = await world.signIn('tuyet');
    await world.ledger.upload(tuyet, pdfPaper('lanh.pdf', MIB));
  });
  after(async () => {
    await world?.end();
  });

  const stored = async (): Promise<{ id: string; path: string; bytes: number }> => {
    const id = (await world.ledger.upload(tuyet, pdfPaper('p.pdf', 4 * MIB)))?.body.id;
    damaged.push(id);
    const record = await world.connection.collection<Json>('documents').findOne({ _id: id });
    const { blobKey, storedBytes } = record.versions[0];
    return { id, path: join(world.dataDir, 'objects', blobKey), bytes: storedBytes };
  };
  const flip = async (path: string, at: number) => {
    const file = await open(path, 'r+');
    const byte = Buffer.alloc(1);
    await file.read(byte, 0, 1, at);
    byte.writeUInt8(byte.readUInt8() ^ 1);
    await file.write(byte, 0, 1, at);
    await file.close();
  };
  /** The first MiB as a range: whole and right where the damage lies behind it. */
  const rangeAtStart = (id: string) =>
    tuyet.bytes(`${documents}/${id}/content`, { range: 'bytes=0-1048575' }).catch(() => null);

  it('a lost object: CONTENT_DAMAGED', async () => {
    const { id, path } = await stored();
    await rm(path);
    expect(await world.ledger.read(tuyet, id)).to.include({ status: 500, code: 'CONTENT_DAMAGED' });
  });

  it('a byte flipped at the start: CONTENT_DAMAGED before any byte', async () => {
    const { id, path } = await stored();
    for (const at of [2, 700]) {
      await flip(path, at);
      expect(await world.ledger.read(tuyet, id)).to.include({ status: 500, code: 'CONTENT_DAMAGED' });
      await flip(path, at);
    }
    expect((await world.ledger.read(tuyet, id))?.status, 'flipped back').to.equal(200);
    await flip(path, 700);
  });

  it('a byte flipped in the middle: the connection is cut, no wrong byte comes', async () => {
    const { id, path, bytes } = await stored();
    await flip(path, Math.floor(bytes / 2));
    expect(await world.ledger.read(tuyet, id)).to.equal(null);
    expect((await rangeAtStart(id))?.status).to.equal(206);
  });

  it('a byte flipped at the very end, an object cut short or grown: never a whole answer', async () => {
    for (const harm of [
      (path: string, bytes: number) => flip(path, bytes - 1),
      (path: string, bytes: number) => truncate(path, bytes - 1),
      (path: string, bytes: number) => truncate(path, bytes - MIB),
      (path: string) => truncate(path, 0),
      async (path: string) => writeFile(path, Buffer.concat([await readFile(path), Buffer.from('x')])),
    ]) {
      const { id, path, bytes } = await stored();
      await harm(path, bytes);
      const read = await world.ledger.read(tuyet, id);
      expect(read === null || read.code === 'CONTENT_DAMAGED').to.equal(true);
    }
  });

  it('another document’s object in its place: CONTENT_DAMAGED', async () => {
    const [one, other] = [await stored(), await stored()];
    await writeFile(one.path, await readFile(other.path));
    expect(await world.ledger.read(tuyet, one.id)).to.include({ status: 500, code: 'CONTENT_DAMAGED' });
    damaged.pop();
    expect((await world.ledger.read(tuyet, other.id))?.status).to.equal(200);
  });

  it('afterwards everything else is whole, and fsck names what is not', async () => {
    await checkInvariants(world, { damaged });
  });
});
