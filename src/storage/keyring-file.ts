import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ConfigError } from '../platform/config.js';
import { replaceSecretFile, writeNewSecretFile } from '../platform/secret-file.js';
import { probeKeyring } from './encryption-sdk.js';
import { type Keyring, keyringText, newKeyringText, parseKeyring } from './keyring.js';
import { systemCode } from './storage-failure.js';

/**
 * Reads the keyring and tries each of its keys. With `create` an absent file is made: one new key, mode 600, durable
 * before this resolves, never over an existing file; of two processes that make it at once both get the same keyring.
 * Whoever passes `create` must know that no object is stored yet: objects of a lost keyring can never be read again.
 * @throws ConfigError naming the file and every faulty field, never a key
 */
export async function loadOrCreateKeyring(
  path: string,
  { create }: { readonly create: boolean },
): Promise<Keyring> {
  let text = await readText(path);
  if (text === undefined && create) {
    await createKeyringFile(path);
    text = await readText(path);
  }
  if (text === undefined) throw fault(path, ['does not exist']);
  const keyring = parseKeyring(text);
  if ('faults' in keyring) throw fault(path, keyring.faults);
  await probeKeyring(keyring);
  return keyring;
}

/**
 * Changes a keyring file in one step: readers see the old text or the new one, mode 600, on the disk when this resolves.
 * @param change gets the keyring as the file has it, and gives the one to keep; what it throws leaves the file alone
 * @throws ConfigError when the file cannot be read, written, or is being changed by another process
 */
export async function changeKeyringFile(
  path: string,
  change: (keyring: Keyring) => Promise<Keyring>,
): Promise<Keyring> {
  try {
    return await replaceSecretFile(path, async (text) => {
      const keyring = parseKeyring(text);
      if ('faults' in keyring) throw fault(path, keyring.faults);
      const changed = await change(keyring);
      await probeKeyring(changed);
      return { content: keyringText(changed), result: changed };
    });
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    const words =
      systemCode(error) === 'EEXIST'
        ? `is being changed by another process (its new text is in ${path}.new)`
        : `cannot be changed (${systemCode(error)})`;
    throw fault(path, [words]);
  }
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw fault(path, [`cannot be read (${systemCode(error) ?? 'unknown fault'})`]);
  }
}

async function createKeyringFile(path: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeNewSecretFile(path, newKeyringText());
  } catch (error) {
    // Whoever comes second reads the file of the first.
    if (systemCode(error) === 'EEXIST') return;
    throw fault(path, [`cannot be created (${systemCode(error) ?? 'unknown fault'})`]);
  }
}

function fault(path: string, faults: readonly string[]): ConfigError {
  return new ConfigError(faults.map((words) => `KEYRING_FILE: ${path}: ${words}`));
}
