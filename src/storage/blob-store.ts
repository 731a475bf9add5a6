import type { Readable } from 'node:stream';

/** A half-open byte range `[start, endExclusive)`. */
export interface ByteRange {
  readonly start: number;
  readonly endExclusive: number;
}

/** An object's key: slash-separated parts of `[A-Za-z0-9._-]`, at most 512 bytes, made by us alone. */
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
   * @throws BlobExists when the key is taken; AppError STORAGE_UNAVAILABLE when the store fails
   */
  put(key: BlobKey, lengthBytes: number, open: () => Readable): Promise<void>;
  /** The object's stream with its whole length; with `range` only those bytes. Null when there is none. */
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
