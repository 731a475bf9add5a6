import { type Duplex, pipeline, Readable, Transform } from 'node:stream';
import {
  type KeyringNode,
  NodeDefaultCryptographicMaterialsManager,
  type NodeMaterialsManager,
} from '@aws-crypto/client-node';
import { AppError } from '../platform/app-error.js';
import { contextOf, FRAME_BYTES } from './message-layout.js';
import type { ObjectBinding } from './object-encryption.js';
import { regroup } from './regroup.js';
import { storageUnavailable } from './storage-failure.js';

/** The keys that may open a message. */
export interface ReadingKeys {
  known(): KeyringNode;
  /** Looks whether there are more by now. */
  learn(): Promise<void>;
}

export interface BoundMessage {
  readonly stored: Readable;
  readonly storedBytes: number;
  readonly binding: ObjectBinding;
  readonly keys: ReadingKeys;
  /** The library's decrypting stream. */
  readonly openMessage: (materials: NodeMaterialsManager) => Duplex;
}

/**
 * The plaintext of a stored message that is exactly `storedBytes` long and bound to `binding`. Bytes come out frame by
 * frame, each after its tag was checked; only `end` says that the message was whole.
 * The stream fails with CONTENT_DAMAGED for anything wrong with the message (cause kept), and with the store's own
 * AppError, or STORAGE_UNAVAILABLE, when `stored` fails. Destroying it destroys `stored`.
 */
export function decryptBound({ stored, storedBytes, binding, keys, openMessage }: BoundMessage): Readable {
  const length = exactLength(storedBytes);
  const pieces = regroup(FRAME_BYTES);
  const message = openMessage(boundMaterials(keys, binding));
  let whole = false;
  const plaintext = new Readable({
    highWaterMark: FRAME_BYTES,
    read() {
      message.resume();
    },
    destroy(error, done) {
      stored.destroy();
      done(error);
    },
  });
  // The first failure counts; these listeners come before pipeline()'s, which hands one stream's failure to all others.
  const fail = (refusal: AppError) => plaintext.destroy(refusal);
  stored.on('error', (error) => fail(storageUnavailable(error)));
  stored.once('close', () => {
    if (!stored.readableEnded) fail(storageUnavailable(new Error('the stored stream closed before its end')));
  });
  length.on('error', (error) => fail(damaged(error)));
  // Not `once`: the library may report one failure twice, and the second must not end the process.
  message.on('error', (error) => fail(damaged(error)));
  message.on('data', (chunk: Buffer) => {
    if (!plaintext.destroyed && !plaintext.push(chunk)) message.pause();
  });
  message.once('end', () => {
    whole = true;
    if (!plaintext.destroyed) plaintext.push(null);
  });
  message.once('close', () => {
    if (!whole) fail(damaged(new Error('the message closed before its end')));
  });
  // It may fail before its reader listens, which must not end the process; pipeline() and for-await still see it.
  plaintext.on('error', () => undefined);
  pipeline(stored, length, pieces, message, () => undefined);
  message.pause();
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
function boundMaterials(keys: ReadingKeys, binding: ObjectBinding): NodeMaterialsManager {
  const materials = () => new NodeDefaultCryptographicMaterialsManager(keys.known());
  const expected = Object.entries(contextOf(binding));
  return {
    getEncryptionMaterials: (request) => materials().getEncryptionMaterials(request),
    async decryptMaterials(request) {
      const found = request.encryptionContext;
      const same =
        Object.keys(found).length === expected.length &&
        expected.every(([name, value]) => found[name] === value);
      if (!same) throw new Error('the message is bound to another record');
      const before = keys.known();
      try {
        return await materials().decryptMaterials(request);
      } catch (error) {
        // Perhaps it is under a key that came into the keyring after this process began.
        await keys.learn();
        if (keys.known() === before) throw error;
        return await materials().decryptMaterials(request);
      }
    },
  };
}

function damaged(cause: unknown): AppError {
  return new AppError('CONTENT_DAMAGED', {}, { cause });
}
