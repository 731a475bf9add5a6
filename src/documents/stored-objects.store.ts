import type { Connection } from 'mongoose';
import type { DocumentVersion, StoredDocument, StoredObject } from './document.js';
import { type DocumentRecord, makeDocumentModel } from './documents.model.js';

/** One version as the operators' tools look at it: no names, no titles. */
export type RecordedVersion = StoredObject & Pick<DocumentVersion, 'version' | 'sha256' | 'sizeBytes'>;

/** A document's stored objects. */
export interface RecordedObjects {
  readonly id: string;
  readonly ownerId: string;
  /** GONE: deleted; its objects are removed or about to be. */
  readonly state: 'KEPT' | 'GONE';
  readonly versions: readonly RecordedVersion[];
}

export type StoredObjectsStore = ReturnType<typeof makeStoredObjectsStore>;

const PAGE = 500;
const fields = {
  ownerId: 1,
  status: 1,
  'versions.version': 1,
  'versions.blobKey': 1,
  'versions.storedBytes': 1,
  'versions.keyId': 1,
  'versions.sha256': 1,
  'versions.sizeBytes': 1,
};

/** Documents by their objects, for all owners: for the operators' tools alone, never for a person's request. */
export function makeStoredObjectsStore(connection: Connection) {
  const model = makeDocumentModel(connection);
  return {
    /**
     * All documents in the order of owner and id. Page by page with a bounded memory, each page a query of its own, so that
     * it may last for days; it is no snapshot.
     */
    async *inKeyOrder(): AsyncGenerator<RecordedObjects> {
      let last = '';
      for (;;) {
        const page = await read({ ownerId: { $gt: last } });
        const [end] = page.slice(-1);
        if (!end) return;
        const whole = page.length < PAGE ? page : page.filter((one) => one.ownerId !== end.ownerId);
        // One owner with more documents than a page holds: hers are read to the end at once.
        const next = whole.length > 0 ? whole : await read({ ownerId: end.ownerId }, 0);
        yield* next.toSorted(byOwnerAndId);
        last = next.at(-1)?.ownerId ?? end.ownerId;
      }
    },

    async byId(id: string): Promise<RecordedObjects | null> {
      const found = await model.findById(id, fields).lean<DocumentRecord>().exec();
      return found && objectsOf(found);
    },

    /** Where a version's object lies now; null when its document is deleted. */
    async locate(id: string, version: number): Promise<RecordedVersion | null> {
      const found = await model.findOne({ _id: id, status: kept }, fields).lean<DocumentRecord>().exec();
      return found?.versions.find((one) => one.version === version) ?? null;
    },

    /** At most `limit` kept documents with a version under the key, ids above `after`, in id order. */
    async underKey(keyId: string, after: string, limit: number): Promise<RecordedObjects[]> {
      const found = await model
        .find({ 'versions.keyId': keyId, _id: { $gt: after }, status: kept }, fields)
        .sort({ _id: 1 })
        .limit(limit)
        .lean<DocumentRecord[]>()
        .exec();
      return found.map(objectsOf);
    },

    /** Whether any kept document has a version under the key. */
    async anyUnderKey(keyId: string): Promise<boolean> {
      const found = await model
        .findOne({ 'versions.keyId': keyId, status: kept }, { _id: 1 })
        .lean<{ _id: string }>()
        .exec();
      return found !== null;
    },

    /** A key that records name and that is none of these; null when there is none. One index look-up for each gap. */
    async keyBesides(known: readonly string[]): Promise<string | null> {
      const sorted = ['', ...known.toSorted()];
      for (const [index, above] of sorted.entries()) {
        const below = sorted[index + 1];
        const between = { $gt: above, ...(below === undefined ? {} : { $lt: below }) };
        const found = await model
          .findOne({ versions: { $elemMatch: { keyId: between } }, status: kept }, { versions: 1 })
          .lean<Pick<DocumentRecord, 'versions'>>()
          .exec();
        const version = found?.versions.find(({ keyId }) => keyId !== '' && !known.includes(keyId));
        if (version) return version.keyId;
      }
      return null;
    },

    /** Puts a version's object in the place of another, where the record still names that one and is no deleted one. */
    async switchObject(id: string, version: number, from: string, to: StoredObject): Promise<boolean> {
      const done = await model
        .updateOne(
          { _id: id, status: kept, versions: { $elemMatch: { version, blobKey: from } } },
          {
            $set: {
              'versions.$.blobKey': to.blobKey,
              'versions.$.storedBytes': to.storedBytes,
              'versions.$.keyId': to.keyId,
            },
          },
        )
        .exec();
      return done.matchedCount === 1;
    },
  };

  async function read(filter: Record<string, unknown>, limit = PAGE): Promise<RecordedObjects[]> {
    const found = await model
      .find(filter, fields)
      .sort({ ownerId: 1 })
      .limit(limit)
      .lean<DocumentRecord[]>()
      .exec();
    return found.map(objectsOf);
  }
}

const kept = { $in: ['VALID', 'HIDDEN', 'REVOKED'] satisfies StoredDocument['status'][] };

function byOwnerAndId(a: RecordedObjects, b: RecordedObjects): number {
  if (a.ownerId !== b.ownerId) return a.ownerId < b.ownerId ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

function objectsOf({ _id: id, ownerId, status, versions }: DocumentRecord): RecordedObjects {
  return { id, ownerId, state: status === 'DELETED' ? 'GONE' : 'KEPT', versions };
}
