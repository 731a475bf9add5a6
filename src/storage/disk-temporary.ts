import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../platform/clock.js';
import type { DiskFiles } from './disk-files.js';
import { systemCode } from './storage-failure.js';

const HOST = hostname().replace(/[^A-Za-z0-9-]/g, '-');
/** Tells this process from an earlier one with the same number, as the first process of a restarted container is. */
const INSTANCE = randomBytes(6).toString('hex');
/** No put lasts a day: beyond this the writer is gone, or its process number was given to another. */
const LONGEST_PUT_MS = 24 * 60 * 60 * 1000;

/** A new name that says who writes it: host, process, instance. */
export function temporaryName(): string {
  return [HOST, process.pid, INSTANCE, randomBytes(8).toString('hex')].join('~');
}

/** Removes half-written files whose writer is dead. Those of living processes, here or on another host, stay. */
export async function sweepTemporary(folder: string, clock: Clock, files: DiskFiles): Promise<void> {
  for (const name of await files.readdir(folder)) {
    const path = join(folder, name);
    if (writerIsDead(name) || (await isOld(path, clock, files))) {
      await files.unlink(path).catch(ignoreAbsent);
    }
  }
}

function writerIsDead(name: string): boolean {
  const [host, pid, instance] = name.split('~');
  if (host !== HOST || pid === undefined) return false;
  if (pid === String(process.pid)) return instance !== INSTANCE;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    // EPERM: it lives, under another user.
    return systemCode(error) === 'ESRCH';
  }
}

async function isOld(path: string, clock: Clock, files: DiskFiles): Promise<boolean> {
  try {
    return clock.now().getTime() - (await files.stat(path)).mtimeMs > LONGEST_PUT_MS;
  } catch (error) {
    ignoreAbsent(error);
    return false;
  }
}

/** Another process may have swept it, or its writer may have finished. */
function ignoreAbsent(error: unknown): void {
  if (systemCode(error) !== 'ENOENT') throw error;
}
