import type { BlobKey } from './blob-store.js';

/** Object keys begin no part with a dot, so that on disk no key is `..` or reaches the store's own `.tmp`. */
const part = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;
const prefixTail = /^([A-Za-z0-9_-][A-Za-z0-9._-]*)?$/;
const MAX_BYTES = 512;

/** @throws RangeError: a key outside the alphabet is a fault of this program, never of a caller's input. */
export function checkKey(key: BlobKey): void {
  if (key.length > MAX_BYTES || !key.split('/').every((piece) => part.test(piece))) {
    throw new RangeError(
      'an object key has parts of A-Z a-z 0-9 . _ - that begin with no dot, 512 bytes in all',
    );
  }
}

/** Like {@link checkKey} for the beginning of keys; may be empty or end in the middle of a part. */
export function checkPrefix(prefix: string): void {
  const pieces = prefix.split('/');
  const tail = pieces.pop() ?? '';
  if (prefix.length > MAX_BYTES || !pieces.every((piece) => part.test(piece)) || !prefixTail.test(tail)) {
    throw new RangeError('a key prefix has the alphabet of object keys');
  }
}
