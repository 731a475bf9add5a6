import type { ClientSession, Model } from 'mongoose';
import type { StoredDocument, StoredStatus } from './document.js';
import { documentOf, one } from './document-record.js';
import { type DocumentRecord } from './documents.model.js';

/** Results of agencies: shown, revoked, held back for an inspector. */
export function documentResults(model: Model<DocumentRecord>) {
  return {
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

    /** Takes a result out of sight because its owner says it is not hers; null when she has no such result. */
    async disown(
      ownerId: string,
      id: string,
      at: Date,
      session: ClientSession,
    ): Promise<StoredDocument | null> {
      return one(
        await model
          .findOneAndUpdate(
            { _id: id, ownerId, shown: true, source: 'RESULT' },
            { $set: { heldBack: true, shown: false, disownedAt: at } },
            { session, returnDocument: 'after' },
          )
          .lean<DocumentRecord>()
          .exec(),
      );
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
                  disownedAt: null,
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
