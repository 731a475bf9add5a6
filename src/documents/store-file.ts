import type { Clock } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import { isUndecided } from '../platform/transaction.js';
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
 * @param record writes the record in one transaction
 */
export async function storeFile<Result>(
  deps: StoreFileDeps,
  file: ReceivedFile,
  examination: Examination,
  record: (version: DocumentVersion) => Promise<Result>,
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
    // The record may yet come to be: its object stays, and the sweep takes it when there is none in the end. The sweep
    // finds as well what cannot be removed now.
    if (!isUndecided(error)) await deps.blobs.delete(blobKey).catch(() => undefined);
    throw error;
  }
}
