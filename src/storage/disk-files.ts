import type { Stats } from 'node:fs';
import { type FileHandle, link, mkdir, open, readdir, rmdir, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemCode } from './storage-failure.js';

/** The calls of the file system that the disk store makes. */
export interface DiskFiles {
  open(path: string, flags: string, mode?: number): Promise<FileHandle>;
  link(existing: string, name: string): Promise<void>;
  unlink(path: string): Promise<void>;
  mkdir(path: string, options: { recursive: true; mode: number }): Promise<unknown>;
  rmdir(path: string): Promise<void>;
  stat(path: string): Promise<Stats>;
  readdir: typeof readdir;
}

export const nodeFiles: DiskFiles = { open, link, unlink, mkdir, rmdir, stat, readdir };

/**
 * Makes the names in `folder` durable, and in each folder above it up to and with `top`. A folder that is gone was
 * removed because it was empty; the one above it then holds the news.
 */
export async function syncFolders(folder: string, top: string, files: DiskFiles): Promise<void> {
  for (let at = folder; ; at = dirname(at)) {
    const handle = await files.open(at, 'r').catch((error: unknown) => {
      if (systemCode(error) === 'ENOENT' && at !== top) return null;
      throw error;
    });
    try {
      await handle?.sync();
    } finally {
      await handle?.close();
    }
    if (at === top) return;
  }
}

/** Removes `folder` and those above it, below `top`, as long as they are empty. Best effort. */
export async function removeEmptyFolders(folder: string, top: string, files: DiskFiles): Promise<void> {
  for (let at = folder; at !== top; at = dirname(at)) {
    try {
      await files.rmdir(at);
    } catch {
      return;
    }
  }
}
