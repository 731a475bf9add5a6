import { Readable } from 'node:stream';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
} from '@aws-sdk/client-s3';
import { checkKey, checkPrefix } from './blob-key.js';
import type { BlobInfo, BlobStore, ByteRange } from './blob-store.js';
import { checkRange } from './plaintext-range.js';
import { makeS3Client, type S3Connection, type S3Timeouts, usualTimeouts } from './s3-client.js';
import { isAbsent, statusOf } from './s3-errors.js';
import { putObject } from './s3-put.js';
import { stallGuarded } from './stall-guard.js';
import { storageUnavailable } from './storage-failure.js';

export interface S3BlobStoreOptions extends S3Connection {
  readonly bucket: string;
  readonly timeouts?: Partial<S3Timeouts>;
  /** Attempts of one put in all; 3 unless set. */
  readonly putAttempts?: number;
  /** Keys per page of a listing; the gateway's 1000 unless set. */
  readonly listPageSize?: number;
}

export interface S3BlobStore extends BlobStore {
  /** Whether the bucket is there and these credentials may use it. */
  bucketExists(): Promise<boolean>;
  /** Makes the bucket when it is missing: for development and tests; in production its owner made it, with its rules. */
  ensureBucket(): Promise<void>;
  /** Closes idle connections. */
  close(): void;
}

/**
 * Objects of one bucket, on Ceph, AWS or any S3. Never overwrites: `If-None-Match: *`, which Ceph's gateway and AWS honour
 * also for puts at once (the contract suite shows it for the gateway at hand); on a gateway that ignores it only the
 * uniqueness of our keys protects. Every call ends in bounded time; failures are AppError STORAGE_UNAVAILABLE.
 */
export function makeS3BlobStore(options: S3BlobStoreOptions): S3BlobStore {
  const { bucket, putAttempts = 3, listPageSize = 1000 } = options;
  const timeouts = { ...usualTimeouts, ...options.timeouts };
  const client = makeS3Client(options, timeouts);

  /** One call with the SDK's retries, `null` for "not there". The limit ends with the answer's head, not its body. */
  async function call<T>(send: (options: { abortSignal: AbortSignal }) => Promise<T>): Promise<T | null> {
    const abort = new AbortController();
    const limit = setTimeout(
      () => abort.abort(new Error('the gateway did not answer in time')),
      2 * timeouts.answerMs,
    );
    try {
      return await send({ abortSignal: abort.signal });
    } catch (error) {
      if (isAbsent(error)) return null;
      if (statusOf(error) === 416) throw outOfRange();
      throw storageUnavailable(abort.signal.aborted ? abort.signal.reason : error);
    } finally {
      clearTimeout(limit);
    }
  }

  async function head(key: string): Promise<BlobInfo | null> {
    checkKey(key);
    const found = await call((how) => client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }), how));
    return found && infoOf(key, found.ContentLength, found.LastModified);
  }

  async function get(key: string, range?: ByteRange): ReturnType<BlobStore['get']> {
    checkKey(key);
    if (range) checkRange(range);
    if (range && range.start === range.endExclusive) return await nothingOf(key, range.start);
    const found = await call((how) =>
      client.send(
        new GetObjectCommand({
          Bucket: bucket,
          Key: key,
          ...(range && { Range: `bytes=${range.start}-${range.endExclusive - 1}` }),
        }),
        how,
      ),
    );
    if (found === null) return null;
    const body = bodyOf(found);
    const lengthBytes = found.ContentLength ?? 0;
    // S3 answers a range that reaches past the end with what there is.
    if (range && lengthBytes !== range.endExclusive - range.start) {
      body.destroy();
      throw outOfRange();
    }
    return { stream: stallGuarded(body, timeouts.stallMs), lengthBytes };
  }

  /** S3 knows no range of no bytes. */
  async function nothingOf(key: string, at: number): ReturnType<BlobStore['get']> {
    const info = await head(key);
    if (info === null) return null;
    if (at > info.lengthBytes) throw outOfRange();
    return { stream: Readable.from([], { objectMode: false }), lengthBytes: 0 };
  }

  async function* listPages(prefix: string): AsyncGenerator<BlobInfo> {
    let token: string | undefined;
    do {
      const command = new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: prefix,
        MaxKeys: listPageSize,
        ...(token !== undefined && { ContinuationToken: token }),
      });
      const page = await call((how) => client.send(command, how));
      for (const { Key, Size, LastModified } of page?.Contents ?? []) {
        if (Key !== undefined) yield infoOf(Key, Size, LastModified);
      }
      token = page?.IsTruncated ? page.NextContinuationToken : undefined;
    } while (token !== undefined);
  }

  async function bucketExists(): Promise<boolean> {
    return (await call((how) => client.send(new HeadBucketCommand({ Bucket: bucket }), how))) !== null;
  }

  return {
    bucketExists,
    get,
    head,
    async put(key, lengthBytes, open) {
      checkKey(key);
      await putObject({ client, bucket, timeouts, attempts: putAttempts }, key, lengthBytes, open);
    },
    async delete(key) {
      checkKey(key);
      await call((how) => client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }), how));
    },
    list(prefix) {
      checkPrefix(prefix);
      return listPages(prefix);
    },
    async ensureBucket() {
      if (await bucketExists()) return;
      await call((how) => client.send(new CreateBucketCommand({ Bucket: bucket }), how)).catch(
        (error: unknown) => {
          // Another process was faster.
          const { cause } = error as Error;
          if (!(cause instanceof Error && cause.name === 'BucketAlreadyOwnedByYou')) throw error;
        },
      );
    },
    close: () => client.destroy(),
  };
}

function infoOf(key: string, lengthBytes: number | undefined, storedAt: Date | undefined): BlobInfo {
  if (lengthBytes === undefined || storedAt === undefined) {
    throw storageUnavailable(new Error('the gateway gave no length or time'));
  }
  return { key, lengthBytes, storedAt };
}

function bodyOf(found: GetObjectCommandOutput): Readable {
  if (found.Body instanceof Readable) return found.Body;
  throw storageUnavailable(new Error('the gateway gave no body'));
}

function outOfRange(): RangeError {
  return new RangeError('the range does not lie within the object');
}
