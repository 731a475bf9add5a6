import { join } from 'node:path';
import type { Config } from '../platform/config.js';
import { loadOrCreateSecret } from '../platform/secret-file.js';
import { loadOrCreateSigningKeys } from '../platform/signing-keys.js';
import { loadOrCreateKeyring, makeBlobStore, makeObjectEncryption } from '../storage/index.js';

/**
 * Keys from their files and the object store. Outside production what is missing is made; a keyring only where nothing is
 * stored yet, since one that is silently made anew would leave every stored object unreadable.
 */
export async function openKeysAndStore(config: Config, isEmpty: () => Promise<boolean>) {
  const keysFolder = join(config.dataDir, 'keys');
  const create = config.environment !== 'production';
  const keyringFile = config.keyringFile ?? join(keysFolder, 'keyring.json');
  const firstStart = create && (await isEmpty());
  const [keyring, signingKeys, sessionSecret, blobs] = await Promise.all([
    loadOrCreateKeyring(keyringFile, { create: firstStart }),
    loadOrCreateSigningKeys(config.signingKeysFile ?? join(keysFolder, 'signing-keys.json'), { create }),
    config.sessionSecret ?? loadOrCreateSecret(join(keysFolder, 'session-secret')),
    makeBlobStore(config.storage, { createBucket: create }),
  ]);
  // A newer keyring than ours may be in use elsewhere already: what is under its key is read all the same.
  const reload = () => loadOrCreateKeyring(keyringFile, { create: false });
  return { signingKeys, sessionSecret, blobs, encryption: makeObjectEncryption(keyring, { reload }) };
}
