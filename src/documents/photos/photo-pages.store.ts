import type { ClientSession, Model } from 'mongoose';
import { MOST_PHOTOS, type PhotoPart, type StoredDocument } from '../document.js';
import { documentOf } from '../document-record.js';
import { type DocumentRecord, UNSAVED_PHOTOS } from '../documents.model.js';

const living = { source: 'PHOTO_PAGE', deletedAt: null } as const;
const gone = { status: 'DELETED', pendingRemoval: true } as const;
const byOrder = { ownerId: 1, 'photo.of': 1, 'photo.order': 1 } as const;

/** One photo, where it belongs. */
export interface PhotoPlace {
  readonly ownerId: string;
  readonly of: string;
  readonly id: string;
}

interface PhotoSizes {
  readonly bytes: number;
  readonly ids: readonly string[];
}

/** Photos that are pages of a document, or will be: conditions stand in the filters. */
export function photoPages(model: Model<DocumentRecord>) {
  return {
    /** In the order of their pages. */
    async photosOf(ownerId: string, of: string, session?: ClientSession): Promise<StoredDocument[]> {
      const found = await model
        .find({ ...living, ownerId, 'photo.of': of })
        .sort({ 'photo.order': 1 })
        .hint(byOrder)
        .limit(MOST_PHOTOS)
        .session(session ?? null)
        .lean<DocumentRecord[]>()
        .exec();
      return found.map(documentOf);
    },

    /** How many of an owner's photos are not yet part of a document; no more are counted than `most`. */
    async countUnsaved(ownerId: string, most: number, session: ClientSession): Promise<number> {
      return model
        .countDocuments({ ...living, ownerId, 'photo.joined': false })
        .hint(UNSAVED_PHOTOS)
        .limit(most)
        .session(session)
        .exec();
    },

    /** Under which id an owner last put in a photo that is not yet part of a document. */
    async newestUnsaved(ownerId: string): Promise<string | null> {
      const found = await model
        .findOne({ ...living, ownerId, 'photo.joined': false })
        .sort({ _id: -1 })
        .hint(UNSAVED_PHOTOS)
        .lean<DocumentRecord>()
        .exec();
      return found?.photo?.of ?? null;
    },

    /** What a document's photos take, and which they are. */
    async photoSizesOf(ownerId: string, of: string, session: ClientSession): Promise<PhotoSizes> {
      const found = await model
        .find({ ...living, ownerId, 'photo.of': of }, { 'versions.sizeBytes': 1 })
        .hint(byOrder)
        .session(session)
        .lean<DocumentRecord[]>()
        .exec();
      return { bytes: bytesOf(found), ids: found.map(({ _id }) => _id) };
    },

    /** Of a page that is still being arranged; false when it is not. */
    async arrangePhoto(
      where: PhotoPlace,
      change: Partial<Pick<PhotoPart, 'turn' | 'crop' | 'order'>>,
      session?: ClientSession,
    ): Promise<boolean> {
      const set = Object.fromEntries(Object.entries(change).map(([name, value]) => [`photo.${name}`, value]));
      const { matchedCount } = await model
        .updateOne(arrangeable(where), { $set: set }, session ? { session } : {})
        .exec();
      return matchedCount === 1;
    },

    /** Marks a page that is still being arranged as deleted. @returns its bytes; null when there is none */
    async dropPhoto(where: PhotoPlace, at: Date, session: ClientSession): Promise<number | null> {
      const found = await model
        .findOneAndUpdate(
          arrangeable(where),
          { $set: { ...gone, deletedAt: at }, $unset: { pendingScan: 1 } },
          { session, returnDocument: 'after' },
        )
        .lean<DocumentRecord>()
        .exec();
      return found && bytesOf([found]);
    },

    /** Binds pages to the document made of them. @returns how many were still free */
    async joinPhotos(
      ownerId: string,
      of: string,
      ids: readonly string[],
      session: ClientSession,
    ): Promise<number> {
      const { modifiedCount } = await model
        .updateMany(
          { ...living, _id: { $in: [...ids] }, ownerId, 'photo.of': of, 'photo.joined': false },
          { $set: { 'photo.joined': true } },
          { session },
        )
        .exec();
      return modifiedCount;
    },

    /** With the document that they were made into. */
    async markPhotosDeleted(ids: readonly string[], at: Date, session: ClientSession): Promise<void> {
      if (ids.length === 0) return;
      await model
        .updateMany(
          { ...living, _id: { $in: [...ids] } },
          { $set: { ...gone, deletedAt: at }, $unset: { pendingScan: 1 } },
          { session },
        )
        .exec();
    },

    /** Photos that were put in before an instant and never became a document. */
    async forgottenPhotos(before: Date, limit: number): Promise<StoredDocument[]> {
      const found = await model
        .find({ ...living, 'photo.joined': false, createdAt: { $lt: before } })
        .hint({ 'photo.joined': 1, createdAt: 1 })
        .limit(limit)
        .lean<DocumentRecord[]>()
        .exec();
      return found.map(documentOf);
    },
  };
}

function arrangeable({ id, ownerId, of }: PhotoPlace) {
  return { ...living, _id: id, ownerId, 'photo.of': of, 'photo.joined': false };
}

function bytesOf(found: readonly Pick<DocumentRecord, 'versions'>[]): number {
  return found.flatMap(({ versions }) => versions).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}
