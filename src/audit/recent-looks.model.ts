import type { Connection, Model } from 'mongoose';
import { defineModel } from '../platform/mongo-model.js';

/** A look that counts as going on: who at which version of which document, by whose key. */
export interface RecentLookRecord {
  /** `<actorId>:<documentId>:<version>` */
  _id: string;
  until: Date;
}

export function makeRecentLookModel(connection: Connection): Model<RecentLookRecord> {
  return defineModel<RecentLookRecord>(
    connection,
    'recentLooks',
    { _id: { type: String, required: true }, until: { type: Date, required: true } },
    (schema) => schema.index({ until: 1 }, { expireAfterSeconds: 0 }),
  );
}
