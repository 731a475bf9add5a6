import type { Config } from '../platform/config.js';
import type { BlobStore } from './blob-store.js';
import { makeDiskBlobStore } from './disk-blob-store.js';
import { makeS3BlobStore } from './s3-blob-store.js';

export { type BlobInfo, type BlobKey, type BlobStore, BlobExists, type ByteRange } from './blob-store.js';
export { type KeyedObjectEncryption, makeObjectEncryption } from './encryption-sdk.js';
export { loadOrCreateKeyring } from './keyring-file.js';
export type { Keyring } from './keyring.js';
export type { ObjectBinding, ObjectEncryption } from './object-encryption.js';
export { sliceStream } from './plaintext-range.js';

/**
 * The store that the settings name. On disk the folder is made and tried; on S3 the bucket is made when it is missing
 * and `createBucket` says so, else nothing is asked of the gateway yet.
 * @throws AppError STORAGE_UNAVAILABLE when the folder cannot be written or the gateway does not answer
 */
export async function makeBlobStore(
  storage: Config['storage'],
  { createBucket }: { readonly createBucket: boolean },
): Promise<BlobStore> {
  if (storage.kind === 'disk') return await makeDiskBlobStore({ folder: storage.folder });
  const store = makeS3BlobStore(storage);
  if (createBucket) await store.ensureBucket();
  return store;
}
