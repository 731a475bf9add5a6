import type { Connection, Model } from 'mongoose';
import { defineModel } from '../platform/mongo-model.js';

/** One running process of the service, and the key that it writes under until it is started again. */
export interface KeyUseRecord {
  readonly _id: string;
  readonly keyId: string;
  readonly seenAt: Date;
}

/** A key that was taken out of the keyring. Never removed: an old copy of the keyring must not come into use again. */
export interface RetiredKeyRecord {
  readonly _id: string;
  readonly retiredAt: Date;
}

const DAY_SECONDS = 24 * 60 * 60;
const text = { type: String, required: true };
const date = { type: Date, required: true };

export function makeKeyUseModel(connection: Connection): Model<KeyUseRecord> {
  return defineModel<KeyUseRecord>(connection, 'keyUse', { _id: text, keyId: text, seenAt: date }, (schema) =>
    schema.index({ seenAt: 1 }, { expireAfterSeconds: DAY_SECONDS }),
  );
}

export function makeRetiredKeyModel(connection: Connection): Model<RetiredKeyRecord> {
  return defineModel<RetiredKeyRecord>(
    connection,
    'retiredKeys',
    { _id: text, retiredAt: date },
    () => undefined,
  );
}
