import type { ClientSession, Connection, Model } from 'mongoose';
import { fold } from '../platform/fold.js';
import { isDuplicateKey } from '../platform/mongo-model.js';
import { endOfSoon, type StoredDocument } from './document.js';
import { documentsAside } from './document-aside.store.js';
import { documentChanges } from './document-changes.store.js';
import { documentOf, one, recordOf } from './document-record.js';
import { documentResults } from './document-results.store.js';
import { documentUpkeep } from './document-upkeep.store.js';
import { type DocumentRecord, makeDocumentModel, UNIQUE_LIVING_HASH } from './documents.model.js';
import { photoPages } from './photos/photo-pages.store.js';
import { AlreadyThere, SameBytes } from './same-bytes.js';

export interface DocumentQuery {
  readonly ownerId: string;
  /** Words to find in the title, as typed. */
  readonly q?: string | undefined;
  readonly typeCode?: string | undefined;
  /** Of these types only. */
  readonly typeCodes?: readonly string[] | undefined;
  readonly status?: 'VALID' | 'EXPIRING' | 'EXPIRED' | 'REVOKED' | undefined;
  /** Absent: also what is hidden from the lists. */
  readonly aside?: 'NOT' | 'ONLY' | undefined;
  /** Today as a date of law, for EXPIRED and EXPIRING. */
  readonly today: string;
  /** Only documents older than this id. */
  readonly before?: string | undefined;
  readonly limit: number;
}

export type DocumentsStore = ReturnType<typeof makeDocumentsStore>;

/** Every read and every atomic change of documents. Plain objects out; conditions stand in the filters. */
export function makeDocumentsStore(connection: Connection) {
  const model = makeDocumentModel(connection);
  return {
    ...documentLookUps(model),
    ...documentChanges(model),
    ...documentsAside(model),
    ...documentUpkeep(model),
    ...documentResults(model),
    ...photoPages(model),
  };
}

function documentLookUps(model: Model<DocumentRecord>) {
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
      typeCodes,
      status,
      aside,
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
          ...typeFilter(typeCode, typeCodes),
          ...statusFilter(status, today),
          ...(aside === undefined ? {} : { aside: aside === 'NOT' ? null : { $ne: null } }),
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
        .find({ ownerId, shown: false, deletedAt: null, source: { $ne: 'PHOTO_PAGE' } }, { _id: 1 })
        .limit(1000)
        .lean<{ _id: string }[]>()
        .exec();
      return found.map((record) => record._id);
    },
  };
}

function typeFilter(
  wanted: string | undefined,
  allowed: readonly string[] | undefined,
): Record<string, unknown> {
  if (allowed === undefined) return wanted === undefined ? {} : { typeCode: wanted };
  return { typeCode: { $in: allowed.filter((code) => wanted === undefined || code === wanted) } };
}

function statusFilter(status: DocumentQuery['status'], today: string): Record<string, unknown> {
  switch (status) {
    case undefined:
      return {};
    case 'EXPIRED':
      return { status: 'VALID', validTo: { $ne: null, $lt: today } };
    case 'EXPIRING':
      return { status: 'VALID', validTo: { $gte: today, $lte: endOfSoon(today) } };
    case 'VALID':
      return { status: 'VALID', $or: [{ validTo: null }, { validTo: { $gte: today } }] };
    case 'REVOKED':
      return { status: 'REVOKED' };
  }
}

function escapeRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
