import { AppError } from '../platform/app-error.js';
import type { Clock } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import { isUndecided, type Transact } from '../platform/transaction.js';
import type { BlobStore } from '../storage/blob-store.js';
import type { DocumentVersion } from './document.js';
import type { Examination, ReceivedFile } from './intake/received-file.js';

export interface StoreFileDeps {
  readonly blobs: BlobStore;
  readonly currentKeyId: string;
  readonly clock: Clock;
  readonly transact: Transact;
}

/**
 * From the start of an object's put to its record. The sweep takes objects without a record from an hour on, so a
 * process that stood still in between (a suspended machine) must not name one that may be gone.
 */
const LONGEST_MS = 30 * 60_000;

/** Where a version's object lies: owner, document and version, so that a sweep can pair it with its record. */
export function blobKeyOf(file: Pick<ReceivedFile, 'binding'>): string {
  const { ownerId, documentId, version } = file.binding;
  return `documents/${ownerId}/${documentId}/${version}-${newId()}`;
}

/**
 * Puts a received file into the store, then has `record` write the record. Never a record without its object; an
 * object without a record is removed at once, or by the sweep when nobody can tell.
 * @param record writes the record in one transaction, by the `transact` that it is given
 * @throws AppError STORAGE_UNAVAILABLE, also when the record comes too late for its object
 */
export async function storeFile<Result>(
  deps: StoreFileDeps,
  file: ReceivedFile,
  examination: Examination,
  record: (version: DocumentVersion, transact: Transact) => Promise<Result>,
): Promise<Result> {
  const blobKey = blobKeyOf(file);
  const transact = inTime(deps);
  await deps.blobs.put(blobKey, file.ciphertextBytes, () => file.openCiphertext());
  try {
    const version: DocumentVersion = {
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
    };
    return await record(version, transact);
  } catch (error) {
    // The record may yet come to be: its object stays, and the sweep takes it when there is none in the end. The sweep
    // finds as well what cannot be removed now.
    if (!isUndecided(error)) await deps.blobs.delete(blobKey).catch(() => undefined);
    throw error;
  }
}

/**
 * Transactions that begin in time, by the wall clock and by one that nobody sets. One that has begun and then stands
 * still is ended by the server within its lifetime limit, a minute.
 */
function inTime({ clock, transact }: Pick<StoreFileDeps, 'clock' | 'transact'>): Transact {
  const begun = { wall: clock.now().getTime(), steady: performance.now() };
  return (work) =>
    transact((session) => {
      const elapsedMs = Math.max(clock.now().getTime() - begun.wall, performance.now() - begun.steady);
      if (elapsedMs > LONGEST_MS) {
        throw new AppError(
          'STORAGE_UNAVAILABLE',
          {},
          { cause: new Error('the object may be swept already') },
        );
      }
      return work(session);
    });
}
