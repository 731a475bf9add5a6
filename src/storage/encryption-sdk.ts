import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import {
  AlgorithmSuiteIdentifier,
  CommitmentPolicy,
  type KeyringNode,
  MultiKeyringNode,
  RawAesKeyringNode,
  RawAesWrappingSuiteIdentifier,
  buildClient,
} from '@aws-crypto/client-node';
import { decryptBound } from './decrypt-bound.js';
import { abandonable } from './encrypt-stream.js';
import type { Keyring } from './keyring.js';
import { FRAME_BYTES, KEY_NAMESPACE, contextOf, messageBytes } from './message-layout.js';
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
 */
export function makeObjectEncryption(keyring: Keyring): KeyedObjectEncryption {
  const { encryptStream, decryptUnsignedMessageStream } = buildClient({
    commitmentPolicy: CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT,
    maxEncryptedDataKeys: 1,
  });
  const rings = new Map([...keyring.keys.keys()].map((id) => [id, rawKeyring(keyring, id)]));
  const current = rings.get(keyring.currentKeyId);
  if (current === undefined) throw new RangeError('the current key is not in the keyring');
  // Only for reading. Encrypting with it would wrap each data key under every key, retired ones included.
  const anyKey: KeyringNode = new MultiKeyringNode({ children: [...rings.values()] });

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
      decryptBound({ stored, ...expected, keyring: anyKey, openMessage: decryptUnsignedMessageStream }),
  };
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
