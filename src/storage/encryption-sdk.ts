import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import {
  AlgorithmSuiteIdentifier,
  buildClient,
  CommitmentPolicy,
  type KeyringNode,
  MultiKeyringNode,
  RawAesKeyringNode,
  RawAesWrappingSuiteIdentifier,
} from '@aws-crypto/client-node';
import { decryptBound, type ReadingKeys } from './decrypt-bound.js';
import { abandonable } from './encrypt-stream.js';
import type { Keyring } from './keyring.js';
import { contextOf, FRAME_BYTES, KEY_NAMESPACE, messageBytes } from './message-layout.js';
import type { ObjectEncryption } from './object-encryption.js';

/** {@link ObjectEncryption} that also says which key new messages are under, for the record. */
export interface KeyedObjectEncryption extends ObjectEncryption {
  readonly currentKeyId: string;
}

// 0x0478: AES-256-GCM, HKDF, key commitment (a message opens to one plaintext only), no signature.
const SUITE = AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY;

/**
 * Object encryption with the AWS Encryption SDK: every object under its own data key, which the keyring's current key
 * wraps. Any key of the keyring reads: to rotate, add a key and name it current; drop the old one when no object is
 * left under it.
 * @param options.reload reads the keyring anew; called when an object is under none of the keys known here, since another
 *   process may have been started with a newer keyring. What is written stays under the key that was current at first.
 */
export function makeObjectEncryption(
  keyring: Keyring,
  { reload }: { readonly reload?: () => Promise<Keyring> } = {},
): KeyedObjectEncryption {
  const { encryptStream, decryptUnsignedMessageStream } = buildClient({
    commitmentPolicy: CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT,
    maxEncryptedDataKeys: 1,
  });
  const current = rawKeyring(keyring, keyring.currentKeyId);
  const reading = makeReadingKeys(keyring, reload);

  return {
    currentKeyId: keyring.currentKeyId,
    encrypt(binding) {
      const message = encryptStream(current, {
        suiteId: SUITE,
        frameLength: FRAME_BYTES,
        encryptionContext: contextOf(binding),
      });
      return abandonable(message, FRAME_BYTES);
    },
    ciphertextBytes: (plaintextBytes, binding) => messageBytes(plaintextBytes, binding, keyring.currentKeyId),
    decrypt: (stored, expected) =>
      decryptBound({ stored, ...expected, keys: reading, openMessage: decryptUnsignedMessageStream }),
  };
}

/** Keys that read, and more of them once the keyring's file has more. */
function makeReadingKeys(first: Keyring, reload: (() => Promise<Keyring>) | undefined): ReadingKeys {
  const keys = new Map(first.keys);
  let known = anyKeyOf(first);
  let loading: Promise<void> | undefined;
  const load = async (read: () => Promise<Keyring>) => {
    try {
      // Those known so far stay: what this process is writing just now is under one of them.
      for (const [id, key] of (await read()).keys) keys.set(id, key);
      known = anyKeyOf({ ...first, keys });
    } catch {
      // A file that is being put right meanwhile changes nothing.
    } finally {
      loading = undefined;
    }
  };
  return {
    known: () => known,
    async learn() {
      // Of many readers at once one reads the file.
      if (reload) await (loading ??= load(reload));
    },
  };
}

/** Only for reading. Encrypting with it would wrap each data key under every key, retired ones included. */
function anyKeyOf(keyring: Keyring): KeyringNode {
  return new MultiKeyringNode({ children: [...keyring.keys.keys()].map((id) => rawKeyring(keyring, id)) });
}

function rawKeyring(keyring: Keyring, id: string): RawAesKeyringNode {
  const key = keyring.keys.get(id);
  if (key === undefined) throw new RangeError('no such key');
  return new RawAesKeyringNode({
    keyNamespace: KEY_NAMESPACE,
    keyName: id,
    // A copy with a memory of its own: the library refuses a view into Node's shared pool.
    unencryptedMasterKey: new Uint8Array(key.export()),
    wrappingSuite: RawAesWrappingSuiteIdentifier.AES256_GCM_IV12_TAG16_NO_PADDING,
    utf8Sorting: true,
  });
}

/**
 * Encrypts and decrypts a probe with each key, so that a fault shows at start and not at the first document.
 * @throws Error naming the key's id
 */
export async function probeKeyring(keyring: Keyring): Promise<void> {
  const binding = { ownerId: 'probe', documentId: 'probe', version: 1 };
  const probe = randomBytes(64);
  for (const id of keyring.keys.keys()) {
    const encryption = makeObjectEncryption({ ...keyring, currentKeyId: id });
    const message = encryption.encrypt(binding);
    message.end(probe);
    const storedBytes = encryption.ciphertextBytes(probe.length, binding);
    const read = await buffer(encryption.decrypt(message, { binding, storedBytes }));
    if (!read.equals(probe)) throw new Error(`key ${id} does not read what it wrote`);
  }
}
