import { Readable } from 'node:stream';
import type { ContentFacts, Settled } from '../../http/content.js';
import { AppError } from '../../platform/app-error.js';
import type { BlobStore } from '../../storage/blob-store.js';
import type { ObjectEncryption } from '../../storage/object-encryption.js';
import { sliceStream } from '../../storage/plaintext-range.js';
import { type DocumentVersion, downloadName, type StoredDocument, type StoredObject } from '../document.js';

/**
 * Opens the plaintext of a version. Who may read is settled and logged by the caller before.
 * @throws AppError STORAGE_UNAVAILABLE; CONTENT_DAMAGED when the object is missing, changed, shortened or another's;
 *   DOCUMENT_NOT_FOUND when the document was deleted since its record was read
 */
export type OpenVersion = (
  document: Pick<StoredDocument, 'id' | 'ownerId'>,
  version: DocumentVersion,
  settled?: Settled,
) => Promise<Readable>;

export function makeOpenVersion(deps: {
  blobs: BlobStore;
  encryption: ObjectEncryption;
  /** Where a version's object lies by its record as it is now; null when its document is deleted. */
  locate: (documentId: string, version: number) => Promise<StoredObject | null>;
}): OpenVersion {
  const { blobs, encryption, locate } = deps;
  return async (document, version, settled = { kind: 'whole' }) => {
    const binding = { ownerId: document.ownerId, documentId: document.id, version: version.version };
    let { blobKey, storedBytes } = version;
    let object = await blobs.get(blobKey);
    if (!object) {
      // It may have been encrypted anew, under another object key, since the caller read the record.
      const now = await locate(binding.documentId, binding.version);
      if (!now) throw new AppError('DOCUMENT_NOT_FOUND');
      if (now.blobKey !== blobKey) {
        ({ blobKey, storedBytes } = now);
        object = await blobs.get(blobKey);
      }
    }
    if (!object) throw new AppError('CONTENT_DAMAGED');
    const plaintext = encryption.decrypt(object.stream, { binding, storedBytes });
    return settled.kind === 'part' ? sliceStream(plaintext, settled.range) : plaintext;
  };
}

/** A version's plaintext that is opened once somebody reads it: what waits for its turn holds no connection to the store. */
export function openWhenRead(
  openVersion: OpenVersion,
  document: Pick<StoredDocument, 'id' | 'ownerId'>,
  version: DocumentVersion,
): () => Readable {
  const plaintext = async function* () {
    yield* (await openVersion(document, version)) as AsyncIterable<Buffer>;
  };
  return () => Readable.from(plaintext(), { objectMode: false });
}

/** What a content answer says of a version. */
export function contentFactsOf(version: DocumentVersion): ContentFacts {
  return {
    sha256: version.sha256,
    sizeBytes: version.sizeBytes,
    mediaType: version.mediaType,
    downloadName: downloadName(version),
  };
}
