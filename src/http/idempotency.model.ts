import { type Connection, type Model, Schema } from 'mongoose';
import { defineModel } from '../platform/mongo-model.js';

export interface IdempotencyRecord {
  /** SHA-256 of actor, operation and key: another actor's key is another record. */
  _id: string;
  bodyHash: string;
  /** The id each try creates with, oldest first: a retry after a crash finds what an earlier try made. */
  newIds: string[];
  state: 'RUNNING' | 'DONE';
  /** The try at work: the id it proposed. */
  holder: string;
  /** Until when that try counts as at work without a further word from it. */
  leaseUntil: Date;
  status?: number;
  location?: string;
  body?: unknown;
  expiresAt: Date;
}

export function makeIdempotencyModel(connection: Connection): Model<IdempotencyRecord> {
  return defineModel<IdempotencyRecord>(
    connection,
    'idempotencyKeys',
    {
      _id: { type: String, required: true },
      bodyHash: { type: String, required: true },
      newIds: { type: [String], required: true },
      state: { type: String, required: true },
      holder: { type: String, required: true },
      leaseUntil: { type: Date, required: true },
      status: Number,
      location: String,
      body: Schema.Types.Mixed,
      expiresAt: { type: Date, required: true },
    },
    (schema) => schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 }),
  );
}
