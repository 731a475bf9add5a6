import { fold } from '../platform/fold.js';
import type { StoredDocument } from './document.js';
import type { DocumentRecord } from './documents.model.js';

/** A document as it is kept, with what only queries need. */
export function recordOf({ id, ...rest }: StoredDocument): DocumentRecord {
  return {
    _id: id,
    ...rest,
    titleFolded: fold(rest.title),
    ...(rest.source === 'OWN_UPLOAD' ? { livingUpload: true as const } : {}),
    ...(rest.versions.some((version) => version.scan.state === 'NOT_SCANNED')
      ? { pendingScan: true as const }
      : {}),
  };
}

/** A record as the rest of the program reads it. */
export function documentOf(record: DocumentRecord): StoredDocument {
  const {
    _id,
    titleFolded: _folded,
    livingUpload: _living,
    pendingRemoval: _removal,
    pendingScan: _scan,
    copiesRevision: _copies,
    ...rest
  } = record;
  return { id: _id, ...rest };
}

export function one(record: DocumentRecord | null): StoredDocument | null {
  return record ? documentOf(record) : null;
}
