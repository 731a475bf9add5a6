import { randomBytes } from 'node:crypto';
import {
  type FileHandle,
  link,
  mkdir,
  open,
  readFile,
  realpath,
  rename,
  stat,
  unlink,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Writes a new file that only its owner may read (mode 600). It appears whole or not at all, is on the disk when this
 * returns, and never replaces a file.
 * @throws the system's error; its `code` is EEXIST when the name is taken
 */
export async function writeNewSecretFile(path: string, content: string | Uint8Array): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}.${randomBytes(6).toString('hex')}`);
  const file = await open(temporary, 'wx', 0o600);
  try {
    await writeThrough(file, content);
    // A hard link, not a rename: a rename would silently replace what another process has just written.
    await link(temporary, path);
  } finally {
    await unlink(temporary);
  }
  await syncFolder(folder);
}

/** A rewrite takes milliseconds: what lies there for longer was left by a process that was killed. */
const ABANDONED_MS = 60_000;

/**
 * Replaces a secret file in one step (mode 600); a reader sees the old content or the new one. Of two processes at once
 * the second is refused, so that no change is lost.
 * @param make gets the present content; nothing is changed when it throws
 * @throws the system's error; its `code` is EEXIST while another process replaces the file
 */
export async function replaceSecretFile<Result>(
  path: string,
  make: (content: string) => Promise<{ readonly content: string; readonly result: Result }>,
): Promise<Result> {
  // Not the link to the file, which may lie elsewhere.
  const target = await realpath(path);
  const draft = `${target}.new`;
  await removeAbandoned(draft);
  const file = await open(draft, 'wx', 0o600);
  try {
    const made = await make(await readFile(target, 'utf8'));
    // Whoever could read it can still: an operator may work under another account than the service.
    const { uid, gid } = await stat(target);
    await file.chown(uid, gid);
    await writeThrough(file, made.content);
    await rename(draft, target);
    await syncFolder(dirname(target));
    return made.result;
  } catch (error) {
    await file.close().catch(() => undefined);
    await unlink(draft).catch(() => undefined);
    throw error;
  }
}

async function removeAbandoned(draft: string): Promise<void> {
  const found = await stat(draft).catch(() => null);
  if (found && Date.now() - found.mtimeMs > ABANDONED_MS) await unlink(draft).catch(() => undefined);
}

async function writeThrough(file: FileHandle, content: string | Uint8Array): Promise<void> {
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * A secret of 32 random bytes in hexadecimal, made at the first start (mode 600); of two processes at once one makes it.
 * @throws the system's error
 */
export async function loadOrCreateSecret(path: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    await writeNewSecretFile(path, randomBytes(32).toString('hex'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return (await readFile(path, 'utf8')).trim();
}
