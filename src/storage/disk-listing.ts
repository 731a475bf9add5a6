import { join } from 'node:path';
import type { BlobInfo } from './blob-store.js';
import type { DiskFiles } from './disk-files.js';
import { storageUnavailable, systemCode } from './storage-failure.js';

/**
 * Objects whose key begins with `prefix`, in the order of their keys' bytes, as S3 lists them. Opens one folder after
 * another as the caller goes on; holds the names of the folders on the way, not those of the whole store.
 */
export async function* listFolder(root: string, prefix: string, files: DiskFiles): AsyncGenerator<BlobInfo> {
  const cut = prefix.lastIndexOf('/') + 1;
  yield* walk(root, prefix.slice(0, cut), prefix, files);
}

/** @param base key of the folder with a slash at its end, or empty for the root */
async function* walk(root: string, base: string, prefix: string, files: DiskFiles): AsyncGenerator<BlobInfo> {
  for (const name of await namesIn(join(root, base), files)) {
    const key = base + name;
    // Of a folder that lies on the way to the prefix, or beneath it.
    if (!key.startsWith(prefix)) continue;
    if (name.endsWith('/')) {
      yield* walk(root, key, prefix, files);
      continue;
    }
    const info = await infoOf(root, key, files);
    if (info !== null) yield info;
  }
}

/** Names in byte order of the keys they begin: a folder sorts with the slash that follows it. */
async function namesIn(folder: string, files: DiskFiles): Promise<string[]> {
  try {
    const entries = await files.readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => !entry.name.startsWith('.'))
      .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
      .toSorted((a, b) => (a < b ? -1 : 1));
  } catch (error) {
    if (isAbsent(error)) return [];
    throw storageUnavailable(error);
  }
}

/** Null when the object was deleted since its folder was read. */
async function infoOf(root: string, key: string, files: DiskFiles): Promise<BlobInfo | null> {
  try {
    const found = await files.stat(join(root, key));
    return { key, lengthBytes: found.size, storedAt: found.mtime };
  } catch (error) {
    if (isAbsent(error)) return null;
    throw storageUnavailable(error);
  }
}

function isAbsent(error: unknown): boolean {
  const code = systemCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}
