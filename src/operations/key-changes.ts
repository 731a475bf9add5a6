import { dirname, join } from 'node:path';
import type { StoredObjectsStore } from '../documents/index.js';
import { writeNewSecretFile } from '../platform/secret-file.js';
import { StartupError } from '../platform/startup-error.js';
import { changeKeyringFile, keyringText, withNewKey } from '../storage/index.js';
import type { KeyUse } from './key-use.store.js';

/**
 * Adds a key to the keyring, which new objects are encrypted under from each process's next start on. The old keys stay
 * and read. A running process reads the file again as soon as it meets an object under a key that it does not know.
 * @throws ConfigError when the file cannot be read or replaced
 */
export async function rotateKey(keyringFile: string): Promise<{ keyId: string; previousKeyId: string }> {
  let previousKeyId = '';
  const changed = await changeKeyringFile(keyringFile, async (keyring) => {
    previousKeyId = keyring.currentKeyId;
    return withNewKey(keyring);
  });
  return { keyId: changed.currentKeyId, previousKeyId };
}

/**
 * Takes a key out of the keyring that nothing refers to any more. It is not destroyed: backups from before the
 * re-encryption hold objects under it, so it goes into a keyring file of its own beside the keyring.
 * @returns where the key lies now
 * @throws StartupError saying why it must stay: it is the current one, a record names it, a process writes under it
 */
export async function retireKey(
  keyId: string,
  deps: { keyringFile: string; objects: Pick<StoredObjectsStore, 'anyUnderKey'>; keyUse: KeyUse },
): Promise<{ readonly keptIn: string }> {
  const { keyringFile, objects, keyUse } = deps;
  const keptIn = join(dirname(keyringFile), `retired-${keyId}.json`);
  await changeKeyringFile(keyringFile, async (keyring) => {
    const key = keyring.keys.get(keyId);
    if (!key) throw new StartupError(`There is no key ${keyId} in ${keyringFile}.`);
    if (keyId === keyring.currentKeyId)
      throw new StartupError(`${keyId} is the current key. First: motlan keys rotate.`);
    // No process starts with it from here on; then look who writes under it; then whether anything lies under it.
    await keyUse.retire(keyId);
    const seenAt = await keyUse.lastSeen(keyId);
    if (seenAt) {
      throw new StartupError(
        `A process still writes under ${keyId} (seen ${seenAt.toISOString()}). Restart every process of the service; one that was killed counts as gone at ${keyUse.goneAt(seenAt).toISOString()}.`,
      );
    }
    if (await objects.anyUnderKey(keyId))
      throw new StartupError(`Objects are still under ${keyId}. First: motlan keys reencrypt.`);
    const alone = { currentKeyId: keyId, keys: new Map([[keyId, key]]) };
    await writeNewSecretFile(keptIn, keyringText(alone)).catch((error: unknown) => {
      // Left by an earlier try that did not come to its end: the same key.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    });
    const keys = new Map(keyring.keys);
    keys.delete(keyId);
    return { ...keyring, keys };
  });
  return { keptIn };
}
