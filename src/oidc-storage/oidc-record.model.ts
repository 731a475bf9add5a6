import type { Connection, Model } from 'mongoose';
import { defineModel } from '../platform/mongo-model.js';

/** One thing that an authorisation server keeps: a code, a token, an interaction, a used `jti`. */
export interface OidcRecord {
  /** `prefix:model:SHA-256 of the id`: the id itself is often the secret that its holder shows. */
  _id: string;
  /** The server and model, for what is looked up by another key. */
  space: string;
  /** JSON, since its keys are foreign (client ids, URLs with dots) and nothing here looks inside. */
  payload: string;
  /** Seconds since 1970 of its one use. */
  consumed: number | null;
  grantId?: string;
  uid?: string;
  userCode?: string;
  /** Null: kept until it is destroyed. */
  expiresAt: Date | null;
}

export function makeOidcRecordModel(connection: Connection): Model<OidcRecord> {
  return (
    (connection.models['oidcRecords'] as Model<OidcRecord> | undefined) ??
    defineModel<OidcRecord>(
      connection,
      'oidcRecords',
      {
        _id: { type: String, required: true },
        space: { type: String, required: true },
        payload: { type: String, required: true },
        consumed: { type: Number, default: null },
        grantId: String,
        uid: String,
        userCode: String,
        expiresAt: { type: Date, default: null },
      },
      (schema) => {
        schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
        for (const field of ['grantId', 'uid', 'userCode']) {
          schema.index({ [field]: 1 }, { partialFilterExpression: { [field]: { $type: 'string' } } });
        }
      },
    )
  );
}
