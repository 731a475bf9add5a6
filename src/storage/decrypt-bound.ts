import { type Duplex, type Readable, Transform, pipeline } from 'node:stream';
import {
  type KeyringNode,
  NodeDefaultCryptographicMaterialsManager,
  type NodeMaterialsManager,
} from '@aws-crypto/client-node';
import { AppError } from '../platform/app-error.js';
import { FRAME_BYTES, contextOf } from './message-layout.js';
import type { ObjectBinding } from './object-encryption.js';
import { regroup } from './regroup.js';
import { storageUnavailable } from './storage-failure.js';

export interface BoundMessage {
  readonly stored: Readable;
  readonly storedBytes: number;
  readonly binding: ObjectBinding;
  readonly keyring: KeyringNode;
  /** The library's decrypting stream. */
  readonly openMessage: (materials: NodeMaterialsManager) => Duplex;
}

/**
 * The plaintext of a stored message that is exactly `storedBytes` long and bound to `binding`. Bytes come out frame by
 * frame, each after its tag was checked; only `end` says that the message was whole.
 * The stream fails with CONTENT_DAMAGED for anything wrong with the message (cause kept), and with the store's own
 * AppError, or STORAGE_UNAVAILABLE, when `stored` fails. Destroying it destroys `stored`.
 */
export function decryptBound({ stored, storedBytes, binding, keyring, openMessage }: BoundMessage): Readable {
  const length = exactLength(storedBytes);
  const pieces = regroup(FRAME_BYTES);
  const message = openMessage(boundMaterials(keyring, binding));
  // pipeline() destroys `plaintext` with whatever failed first; this says what that means to the caller.
  let refusal: AppError | undefined;
  const plaintext = new Transform({
    readableHighWaterMark: FRAME_BYTES,
    transform: (chunk, _encoding, done) => done(null, chunk),
    // An error of the reader's own (it went away) stays what it is.
    destroy: (error, done) => done(error === null ? null : (refusal ?? error)),
  });
  stored.on('error', (error) => {
    refusal ??= storageUnavailable(error);
  });
  stored.once('close', () => {
    if (!stored.readableEnded && !plaintext.destroyed) {
      refusal ??= storageUnavailable(new Error('the stored stream closed before its end'));
    }
  });
  length.once('error', (error) => {
    refusal ??= damaged(error);
  });
  // Not `once`: the library may report one failure twice, and the second must not end the process.
  message.on('error', (error) => {
    refusal ??= damaged(error);
  });
  let whole = false;
  message.once('end', () => {
    whole = true;
  });
  message.once('close', () => {
    if (!whole && !plaintext.destroyed) refusal ??= damaged(new Error('the message closed before its end'));
  });
  pipeline(stored, length, pieces, message, plaintext, () => undefined);
  return plaintext;
}

/** Passes at most `expectedBytes` and fails at the first byte more, or at an end before. The library accepts bytes appended to a message. */
function exactLength(expectedBytes: number): Transform {
  let seenBytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seenBytes += chunk.length;
      if (seenBytes > expectedBytes) done(new Error('the stored object is longer than its record says'));
      else done(null, chunk);
    },
    flush(done) {
      done(seenBytes < expectedBytes ? new Error('the stored object is shorter than its record says') : null);
    },
  });
}

/**
 * Hands out a message's data key only if the message is bound to what the record says; the library itself authenticates
 * the context but compares it with nothing. It asks for the key before it opens the header or any frame.
 */
function boundMaterials(keyring: KeyringNode, binding: ObjectBinding): NodeMaterialsManager {
  const materials = new NodeDefaultCryptographicMaterialsManager(keyring);
  const expected = Object.entries(contextOf(binding));
  return {
    getEncryptionMaterials: (request) => materials.getEncryptionMaterials(request),
    async decryptMaterials(request) {
      const found = request.encryptionContext;
      const same =
        Object.keys(found).length === expected.length &&
        expected.every(([name, value]) => found[name] === value);
      if (!same) throw new Error('the message is bound to another record');
      return await materials.decryptMaterials(request);
    },
  };
}

function damaged(cause: unknown): AppError {
  return new AppError('CONTENT_DAMAGED', {}, { cause });
}
