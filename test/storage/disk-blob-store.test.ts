import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect } from 'chai';
import { AppError } from '../../src/platform/app-error.js';
import type { BlobStore } from '../../src/storage/blob-store.js';
import { makeDiskBlobStore } from '../../src/storage/disk-blob-store.js';
import { type DiskFiles, nodeFiles } from '../../src/storage/disk-files.js';
import { temporaryName } from '../../src/storage/disk-temporary.js';
import { blobStoreContract } from '../contracts/blob-store.contract.js';

/** Every file and every empty folder but the store's own `.tmp`. */
async function everythingIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true });
  return entries
    .filter((path) => path !== '.tmp' && !entries.some((other) => other.startsWith(`${path}/`)))
    .toSorted();
}

const put = (store: BlobStore, key: string, bytes = randomBytes(100_000)) =>
  store.put(key, bytes.length, () =>
    Readable.from([bytes.subarray(0, 50_000), bytes.subarray(50_000)], { objectMode: false }),
  );

async function failureOf(act: Promise<unknown>): Promise<unknown> {
  return await act.then(
    () => undefined,
    (error: unknown) => error,
  );
}

/** A file system in which one call fails from its `nth` time on. */
function failingAt(what: string, code: string, nth: number): DiskFiles {
  let calls = 0;
  const strike = () => {
    calls += 1;
    if (calls >= nth) throw Object.assign(new Error(`${code}: made to fail`), { code });
  };
  return {
    ...nodeFiles,
    async link(existing, name) {
      if (what === 'link') strike();
      await nodeFiles.link(existing, name);
    },
    async open(path, flags, mode) {
      if (what === `open ${flags}`) strike();
      const file = await nodeFiles.open(path, flags, mode);
      // Only what the store calls on a handle is watched; all else goes to the handle itself.
      return new Proxy(file, {
        get(target, name) {
          if (name === what || `${flags} ${String(name)}` === what) {
            return async (...given: unknown[]) => {
              strike();
              return await Reflect.apply(Reflect.get(target, name) as () => unknown, target, given);
            };
          }
          const value: unknown = Reflect.get(target, name, target);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      });
    },
  };
}

describe('disk blob store', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'motlan-disk-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  describe('keeps the contract of blob stores:', () => {
    blobStoreContract(async () => ({
      store: await makeDiskBlobStore({ folder }),
      leftovers: () => everythingIn(folder),
    }));
  });

  it('answers a full or failing disk with STORAGE_UNAVAILABLE, its cause kept and nothing left', async () => {
    const cases = [
      ['writeFile', 'ENOSPC', 1],
      ['writeFile', 'ENOSPC', 2],
      ['wx sync', 'EIO', 1],
      ['r sync', 'EIO', 2],
      ['link', 'EIO', 2],
      ['open wx', 'EMFILE', 2],
    ] as const;
    for (const [what, code, nth] of cases) {
      const store = await makeDiskBlobStore({ folder, files: failingAt(what, code, nth) });
      const failure = await failureOf(put(store, 'owner/document/1'));
      expect(failure, what).to.be.instanceOf(AppError).and.include({ code: 'STORAGE_UNAVAILABLE' });
      expect((failure as AppError).cause, what).to.include({ code });
      expect(await everythingIn(folder), what).to.deep.equal([]);
    }
  });

  it('answers a disk that fails while reading with STORAGE_UNAVAILABLE', async () => {
    await put(await makeDiskBlobStore({ folder }), 'o/1', randomBytes(400_000));
    const store = await makeDiskBlobStore({ folder, files: failingAt('read', 'EIO', 2) });
    const found = await store.get('o/1');
    const failure = await failureOf(
      (async () => {
        for await (const chunk of found?.stream ?? []) expect(chunk.length).to.be.greaterThan(0);
      })(),
    );
    expect(failure).to.be.instanceOf(AppError).and.include({ code: 'STORAGE_UNAVAILABLE' });
  });

  it('says that a folder cannot be used when the store is made', async () => {
    await writeFile(join(folder, 'file'), '');
    expect(await failureOf(makeDiskBlobStore({ folder: join(folder, 'file') })))
      .to.be.instanceOf(AppError)
      .and.include({ code: 'STORAGE_UNAVAILABLE' });
  });

  it('flushes file and folders before it calls an object stored', async () => {
    const synced: string[] = [];
    const files: DiskFiles = {
      ...nodeFiles,
      async open(path, flags, mode) {
        const file = await nodeFiles.open(path, flags, mode);
        const sync = file.sync.bind(file);
        file.sync = async () => {
          synced.push(path.slice(folder.length));
          await sync();
        };
        return file;
      },
    };
    const store = await makeDiskBlobStore({ folder, files });
    synced.length = 0;
    await put(store, 'owner/document/1');
    expect(synced[0]).to.match(/^\/\.tmp\//);
    expect(synced.slice(1)).to.deep.equal(['/owner/document', '/owner', '']);
  });

  it('keeps objects from other users of the machine', async () => {
    const store = await makeDiskBlobStore({ folder: join(folder, 'objects') });
    await put(store, 'owner/1');
    expect((await stat(join(folder, 'objects', 'owner', '1'))).mode & 0o777).to.equal(0o600);
    expect((await stat(join(folder, 'objects', 'owner'))).mode & 0o777).to.equal(0o700);
  });

  it('sweeps what dead writers left and spares the living', async () => {
    const temporary = join(folder, '.tmp');
    await mkdir(temporary);
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    const [host = '', , instance = ''] = temporaryName().split('~');
    const names = {
      'of a dead process': `${host}~${dead}~0011~a`,
      'of an earlier process with our number': `${host}~${process.pid}~0011~b`,
      'of this process': `${host}~${process.pid}~${instance}~c`,
      'of a living process': `${host}~${process.ppid}~0011~d`,
      'of another host': 'elsewhere~1~0011~e',
      'of another host, days old': 'elsewhere~1~0011~f',
    };
    for (const name of Object.values(names)) await writeFile(join(temporary, name), 'half');
    const longAgo = new Date(Date.now() - 25 * 60 * 60 * 1000);
    await utimes(join(temporary, names['of another host, days old']), longAgo, longAgo);
    await makeDiskBlobStore({ folder });
    expect((await readdir(temporary)).toSorted()).to.deep.equal(
      [names['of this process'], names['of a living process'], names['of another host']].toSorted(),
    );
  });

  it('lists far more than a thousand objects in order', async () => {
    const store = await makeDiskBlobStore({ folder });
    const keys: string[] = [];
    for (let owner = 0; owner < 25; owner += 1) {
      await mkdir(join(folder, `o${owner}`));
      for (let document = 0; document < 100; document += 1) {
        keys.push(`o${owner}/d${document}`);
        await writeFile(join(folder, `o${owner}`, `d${document}`), 'x');
      }
    }
    const seen: string[] = [];
    for await (const { key } of store.list('')) seen.push(key);
    expect(seen).to.deep.equal(keys.toSorted());
  });

  it('puts and deletes side by side in one folder without losing an object', async () => {
    const store = await makeDiskBlobStore({ folder });
    const bytes = randomBytes(100);
    await Promise.all(
      Array.from({ length: 8 }, async (_, worker) => {
        for (let turn = 0; turn < 15; turn += 1) {
          await put(store, `o/d/${worker}-${turn}`, bytes);
          expect(await readFile(join(folder, 'o', 'd', `${worker}-${turn}`))).to.have.length(100);
          await store.delete(`o/d/${worker}-${turn}`);
        }
      }),
    );
    expect(await everythingIn(folder)).to.deep.equal([]);
  });
});
