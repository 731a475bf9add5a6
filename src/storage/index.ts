import { AppError } from '../platform/app-error.js';
import type { Config } from '../platform/config.js';
import { reasonOf, StartupError } from '../platform/startup-error.js';
import type { BlobStore } from './blob-store.js';
import { makeDiskBlobStore } from './disk-blob-store.js';
import { makeS3BlobStore } from './s3-blob-store.js';

export { BlobExists, type BlobInfo, type BlobKey, type BlobStore, type ByteRange } from './blob-store.js';
export { type KeyedObjectEncryption, makeObjectEncryption, probeKeyring } from './encryption-sdk.js';
export { type Keyring, keyringText, parseKeyring, withNewKey } from './keyring.js';
export { changeKeyringFile, loadOrCreateKeyring } from './keyring-file.js';
export type { ObjectBinding, ObjectEncryption } from './object-encryption.js';
export { sliceStream } from './plaintext-range.js';

/**
 * The store that the settings name, tried: the folder is made and written to; the bucket must be there, or is made when
 * `createBucket` says so (development and tests; in production its owner made it, with its rules).
 * @throws StartupError in one line
 */
export async function makeBlobStore(
  storage: Config['storage'],
  { createBucket }: { readonly createBucket: boolean },
): Promise<BlobStore> {
  if (storage.kind === 'disk') {
    const { folder } = storage;
    return await orStartupError(
      `The folder ${folder} for documents cannot be used`,
      makeDiskBlobStore({ folder }),
    );
  }
  const store = makeS3BlobStore(storage);
  const place = `The bucket ${storage.bucket} for documents at ${storage.endpoint ?? 'AWS'}`;
  if (createBucket) await orStartupError(`${place} cannot be used`, store.ensureBucket());
  else if (!(await orStartupError(`${place} cannot be used`, store.bucketExists()))) {
    throw new StartupError(`${place} does not exist.`);
  }
  return store;
}

async function orStartupError<T>(what: string, act: Promise<T>): Promise<T> {
  try {
    return await act;
  } catch (cause) {
    const reason = cause instanceof AppError && cause.cause !== undefined ? cause.cause : cause;
    throw new StartupError(`${what} (${reasonOf(reason)}).`, { cause });
  }
}
