import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { expect } from 'chai';
import { makeHeldBytes } from '../../../src/documents/intake/held-bytes.js';
import { makeMemoryBudget } from '../../../src/documents/intake/memory-budget.js';
import { makeSpool } from '../../../src/documents/intake/spool.js';
import { AppError } from '../../../src/platform/app-error.js';
import { noise } from './support/made-files.js';

describe('the spool', () => {
  let root = '';
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'motlan-spool-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('gives back what was written, as often as asked, and keeps something else on disk', async () => {
    const spool = await makeSpool(root);
    const file = await spool.create();
    const bytes = Buffer.alloc(200_000, 'the same words again and again. ');
    await file.write(bytes.subarray(0, 70_001));
    await file.write(bytes.subarray(70_001));
    await file.finish();
    expect((await buffer(file.open())).equals(bytes)).to.equal(true);
    expect((await buffer(file.open())).equals(bytes)).to.equal(true);
    const [name = ''] = await readdir(spool.folder);
    const onDisk = await readFile(join(spool.folder, name));
    expect(onDisk).to.have.length(bytes.length);
    expect(onDisk.includes('the same words')).to.equal(false);
    await file.remove();
    await file.remove();
    expect(await readdir(spool.folder)).to.deep.equal([]);
  });

  it('is open to its owner alone', async () => {
    const spool = await makeSpool(join(root, 'spool'));
    await (await spool.create()).finish();
    const [name = ''] = await readdir(spool.folder);
    const mode = async (path: string): Promise<string> => ((await stat(path)).mode & 0o777).toString(8);
    expect(await mode(join(root, 'spool'))).to.equal('700');
    expect(await mode(spool.folder)).to.equal('700');
    expect(await mode(join(spool.folder, name))).to.equal('600');
    await spool.close();
    expect(await readdir(join(root, 'spool'))).to.deep.equal([]);
  });

  it('wipes the folders of dead owners, also of one whose number another process has now, and no others', async () => {
    const host = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
    const living = spawn('sleep', ['30'], { stdio: 'ignore' });
    const line = await readFile(`/proc/${living.pid}/stat`, 'latin1');
    const start = line.slice(line.lastIndexOf(')') + 2).split(' ')[19];
    const folders = {
      living: `${living.pid}-${start}-${host}`,
      reused: `${living.pid}-12345-${host}`,
      dead: `4194000-777-${host}`,
      elsewhere: '17-123-00000000',
      longAgoElsewhere: '18-123-00000000',
      notOurs: 'something else',
    };
    for (const name of Object.values(folders)) {
      await mkdir(join(root, name));
      await writeFile(join(root, name, 'left'), 'x');
    }
    const old = new Date(Date.now() - 48 * 3600 * 1000);
    await utimes(join(root, folders.longAgoElsewhere), old, old);
    const spool = await makeSpool(root);
    const left = (await readdir(root))
      .map((name) => join(root, name))
      .filter((path) => path !== spool.folder);
    living.kill();
    expect(left.map((path) => path.slice(root.length + 1)).toSorted()).to.deep.equal(
      [folders.living, folders.elsewhere, folders.notOurs].toSorted(),
    );
  });

  it('a disk that fails is STORAGE_UNAVAILABLE', async () => {
    const spool = await makeSpool(root);
    await rm(spool.folder, { recursive: true });
    const fault = await spool.create().catch((error: unknown) => error);
    expect(fault).to.be.instanceOf(AppError).with.property('code', 'STORAGE_UNAVAILABLE');
  });

  describe('held bytes', () => {
    it('stay in memory within the budget of the process, the rest goes to the spool, all is given back', async () => {
      const spool = await makeSpool(root);
      const memory = makeMemoryBudget(100_000);
      const hold = () => makeHeldBytes({ memory, spool, memoryPerUploadBytes: 80_000 });
      const first = hold();
      const second = hold();
      const bytes = noise(60_000);
      for (const held of [first, second]) {
        for (let at = 0; at < bytes.length; at += 20_000) await held.write(bytes.subarray(at, at + 20_000));
        await held.finish();
      }
      expect(memory.usedBytes()).to.equal(60_000);
      expect(await readdir(spool.folder)).to.have.length(1);
      for (const held of [first, second]) {
        expect((await buffer(held.open())).equals(bytes)).to.equal(true);
        expect(held.lengthBytes()).to.equal(60_000);
        await held.discard();
        await held.discard();
      }
      expect(memory.usedBytes()).to.equal(0);
      expect(await readdir(spool.folder)).to.deep.equal([]);
    });

    it('of one upload never take more than its part of the memory', async () => {
      const spool = await makeSpool(root);
      const memory = makeMemoryBudget(1_000_000);
      const held = makeHeldBytes({ memory, spool, memoryPerUploadBytes: 30_000 });
      await held.write(noise(20_000));
      await held.write(noise(20_000));
      expect(memory.usedBytes()).to.equal(0);
      expect((await buffer(held.open())).equals(Buffer.concat([noise(20_000), noise(20_000)]))).to.equal(
        true,
      );
      await held.discard();
    });
  });
});
