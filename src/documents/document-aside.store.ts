import type { ClientSession, Model } from 'mongoose';
import type { StoredDocument } from './document.js';
import { documentOf } from './document-record.js';
import { ANY_SPELLING, BEHIND, type DocumentRecord, SAME_NUMBER } from './documents.model.js';

/** No owner has more copies of one paper looked at together. */
const MOST_COPIES = 20;

/** What owners hide from their lists, and copies of one paper. */
export function documentsAside(model: Model<DocumentRecord>) {
  /** What lay behind these papers, which go, comes into the list again. */
  const bringBackBehind = async (
    ownerId: string,
    ids: readonly string[],
    session?: ClientSession,
  ): Promise<void> => {
    await model
      .updateMany(
        { ownerId, 'aside.behind': { $in: [...ids] } },
        { $set: { aside: null } },
        { hint: BEHIND, ...(session ? { session } : {}) },
      )
      .exec();
  };

  return {
    /** False when her list has no such paper. */
    async putAside(ownerId: string, id: string, at: Date): Promise<boolean> {
      const found = await model
        .updateOne({ _id: id, ownerId, shown: true, aside: null }, { $set: { aside: { at, behind: null } } })
        .exec();
      return found.matchedCount === 1;
    },

    /** Puts copies behind a paper of the list, with what lay behind them. False when one of them is gone or changed. */
    async putBehind({ ownerId, kept, copies, at }: PutBehind, session: ClientSession): Promise<boolean> {
      const ids = copies.map(({ id }) => id);
      // Written, so that a deletion at the same time, which brings copies back, sees these or makes this fail.
      const stays = await model
        .updateOne(
          { ...asFound(kept), ownerId, shown: true, status: 'VALID', aside: null },
          { $inc: { copiesRevision: 1 } },
          { session },
        )
        .exec();
      const behind = { $set: { aside: { at, behind: kept.id } } };
      const moved = await model
        .updateMany(
          { $or: copies.map(asFound), ownerId, shown: true, status: 'VALID', aside: null },
          behind,
          { session },
        )
        .exec();
      await model
        .updateMany({ ownerId, 'aside.behind': { $in: [...ids] } }, behind, { session, hint: BEHIND })
        .exec();
      return stays.matchedCount === 1 && moved.matchedCount === ids.length;
    },

    /** Into the list again; false when it was not hidden. */
    async bringBack(ownerId: string, id: string): Promise<boolean> {
      const found = await model
        .updateOne(
          { _id: id, ownerId, shown: true, 'aside.at': { $exists: true } },
          { $set: { aside: null } },
        )
        .exec();
      return found.matchedCount === 1;
    },

    bringBackBehind,

    /** A paper that was merged with others stands alone again, and so do they that lay behind it. Hidden ones stay so. */
    async takeApart(ownerId: string, id: string, session: ClientSession): Promise<void> {
      await model
        .updateOne({ _id: id, ownerId, 'aside.behind': { $gt: '' } }, { $set: { aside: null } }, { session })
        .exec();
      await bringBackBehind(ownerId, [id], session);
    },

    /** Copies of a paper that lie behind it, newest first. */
    async behind(ownerId: string, id: string): Promise<StoredDocument[]> {
      const found = await model
        .find({ ownerId, 'aside.behind': id, shown: true })
        .sort({ _id: -1 })
        .hint(BEHIND)
        .limit(MOST_COPIES)
        .lean<DocumentRecord[]>()
        .exec();
      return found.map(documentOf);
    },

    /** Valid papers in the list with the same type and number, whatever their case and blanks; this one is among them. */
    async withNumber(ownerId: string, typeCode: string, number: string): Promise<StoredDocument[]> {
      const found = await model
        .find({ ownerId, number, typeCode, shown: true, status: 'VALID', aside: null })
        .collation(ANY_SPELLING)
        .hint(SAME_NUMBER)
        .limit(MOST_COPIES)
        .lean<DocumentRecord[]>()
        .exec();
      return found.map(documentOf);
    },
  };
}

/** A paper as it was when its copies were found. */
type Unchanged = Pick<StoredDocument, 'id' | 'factsRevision'>;

function asFound({ id, factsRevision }: Unchanged) {
  return { _id: id, factsRevision };
}

interface PutBehind {
  readonly ownerId: string;
  readonly kept: Unchanged;
  readonly copies: readonly Unchanged[];
  readonly at: Date;
}
