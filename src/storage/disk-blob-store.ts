import { dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { type Clock, systemClock } from '../platform/clock.js';
import { checkKey, checkPrefix } from './blob-key.js';
import { BlobExists, type BlobInfo, type BlobStore } from './blob-store.js';
import { type DiskFiles, nodeFiles, removeEmptyFolders, syncFolders } from './disk-files.js';
import { listFolder } from './disk-listing.js';
import { readableFromFile } from './disk-reading.js';
import { sweepTemporary, temporaryName } from './disk-temporary.js';
import { measured } from './measured.js';
import { checkRange } from './plaintext-range.js';
import { asStorage, storageUnavailable, systemCode } from './storage-failure.js';

export interface DiskBlobStoreOptions {
  /** Made with mode 700 when absent. Objects lie under it by key, half-written ones in its `.tmp`. */
  readonly folder: string;
  readonly clock?: Clock;
  /** The file system; tests pass one that fails. */
  readonly files?: DiskFiles;
}

/**
 * Objects as files of one folder, for one machine. An object appears under its key whole and on the disk, by a hard
 * link, which unlike a rename never replaces. Several processes may share the folder.
 * Makes the folder, tries it with a link, and removes what processes that died left half-written.
 * @throws AppError STORAGE_UNAVAILABLE when the folder cannot be written
 */
export async function makeDiskBlobStore(options: DiskBlobStoreOptions): Promise<BlobStore> {
  const { clock = systemClock, files = nodeFiles } = options;
  const root = resolve(options.folder);
  const temporaryFolder = join(root, '.tmp');
  const pathOf = (key: string) => {
    checkKey(key);
    return join(root, ...key.split('/'));
  };
  await asStorage(async () => {
    await files.mkdir(temporaryFolder, { recursive: true, mode: 0o700 });
    // Best effort: whoever made the folder above may not let us open it.
    await syncFolders(dirname(root), dirname(root), files).catch(() => undefined);
    await sweepTemporary(temporaryFolder, clock, files);
    await tryLink();
  });

  async function tryLink(): Promise<void> {
    const probe = join(temporaryFolder, temporaryName());
    await (await files.open(probe, 'wx', 0o600)).close();
    try {
      await files.link(probe, `${probe}.link`);
      await files.unlink(`${probe}.link`);
    } finally {
      await files.unlink(probe);
    }
  }

  async function write(path: string, pieces: AsyncIterable<Buffer>): Promise<void> {
    const file = await asStorage(() => files.open(path, 'wx', 0o600));
    try {
      // A failure of the source passes unchanged; one of the disk becomes STORAGE_UNAVAILABLE.
      for await (const piece of pieces) await asStorage(() => file.writeFile(piece));
      await asStorage(() => file.sync());
    } finally {
      await asStorage(() => file.close());
    }
  }

  async function publish(temporary: string, path: string, key: string): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await files.mkdir(dirname(path), { recursive: true, mode: 0o700 });
        await files.link(temporary, path);
        return;
      } catch (error) {
        const code = systemCode(error);
        if (code === 'EEXIST' || code === 'ENOTDIR') throw new BlobExists(key);
        // A delete next door may have removed the folder between the two calls because it was empty.
        if (code !== 'ENOENT' || attempt === 5) throw storageUnavailable(error);
      }
    }
  }

  async function put(key: string, lengthBytes: number, open: () => Readable): Promise<void> {
    const path = pathOf(key);
    const temporary = join(temporaryFolder, temporaryName());
    let published = false;
    try {
      await write(temporary, measured(open(), lengthBytes));
      await publish(temporary, path, key);
      published = true;
      // All the way up: a folder that another put has just made may not be on the disk yet.
      await asStorage(() => syncFolders(dirname(path), root, files));
    } catch (error) {
      if (published) await files.unlink(path).catch(() => undefined);
      await removeEmptyFolders(dirname(path), root, files);
      throw error;
    } finally {
      await files.unlink(temporary).catch(() => undefined);
    }
  }

  async function head(key: string): Promise<BlobInfo | null> {
    const path = pathOf(key);
    return await asStorage(async () => {
      const found = await files.stat(path).catch(nullWhenAbsent);
      return found?.isFile() ? { key, lengthBytes: found.size, storedAt: found.mtime } : null;
    });
  }

  return {
    put,
    head,
    async get(key, range) {
      const path = pathOf(key);
      if (range) checkRange(range);
      const file = await asStorage(() => files.open(path, 'r').catch(nullWhenAbsent));
      if (file === null) return null;
      try {
        const found = await asStorage(() => file.stat());
        if (!found.isFile()) {
          await file.close();
          return null;
        }
        const { start, endExclusive } = range ?? { start: 0, endExclusive: found.size };
        if (endExclusive > found.size) throw new RangeError('the range does not lie within the object');
        return { stream: readableFromFile(file, start, endExclusive), lengthBytes: endExclusive - start };
      } catch (error) {
        await file.close().catch(() => undefined);
        throw error;
      }
    },
    async delete(key) {
      const path = pathOf(key);
      await asStorage(async () => {
        if ((await files.unlink(path).catch(nullWhenAbsent)) === null) return;
        await removeEmptyFolders(dirname(path), root, files);
        await syncFolders(dirname(path), root, files);
      });
    },
    list(prefix) {
      checkPrefix(prefix);
      return listFolder(root, prefix, files);
    },
  };
}

/** Null for "not there", also when a part of the path is a file; anything else is a failure of the disk. */
function nullWhenAbsent(error: unknown): null {
  const code = systemCode(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return null;
  throw error;
}
