import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive, ownIdentity, type ProcessIdentity } from './process-identity.js';

/** What the command line needs to know of the service that runs on a data folder. Holds a password: mode 600. */
export interface RunningService extends ProcessIdentity {
  readonly mongodbUri: string;
  readonly database: string;
  /** Where it listens, like `http://127.0.0.1:3000`. */
  readonly address: string;
  /** What the outside calls it: the issuer of its tokens begins with it. */
  readonly publicUrl: string;
}

const fileIn = (dataDir: string) => join(dataDir, 'service.json');

/** Says where this process serves. */
export async function announceService(
  dataDir: string,
  service: Omit<RunningService, keyof ProcessIdentity>,
): Promise<void> {
  const draft = `${fileIn(dataDir)}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify({ ...ownIdentity(), ...service }, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, fileIn(dataDir));
}

/** The service that runs on the folder, or null; a file left by a killed one counts as none. */
export async function findRunningService(dataDir: string): Promise<RunningService | null> {
  let text: string;
  try {
    text = await readFile(fileIn(dataDir), 'utf8');
  } catch {
    return null;
  }
  // Written by announceService alone, whole before it gets its name.
  const found = JSON.parse(text) as RunningService;
  return isAlive(found) ? found : null;
}

/** Takes our own announcement back. */
export async function withdrawService(dataDir: string): Promise<void> {
  const found = await findRunningService(dataDir);
  if (found?.pid === process.pid) await rm(fileIn(dataDir), { force: true });
}
