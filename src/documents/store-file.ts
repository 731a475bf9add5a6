import { AppError } from '../platform/app-error.js';
import type { Clock } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import type { BlobStore } from '../storage/blob-store.js';
import type { DocumentVersion } from './document.js';
import type { Examination, ReceivedFile } from './intake/received-file.js';

export interface StoreFileDeps {
  readonly blobs: BlobStore;
  readonly currentKeyId: string;
  readonly clock: Clock;
}

/** Where a version's object lies: owner, document and version, so that a sweep can pair it with its record. */
export function blobKeyOf(file: Pick<ReceivedFile, 'binding'>): string {
  const { ownerId, documentId, version } = file.binding;
  return `documents/${ownerId}/${documentId}/${version}-${newId()}`;
}

/**
 * Puts a received file into the store, then has `record` write the record. Never a record without its object; an
 * object without a record is removed at once, or by the sweep when nobody can tell.
 * @param record writes the record; `stillThere` tells whether it was written when `record` failed with a fault
 */
export async function storeFile<Result>(
  deps: StoreFileDeps,
  file: ReceivedFile,
  examination: Examination,
  record: (version: DocumentVersion) => Promise<Result>,
  stillThere: (blobKey: string) => Promise<boolean>,
): Promise<Result> {
  const blobKey = blobKeyOf(file);
  await deps.blobs.put(blobKey, file.ciphertextBytes, () => file.openCiphertext());
  try {
    return await record({
      version: file.binding.version,
      sha256: file.sha256,
      sizeBytes: file.sizeBytes,
      mediaType: file.mediaType,
      fileName: file.fileName,
      pages: examination.pages,
      scan: examination.scan,
      trustClass: 'SELF_UPLOADED',
      comparedBy: null,
      createdAt: deps.clock.now(),
      blobKey,
      storedBytes: file.ciphertextBytes,
      keyId: deps.currentKeyId,
    });
  } catch (error) {
    await removeUnlessRecorded(deps.blobs, blobKey, error, stillThere);
    throw error;
  }
}

async function removeUnlessRecorded(
  blobs: BlobStore,
  blobKey: string,
  error: unknown,
  stillThere: (blobKey: string) => Promise<boolean>,
): Promise<void> {
  try {
    // A refusal of ours undid the transaction for certain. After any other fault the write's outcome is unknown:
    // ask, and leave the object to the sweep when there is no answer.
    const certain = error instanceof AppError && error.code !== 'DATABASE_UNAVAILABLE';
    if (certain || !(await stillThere(blobKey))) await blobs.delete(blobKey);
  } catch {
    // The sweep pairs objects with records and will find this one.
  }
}
