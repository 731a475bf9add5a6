import type { Readable } from 'node:stream';
import { type DocumentVersion, downloadName, type StoredDocument } from '../document.js';
import type { OpenVersion } from './open-version.js';

/** Something stored of a version, as its owner may take it along. */
export interface OwnObject {
  /** As it was sent, with the ending that fits. */
  readonly fileName: string;
  readonly sizeBytes: number;
  /** Of the plaintext, hex. */
  readonly sha256: string;
  /** @throws AppError STORAGE_UNAVAILABLE, CONTENT_DAMAGED; the stream fails with the same */
  open(): Promise<Readable>;
}

/** Everything that is stored of a version. Who may read is settled and logged by the caller before. */
export type ObjectsOf = (document: StoredDocument, version: DocumentVersion) => readonly OwnObject[];

export function makeObjectsOf({ openVersion }: { openVersion: OpenVersion }): ObjectsOf {
  return (document, version) => [
    {
      fileName: downloadName(version),
      sizeBytes: version.sizeBytes,
      sha256: version.sha256,
      open: () => openVersion(document, version),
    },
  ];
}
