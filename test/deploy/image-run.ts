import { execFile } from 'node:child_process';
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Confined } from './confined.js';

const run = promisify(execFile);
const script = join(import.meta.dirname, '..', '..', 'deploy', 'make-secrets.mjs');

/**
 * Makes the secrets with the operator's script, replaces those of servers that stand already, and puts them where a
 * container of this user would find them.
 * @returns the contents, which nothing may ever print
 */
export async function secretsInto(
  target: string,
  owner: number,
  given: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const made = await mkdtemp(join(tmpdir(), 'motlan-secrets-'));
  await run(process.execPath, [script, made]);
  for (const [name, value] of Object.entries(given)) await writeFile(join(made, name), value);
  await mkdir(target, { recursive: true });
  await cp(made, target, { recursive: true });
  await rm(made, { recursive: true });
  const contents = [];
  for (const name of [
    ...Object.keys(given),
    'session-secret',
    'keys/keyring.json',
    'keys/signing-keys.json',
  ]) {
    await chmod(join(target, name), 0o600);
    await chown(join(target, name), owner, owner);
    contents.push((await readFile(join(target, name), 'utf8')).trim());
  }
  await chown(join(target, 'keys'), owner, owner);
  await chmod(target, 0o755);
  return contents;
}

/** The settings of a production process whose secrets are where {@link secretsInto} puts them. */
export function productionSettings(servers: Readonly<Record<string, string>>): Record<string, string> {
  return {
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    DATA_DIR: '/data',
    PUBLIC_URL: 'https://motlan.example',
    TRUST_PROXY: '127.0.0.1',
    SCANNER: 'clamd',
    KEYRING_FILE: '/run/secrets/keys/keyring.json',
    SIGNING_KEYS_FILE: '/run/secrets/keys/signing-keys.json',
    EID_ISSUER: 'https://eid.example',
    EID_CLIENT_ID: 'motlan',
    STAFF_ISSUER: 'https://staff.example',
    STAFF_CLIENT_ID: 'motlan',
    MONGODB_URI_FILE: '/run/secrets/mongodb-uri',
    S3_ACCESS_KEY_FILE: '/run/secrets/s3-access-key',
    S3_SECRET_KEY_FILE: '/run/secrets/s3-secret-key',
    SESSION_SECRET_FILE: '/run/secrets/session-secret',
    EID_CLIENT_SECRET_FILE: '/run/secrets/eid-client-secret',
    STAFF_CLIENT_SECRET_FILE: '/run/secrets/staff-client-secret',
    ...servers,
  };
}

/** Waits for the service's ready line. */
export async function readyAddress(service: Confined): Promise<string> {
  for (;;) {
    const address = /Motlan is ready at (\S+)/.exec(service.output())?.[1];
    if (address) return address;
    if (service.child.exitCode !== null)
      throw new Error(`it ended before it was ready:\n${service.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
