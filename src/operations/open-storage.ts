import { join } from 'node:path';
import type { Config } from '../platform/config.js';
import {
  type BlobStore,
  type KeyedObjectEncryption,
  type Keyring,
  loadOrCreateKeyring,
  makeBlobStore,
  makeObjectEncryption,
} from '../storage/index.js';

/** Where the keyring lies. */
export function keyringFileOf(config: Pick<Config, 'keyringFile' | 'dataDir'>): string {
  return config.keyringFile ?? join(config.dataDir, 'keys', 'keyring.json');
}

/** Where the keys lie that sign receipts and artefacts. */
export function signingKeysFileOf(config: Pick<Config, 'signingKeysFile' | 'dataDir'>): string {
  return config.signingKeysFile ?? join(config.dataDir, 'keys', 'signing-keys.json');
}

export interface Storage {
  readonly blobs: BlobStore;
  readonly keyring: Keyring;
  readonly encryption: KeyedObjectEncryption;
}

/**
 * The service's store and keys, for a command. Makes no keyring.
 * @throws ConfigError, StartupError when one of them cannot be used
 */
export async function openStorage(config: Config): Promise<Storage> {
  const [blobs, keyring] = await Promise.all([
    makeBlobStore(config.storage, { createBucket: config.environment !== 'production' }),
    loadOrCreateKeyring(keyringFileOf(config), { create: false }),
  ]);
  return { blobs, keyring, encryption: makeObjectEncryption(keyring) };
}
