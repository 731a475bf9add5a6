import type { ClientSession, Connection } from 'mongoose';
import { fold } from '../platform/fold.js';
import { isDuplicateKey } from '../platform/mongo-model.js';
import type {
  ComparedBy,
  DocumentFacts,
  DocumentVersion,
  ScanResult,
  StoredDocument,
  StoredStatus,
} from './document.js';
import { type DocumentRecord, makeDocumentModel, UNIQUE_LIVING_HASH } from './documents.model.js';

export interface DocumentQuery {
  readonly ownerId: string;
  /** Words to find in the title, as typed. */
  readonly q?: string | undefined;
  readonly typeCode?: string | undefined;
  readonly status?: 'VALID' | 'EXPIRED' | 'REVOKED' | undefined;
  /** Today as a date of law, for EXPIRED. */
  readonly today: string;
  /** Only documents older than this id. */
  readonly before?: string | undefined;
  readonly limit: number;
}

/** A second living own upload with the same bytes. */
export class SameBytes extends Error {
  override readonly name = 'SameBytes';
}
/** A document with this id is there already: a retry after a lost answer. */
export class AlreadyThere extends Error {
  override readonly name = 'AlreadyThere';
}

export type DocumentsStore = ReturnType<typeof makeDocumentsStore>;

/** Every read and every atomic change of documents. Plain objects out; conditions stand in the filters. */
export function makeDocumentsStore(connection: Connection) {
  const model = makeDocumentModel(connection);
  return {
    /** @throws SameBytes, AlreadyThere */
    async insert(document: StoredDocument, session: ClientSession): Promise<void> {
      try {
        await model.create([recordOf(document)], { session });
      } catch (error) {
        if (isDuplicateKey(error, UNIQUE_LIVING_HASH)) throw new SameBytes();
        if (isDuplicateKey(error, '_id_')) throw new AlreadyThere();
        throw error;
      }
    },

    async isEmpty(): Promise<boolean> {
      return (await model.findOne({}, { _id: 1 }).lean().exec()) === null;
    },

    /** With `session` as that transaction sees it, which may be ahead of what others read. */
    async byId(id: string, session?: ClientSession): Promise<StoredDocument | null> {
      return one(
        await model
          .findById(id)
          .session(session ?? null)
          .lean<DocumentRecord>()
          .exec(),
      );
    },

    /** A document that its owner may see. */
    async ofOwner(ownerId: string, id: string): Promise<StoredDocument | null> {
      return one(await model.findOne({ _id: id, ownerId, shown: true }).lean<DocumentRecord>().exec());
    },

    async livingUploadByHash(ownerId: string, sha256: string): Promise<StoredDocument | null> {
      return one(
        await model
          .findOne({ ownerId, 'versions.sha256': sha256, livingUpload: true })
          .lean<DocumentRecord>()
          .exec(),
      );
    },

    /** At most `limit + 1`, newest first. */
    async list({
      ownerId,
      q,
      typeCode,
      status,
      today,
      before,
      limit,
    }: DocumentQuery): Promise<StoredDocument[]> {
      const words = q === undefined ? [] : fold(q).split(' ').filter(Boolean);
      const found = await model
        .find({
          ownerId,
          shown: true,
          ...(before === undefined ? {} : { _id: { $lt: before } }),
          ...(typeCode === undefined ? {} : { typeCode }),
          ...statusFilter(status, today),
          ...(words.length === 0
            ? {}
            : { $and: words.map((word) => ({ titleFolded: { $regex: escapeRegex(word) } })) }),
        })
        .sort({ _id: -1 })
        // Named, so that no filter lets the planner sort in memory.
        .hint({ ownerId: 1, shown: 1, _id: -1 })
        .limit(limit + 1)
        .lean<DocumentRecord[]>()
        .exec();
      return found.map(documentOf);
    },

    /** Living documents of an owner of some types, newest first, for matching. Bounded. */
    async ofTypes(ownerId: string, typeCodes: readonly string[]): Promise<StoredDocument[]> {
      const found = await model
        .find({ ownerId, typeCode: { $in: [...typeCodes] }, status: 'VALID', shown: true })
        .sort({ typeCode: 1, status: 1, _id: -1 })
        .limit(2000)
        .lean<DocumentRecord[]>()
        .exec();
      return found.map(documentOf);
    },

    /** Documents of an owner that she may not know of yet. */
    async idsNotShown(ownerId: string): Promise<string[]> {
      const found = await model
        .find({ ownerId, shown: false, deletedAt: null }, { _id: 1 })
        .limit(1000)
        .lean<{ _id: string }[]>()
        .exec();
      return found.map((record) => record._id);
    },

    /** Null unless `currentVersion` is still the one before. @throws SameBytes */
    async pushVersion(
      where: { readonly ownerId: string; readonly id: string },
      version: DocumentVersion,
      session: ClientSession,
    ): Promise<StoredDocument | null> {
      try {
        return one(
          await model
            .findOneAndUpdate(
              {
                _id: where.id,
                ownerId: where.ownerId,
                currentVersion: version.version - 1,
                livingUpload: true,
              },
              {
                $push: { versions: version },
                $set: {
                  currentVersion: version.version,
                  ...(version.scan.state === 'NOT_SCANNED' ? { pendingScan: true } : {}),
                },
              },
              { session, returnDocument: 'after' },
            )
            .lean<DocumentRecord>()
            .exec(),
        );
      } catch (error) {
        if (isDuplicateKey(error, UNIQUE_LIVING_HASH)) throw new SameBytes();
        throw error;
      }
    },

    async setTitle(ownerId: string, id: string, title: string): Promise<StoredDocument | null> {
      return one(
        await model
          .findOneAndUpdate(
            { _id: id, ownerId, shown: true },
            { $set: { title, titleFolded: fold(title) } },
            { returnDocument: 'after' },
          )
          .lean<DocumentRecord>()
          .exec(),
      );
    },

    /** Null once someone vouches for the facts. */
    async setFacts(
      ownerId: string,
      id: string,
      change: { readonly title: string; readonly facts: DocumentFacts; readonly revision: number },
    ): Promise<StoredDocument | null> {
      return one(
        await model
          .findOneAndUpdate(
            {
              _id: id,
              ownerId,
              livingUpload: true,
              factsRevision: change.revision,
              'versions.comparedBy.officerId': { $exists: false },
            },
            {
              $set: { ...change.facts, title: change.title, titleFolded: fold(change.title) },
              $inc: { factsRevision: 1 },
            },
            { returnDocument: 'after' },
          )
          .lean<DocumentRecord>()
          .exec(),
      );
    },

    /** Null when the version is gone or its facts changed since `revision`. */
    async setCompared(
      where: { readonly id: string; readonly version: number; readonly revision: number },
      comparedBy: ComparedBy,
      raise: boolean,
      session: ClientSession,
    ): Promise<StoredDocument | null> {
      return one(
        await model
          .findOneAndUpdate(
            {
              _id: where.id,
              status: 'VALID',
              shown: true,
              factsRevision: where.revision,
              'versions.version': where.version,
            },
            {
              $set: {
                'versions.$.comparedBy': comparedBy,
                ...(raise ? { 'versions.$.trustClass': 'PHOTO_COMPARED' } : {}),
              },
            },
            { session, returnDocument: 'after' },
          )
          .lean<DocumentRecord>()
          .exec(),
      );
    },

    /** Counts a citation by an open dossier; false when the document is deleted or revoked. */
    async countCitation(id: string, session: ClientSession): Promise<boolean> {
      const found = await model
        .updateOne(
          { _id: id, status: 'VALID', deletedAt: null },
          { $inc: { 'citations.open': 1 } },
          { session },
        )
        .exec();
      return found.matchedCount === 1;
    },

    /** A dossier that cites these documents was closed. One entry per citation. */
    async closeCitations(ids: readonly string[], session: ClientSession): Promise<void> {
      for (const id of ids) {
        await model
          .updateOne({ _id: id }, { $inc: { 'citations.open': -1, 'citations.closed': 1 } }, { session })
          .exec();
      }
    },

    /** Removes an own upload from its owner's sight, unless an open dossier cites it. Null when it cannot be. */
    async markDeleted(
      ownerId: string,
      id: string,
      at: Date,
      session: ClientSession,
    ): Promise<StoredDocument | null> {
      const living = { _id: id, ownerId, shown: true, source: 'OWN_UPLOAD' as const, 'citations.open': 0 };
      const gone = { shown: false, deletedAt: at };
      const removed = await model
        .findOneAndUpdate(
          { ...living, 'citations.closed': 0 },
          {
            $set: { ...gone, status: 'DELETED', pendingRemoval: true },
            $unset: { livingUpload: 1, pendingScan: 1 },
          },
          { session, returnDocument: 'after' },
        )
        .lean<DocumentRecord>()
        .exec();
      if (removed) return documentOf(removed);
      return one(
        await model
          .findOneAndUpdate(
            { ...living, 'citations.closed': { $gt: 0 } },
            { $set: gone, $unset: { livingUpload: 1 } },
            { session, returnDocument: 'after' },
          )
          .lean<DocumentRecord>()
          .exec(),
      );
    },

    async pendingRemovals(limit: number): Promise<StoredDocument[]> {
      const found = await model
        .find({ pendingRemoval: true })
        .sort({ pendingRemoval: 1, _id: 1 })
        .limit(limit)
        .lean<DocumentRecord[]>()
        .exec();
      return found.map(documentOf);
    },

    /** The objects are gone: what stays is a tombstone with hashes and times. */
    async reduceToTombstone(id: string): Promise<void> {
      await model
        .updateOne(
          { _id: id, status: 'DELETED' },
          {
            $set: {
              title: '',
              titleFolded: '',
              number: null,
              issuer: null,
              'versions.$[].fileName': '',
              // No object is left, so nothing refers to its key any more.
              'versions.$[].keyId': '',
            },
            $unset: { pendingRemoval: 1 },
          },
        )
        .exec();
    },

    async pendingScans(limit: number, after = ''): Promise<StoredDocument[]> {
      const found = await model
        .find({ pendingScan: true, _id: { $gt: after } })
        .sort({ pendingScan: 1, _id: 1 })
        .limit(limit)
        .lean<DocumentRecord[]>()
        .exec();
      return found.map(documentOf);
    },

    async setScan(id: string, version: number, scan: ScanResult): Promise<void> {
      await model
        .updateOne(
          { _id: id, versions: { $elemMatch: { version, 'scan.state': 'NOT_SCANNED' } } },
          { $set: { 'versions.$.scan': scan } },
        )
        .exec();
      await model
        .updateOne({ _id: id, 'versions.scan.state': { $ne: 'NOT_SCANNED' } }, { $unset: { pendingScan: 1 } })
        .exec();
    },

    /** Shows a result to its owner; null when it is not a hidden one. */
    async release(id: string, at: Date, session: ClientSession): Promise<StoredDocument | null> {
      return one(
        await model
          .findOneAndUpdate(
            { _id: id, status: 'HIDDEN' },
            [{ $set: { status: 'VALID', shown: { $not: ['$heldBack'] }, 'deposit.releasedAt': at } }],
            { session, returnDocument: 'after', updatePipeline: true },
          )
          .lean<DocumentRecord>()
          .exec(),
      );
    },

    /** Null when it is revoked already. */
    async revoke(id: string, session: ClientSession): Promise<StoredDocument | null> {
      return one(
        await model
          .findOneAndUpdate(
            { _id: id, source: 'RESULT', status: { $in: ['VALID', 'HIDDEN'] satisfies StoredStatus[] } },
            { $set: { status: 'REVOKED' } },
            { session, returnDocument: 'after' },
          )
          .lean<DocumentRecord>()
          .exec(),
      );
    },

    /** Results that came in for an owner, for the identity check. */
    async deposits(ownerId: string): Promise<StoredDocument[]> {
      const found = await model
        .find({ ownerId, source: 'RESULT' })
        .limit(2000)
        .lean<DocumentRecord[]>()
        .exec();
      return found.map(documentOf);
    },

    async holdBack(ids: readonly string[]): Promise<void> {
      await model.updateMany({ _id: { $in: [...ids] } }, { $set: { heldBack: true, shown: false } }).exec();
    },

    /** What is held back, oldest first: at most `limit + 1`, after the id `after`. */
    async held(after: string | undefined, limit: number): Promise<StoredDocument[]> {
      const found = await model
        .find({ heldBack: true, ...(after === undefined ? {} : { _id: { $gt: after } }) })
        .sort({ heldBack: 1, _id: 1 })
        .limit(limit + 1)
        .lean<DocumentRecord[]>()
        .exec();
      return found.map(documentOf);
    },

    /** An inspector has looked: the paper is this owner's. Null when it was not held back. */
    async letThrough(id: string): Promise<StoredDocument | null> {
      return one(
        await model
          .findOneAndUpdate(
            { _id: id, heldBack: true },
            [
              {
                $set: {
                  heldBack: false,
                  typedIdentity: null,
                  // Revoked before it was handed over, it stays unseen.
                  shown: { $ne: [{ $ifNull: ['$deposit.releasedAt', null] }, null] },
                },
              },
            ],
            { returnDocument: 'after', updatePipeline: true },
          )
          .lean<DocumentRecord>()
          .exec(),
      );
    },
  };
}

function statusFilter(status: DocumentQuery['status'], today: string): Record<string, unknown> {
  switch (status) {
    case undefined:
      return {};
    case 'EXPIRED':
      return { status: 'VALID', validTo: { $ne: null, $lt: today } };
    case 'VALID':
      return { status: 'VALID', $or: [{ validTo: null }, { validTo: { $gte: today } }] };
    case 'REVOKED':
      return { status: 'REVOKED' };
  }
}

function one(record: DocumentRecord | null): StoredDocument | null {
  return record ? documentOf(record) : null;
}

function escapeRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function recordOf({ id, ...rest }: StoredDocument): DocumentRecord {
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

function documentOf(record: DocumentRecord): StoredDocument {
  const {
    _id,
    titleFolded: _folded,
    livingUpload: _living,
    pendingRemoval: _removal,
    pendingScan: _scan,
    ...rest
  } = record;
  return { id: _id, ...rest };
}
