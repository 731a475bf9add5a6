import { BSON, type Document } from 'mongodb';

/** A document's record in a backup, as far as backup and restore look into it. */
export interface BackedUpDocument {
  readonly id: string;
  readonly ownerId: string;
  readonly state: 'KEPT' | 'GONE';
  readonly versions: readonly { readonly blobKey: string; readonly keyId: string }[];
  /** What it takes of its owner's space. */
  readonly taken: { readonly bytes: number; readonly documents: number };
}

/** @param record the BSON bytes of a record of the collection `documents`, or the record itself */
export function readDocumentRecord(record: Buffer | Document): BackedUpDocument {
  // Written by this program alone, in the shape of its model.
  const found = (Buffer.isBuffer(record) ? BSON.deserialize(record) : record) as {
    _id: string;
    ownerId: string;
    status: string;
    source: string;
    deletedAt: Date | null;
    versions: { blobKey: string; keyId: string; sizeBytes: number }[];
  };
  const living = found.deletedAt === null;
  const counts = living && found.source === 'OWN_UPLOAD';
  const takesSpace = living && (found.source === 'OWN_UPLOAD' || found.source === 'PHOTO_PAGE');
  return {
    id: found._id,
    ownerId: found.ownerId,
    state: found.status === 'DELETED' ? 'GONE' : 'KEPT',
    versions: found.versions,
    taken: {
      bytes: takesSpace ? found.versions.reduce((sum, version) => sum + version.sizeBytes, 0) : 0,
      documents: counts ? 1 : 0,
    },
  };
}

/** The `_id` of each record. */
export async function idsOf(records: AsyncIterable<Buffer>): Promise<unknown[]> {
  const ids = [];
  for await (const record of records) ids.push(BSON.deserialize(record)['_id'] as unknown);
  return ids;
}
