import type { Readable } from 'node:stream';

/** A half-open byte range `[start, endExclusive)`. */
export interface ByteRange {
  readonly start: number;
  readonly endExclusive: number;
}

/**
 * An object's key: slash-separated parts of `[A-Za-z0-9._-]` that begin with no dot, at most 512 bytes, made by us alone.
 * No key is the folder of another (`a/b` and `a/b/c`).
 */
export type BlobKey = string;

export interface BlobInfo {
  readonly key: BlobKey;
  readonly lengthBytes: number;
  readonly storedAt: Date;
}

/**
 * Where objects lie. Keys are unique and an object is never overwritten.
 * `put` resolves only when the object is durable; after a failed put nothing stays behind under the key.
 * A stall is an error (AppError STORAGE_UNAVAILABLE), never an endless wait.
 */
export interface BlobStore {
  /**
   * Stores a stream of known length. `open` may be called again for a retry and gives the same bytes each time.
   * @throws BlobExists when the key is taken; AppError STORAGE_UNAVAILABLE when the store fails; WrongLength when the
   *   source has another length; what the source fails with. RangeError (here as below) for a key outside the alphabet
   */
  put(key: BlobKey, lengthBytes: number, open: () => Readable): Promise<void>;
  /**
   * The object's bytes, or with `range` only those; `lengthBytes` is what the stream gives. Null when there is no object.
   * A stream that breaks or stalls fails with AppError STORAGE_UNAVAILABLE.
   * @throws RangeError when the range does not lie within the object
   */
  get(key: BlobKey, range?: ByteRange): Promise<{ stream: Readable; lengthBytes: number } | null>;
  head(key: BlobKey): Promise<BlobInfo | null>;
  /** Removes the object; removing what is not there is no error. */
  delete(key: BlobKey): Promise<void>;
  /** All objects whose key begins with `prefix`, in key order, page by page. */
  list(prefix: string): AsyncIterable<BlobInfo>;
}

export class BlobExists extends Error {
  override readonly name = 'BlobExists';
  constructor(key: BlobKey) {
    super(`object ${key} exists already`);
  }
}
