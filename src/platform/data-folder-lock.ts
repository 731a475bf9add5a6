import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive, ownIdentity, type ProcessIdentity } from './process-identity.js';
import { StartupError } from './startup-error.js';

/** Held until `release`, or until the process ends in whatever way. */
export interface DataFolderLock {
  release(): Promise<void>;
}

interface Holder extends ProcessIdentity {
  readonly released: boolean;
}

/**
 * One process per folder. Each holder adds the next number to `lock/`, by a hard link: exclusive and with its content in
 * one step, on any file system. The highest number holds; when its process is dead the next one may follow. The highest
 * file is never removed, or two that looked at different moments could both win.
 * @throws StartupError naming the process that holds the folder
 */
export async function lockDataFolder(dataDir: string): Promise<DataFolderLock> {
  const folder = join(dataDir, 'lock');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const own = ownIdentity();
  const draft = join(folder, `draft-${own.pid}-${Math.random().toString(36).slice(2)}`);
  await writeFile(draft, JSON.stringify({ ...own, released: false } satisfies Holder), { mode: 0o600 });
  try {
    for (;;) {
      const last = Math.max(0, ...(await numbersIn(folder)));
      const holder = last === 0 ? null : await readHolder(join(folder, String(last)));
      if (holder && !holder.released && isAlive(holder)) {
        throw new StartupError(
          `Another Motlan (process ${holder.pid}) is running on ${dataDir}. Stop it first, or set DATA_DIR to another folder.`,
        );
      }
      if (await linked(draft, join(folder, String(last + 1)))) {
        await removeBelow(folder, last + 1);
        return makeLock(folder, last + 1, own);
      }
    }
  } finally {
    await rm(draft, { force: true });
  }
}

function makeLock(folder: string, number: number, own: ProcessIdentity): DataFolderLock {
  let released: Promise<void> | undefined;
  const release = async () => {
    const note = join(folder, `released-${number}`);
    await writeFile(note, JSON.stringify({ ...own, released: true } satisfies Holder), { mode: 0o600 });
    await rename(note, join(folder, String(number)));
  };
  return { release: () => (released ??= release()) };
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Null: the file was removed meanwhile, so a higher number exists, or it is not ours to read. */
async function readHolder(path: string): Promise<Holder | null> {
  try {
    // Written by this file alone, whole before it gets its name.
    return JSON.parse(await readFile(path, 'utf8')) as Holder;
  } catch {
    return null;
  }
}

async function numbersIn(folder: string): Promise<number[]> {
  return (await readdir(folder)).filter((name) => /^\d+$/.test(name)).map(Number);
}

async function removeBelow(folder: string, number: number): Promise<void> {
  const old = (await numbersIn(folder)).filter((found) => found < number);
  await Promise.all(old.map((found) => rm(join(folder, String(found)), { force: true })));
}
