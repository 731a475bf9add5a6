import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The one user of the embedded server. Without a login any local user could read it. */
export const USER = 'motlan';

export interface Credentials {
  readonly password: string;
  /** Path of the key that members of the set show each other; it switches the login on. */
  readonly keyFile: string;
}

/** Reads the embedded server's secrets, made at the first start; mode 600. */
export async function embeddedCredentials(dataDir: string): Promise<Credentials> {
  const folder = join(dataDir, 'mongodb-secrets');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const keyFile = join(folder, 'key-file');
  await makeOnce(keyFile, () => randomBytes(384).toString('base64'));
  const passwordFile = join(folder, 'password');
  await makeOnce(passwordFile, () => randomBytes(32).toString('base64url'));
  return { password: (await readFile(passwordFile, 'utf8')).trim(), keyFile };
}

/** Whole or not at all, so that a start cut short leaves no half secret. */
async function makeOnce(path: string, make: () => string): Promise<void> {
  if ((await readFile(path).catch(() => null)) !== null) return;
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, make(), { mode: 0o600, flush: true });
  await link(draft, path).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  });
  await rm(draft, { force: true });
}
