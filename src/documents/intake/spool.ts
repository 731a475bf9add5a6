import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { pipeline, type Readable } from 'node:stream';
import { AppError } from '../../platform/app-error.js';

/**
 * Where uploads wait that memory has no room for. What is written is a stored object's ciphertext under one more
 * AES-256-CTR key of its own that exists in memory alone: what a dead process leaves behind is noise.
 * Layout: `<folder>/<pid>-<start>-<host>/<random>`; each process has its own folder, mode 700.
 */
export interface Spool {
  readonly folder: string;
  create(): Promise<SpoolFile>;
  /** Removes this process's folder. */
  close(): Promise<void>;
}

export interface SpoolFile {
  write(chunk: Buffer): Promise<void>;
  /** No more writes. */
  finish(): Promise<void>;
  open(): Readable;
  /** Safe to call at any time and twice. */
  remove(): Promise<void>;
}

/** Folders of machines that cannot be asked are wiped when nothing was written to them for so long. */
const STRANGER_MS = 24 * 3600 * 1000;

/**
 * Makes this process's folder under `root` and wipes those whose owners are dead.
 * @throws AppError STORAGE_UNAVAILABLE from its files' methods when the disk fails
 */
export async function makeSpool(root: string): Promise<Spool> {
  const own = ownerName(process.pid);
  await mkdir(root, { recursive: true, mode: 0o700 });
  for (const name of await readdir(root)) {
    if (name === own || (await isAbandoned(root, name)))
      await rm(join(root, name), { recursive: true, force: true });
  }
  const folder = join(root, own);
  await mkdir(folder, { mode: 0o700 });
  return {
    folder,
    create: () => attempt(() => createFile(join(folder, randomBytes(16).toString('hex')))),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

async function createFile(path: string): Promise<SpoolFile> {
  const key = randomBytes(32);
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-256-ctr', key, iv);
  const handle = await open(path, 'wx', 0o600);
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= handle.close());
  return {
    write: (chunk) => attempt(() => handle.writeFile(cipher.update(chunk))),
    finish: () => attempt(close),
    open() {
      const plain = createDecipheriv('aes-256-ctr', key, iv);
      pipeline(createReadStream(path), plain, () => {});
      return plain;
    },
    async remove() {
      await close().catch(() => {});
      await rm(path, { force: true });
    },
  };
}

async function attempt<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    throw new AppError('STORAGE_UNAVAILABLE', {}, { cause });
  }
}

const host = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

function ownerName(pid: number): string {
  return `${pid}-${startOf(pid) ?? 'unknown'}-${host}`;
}

async function isAbandoned(root: string, name: string): Promise<boolean> {
  const [, pid, , itsHost] = /^(\d+)-(\w+)-([0-9a-f]{8})$/.exec(name) ?? [];
  if (pid === undefined) return false;
  // The start time tells a living owner from another process that got its number.
  if (itsHost === host) return name !== ownerName(Number(pid)) || !isAlive(Number(pid));
  const { mtimeMs } = await stat(join(root, name));
  return Date.now() - mtimeMs > STRANGER_MS;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A process's start in clock ticks since boot (proc(5), stat, field 22); null where the system does not tell. */
function startOf(pid: number): string | null {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return line.slice(line.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
