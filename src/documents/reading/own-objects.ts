import type { Readable } from 'node:stream';
import { currentVersionOf, type DocumentVersion, downloadName, type StoredDocument } from '../document.js';
import type { DocumentsStore } from '../documents.store.js';
import type { OpenVersion } from './open-version.js';

/** Something stored of a version, as its owner may take it along. */
export interface OwnObject {
  /** As it was sent, with the ending that fits. */
  readonly fileName: string;
  readonly sizeBytes: number;
  /** Of the plaintext, hex. */
  readonly sha256: string;
  readonly scan: DocumentVersion['scan'];
  /** @throws AppError STORAGE_UNAVAILABLE, CONTENT_DAMAGED, DOCUMENT_NOT_FOUND; the stream fails with the same */
  open(): Promise<Readable>;
}

/** Everything that is stored of a version. Who may read is settled and logged by the caller before. */
export type ObjectsOf = (document: StoredDocument, version: DocumentVersion) => Promise<readonly OwnObject[]>;

export function makeObjectsOf(deps: {
  openVersion: OpenVersion;
  /** Photos that the first version was made of. */
  documents: Pick<DocumentsStore, 'photosOf'>;
}): ObjectsOf {
  const objectOf = (document: StoredDocument, version: DocumentVersion): OwnObject => ({
    fileName: downloadName(version),
    sizeBytes: version.sizeBytes,
    sha256: version.sha256,
    scan: version.scan,
    open: () => deps.openVersion(document, version),
  });
  return async (document, version) => {
    const whole = objectOf(document, version);
    if (version.version !== 1 || version.mediaType !== 'application/pdf') return [whole];
    const photos = await deps.documents.photosOf(document.ownerId, document.id);
    return [whole, ...photos.map((photo) => objectOf(photo, currentVersionOf(photo)))];
  };
}
