import type { ClientSession, Connection } from 'mongoose';
import { makeOwnerModel } from './owners.model.js';

/** What an owner's own uploads take. */
export interface QuotaUse {
  readonly usedBytes: number;
  readonly usedDocuments: number;
}

export interface QuotaChange {
  readonly ownerId: string;
  /** 0 or more. */
  readonly bytes: number;
  /** 0 or more. */
  readonly documents: number;
  /** The transaction in which the document itself is written or marked. */
  readonly session?: ClientSession;
}

export interface Quota {
  /** Takes space, unless a limit would be passed or the owner is unknown: then false, and nothing is changed. */
  reserve(
    change: QuotaChange & { readonly limitBytes: number; readonly limitDocuments: number },
  ): Promise<boolean>;
  /** Gives space back, never below nothing. */
  release(change: QuotaChange): Promise<void>;
  /** Zeros for an owner that is unknown. */
  read(ownerId: string, session?: ClientSession): Promise<QuotaUse>;
}

/** Counted in the owner's record, check and change in one operation: twenty uploads at once pass no limit. */
export function makeQuota(connection: Connection): Quota {
  const owners = makeOwnerModel(connection);
  return {
    async reserve({ ownerId, bytes, documents, limitBytes, limitDocuments, session }) {
      const done = await owners
        .updateOne(
          {
            _id: ownerId,
            usedBytes: { $lte: limitBytes - bytes },
            usedDocuments: { $lte: limitDocuments - documents },
          },
          { $inc: { usedBytes: bytes, usedDocuments: documents } },
          session ? { session } : {},
        )
        .exec();
      return done.matchedCount === 1;
    },
    async release({ ownerId, bytes, documents, session }) {
      await owners
        .updateOne(
          { _id: ownerId },
          [
            {
              $set: { usedBytes: less('usedBytes', bytes), usedDocuments: less('usedDocuments', documents) },
            },
          ],
          { updatePipeline: true, ...(session ? { session } : {}) },
        )
        .exec();
    },
    async read(ownerId, session) {
      const found = await owners
        .findById(ownerId, { usedBytes: 1, usedDocuments: 1 }, session ? { session } : {})
        .lean<QuotaUse>()
        .exec();
      return { usedBytes: found?.usedBytes ?? 0, usedDocuments: found?.usedDocuments ?? 0 };
    },
  };
}

function less(field: string, by: number) {
  return { $max: [0, { $subtract: [`$${field}`, by] }] };
}
