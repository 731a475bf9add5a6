import type { ObjectBinding } from './object-encryption.js';

/** Plaintext bytes in one frame; a frame is passed on only after its tag was checked. */
export const FRAME_BYTES = 64 * 1024;
/** The key provider that our messages name; with the key's id it says which key wrapped the data key. */
export const KEY_NAMESPACE = 'motlan';

const TAG = 16;
const IV = 12;
const SEQUENCE = 4;
const DATA_KEY = 32;
const MESSAGE_ID = 32;
const COMMITMENT = 32;

/** The encryption context: what a message is bound to, as the message itself carries it. */
export function contextOf(binding: ObjectBinding): Record<string, string> {
  return {
    ownerId: binding.ownerId,
    documentId: binding.documentId,
    version: String(binding.version),
  };
}

/**
 * Exact length of a message: header, full frames, one final frame (which may be empty).
 * Source: AWS Encryption SDK message format version 2, suite 0x0478 (no signature), one data key wrapped by a raw AES key.
 */
export function messageBytes(plaintextBytes: number, binding: ObjectBinding, keyId: string): number {
  const fullFrames = Math.floor(plaintextBytes / FRAME_BYTES);
  const fullFrameOverhead = SEQUENCE + IV + TAG;
  const finalFrameOverhead = SEQUENCE + SEQUENCE + IV + 4 + TAG;
  return headerBytes(binding, keyId) + fullFrames * fullFrameOverhead + finalFrameOverhead + plaintextBytes;
}

function headerBytes(binding: ObjectBinding, keyId: string): number {
  const versionAndSuite = 1 + 2;
  const contextPairs = Object.entries(contextOf(binding)).map(([name, value]) => field(name) + field(value));
  const context = 2 + 2 + contextPairs.reduce((sum, bytes) => sum + bytes, 0);
  const keyInfo = Buffer.byteLength(keyId) + 4 + 4 + IV;
  const wrappedKeys = 2 + field(KEY_NAMESPACE) + (2 + keyInfo) + (2 + DATA_KEY + TAG);
  const contentTypeAndFrameLength = 1 + 4;
  return versionAndSuite + MESSAGE_ID + context + wrappedKeys + contentTypeAndFrameLength + COMMITMENT + TAG;
}

/** A text with its length before it. */
function field(text: string): number {
  return 2 + Buffer.byteLength(text);
}
