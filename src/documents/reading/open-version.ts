import type { Readable } from 'node:stream';
import type { ContentFacts, Settled } from '../../http/content.js';
import { AppError } from '../../platform/app-error.js';
import type { BlobStore } from '../../storage/blob-store.js';
import type { ObjectEncryption } from '../../storage/object-encryption.js';
import { sliceStream } from '../../storage/plaintext-range.js';
import { type DocumentVersion, downloadName, type StoredDocument } from '../document.js';

/**
 * Opens the plaintext of a version. Who may read is settled and logged by the caller before.
 * @throws AppError STORAGE_UNAVAILABLE; CONTENT_DAMAGED when the object is missing, changed, shortened or another's
 */
export type OpenVersion = (
  document: Pick<StoredDocument, 'id' | 'ownerId'>,
  version: DocumentVersion,
  settled?: Settled,
) => Promise<Readable>;

export function makeOpenVersion(deps: { blobs: BlobStore; encryption: ObjectEncryption }): OpenVersion {
  return async (document, version, settled = { kind: 'whole' }) => {
    const object = await deps.blobs.get(version.blobKey);
    if (!object) throw new AppError('CONTENT_DAMAGED');
    const binding = { ownerId: document.ownerId, documentId: document.id, version: version.version };
    const plaintext = deps.encryption.decrypt(object.stream, { binding, storedBytes: version.storedBytes });
    return settled.kind === 'part' ? sliceStream(plaintext, settled.range) : plaintext;
  };
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
