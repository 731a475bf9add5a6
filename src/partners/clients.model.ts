import type { Connection, Model } from 'mongoose';
import { defineModel } from '../platform/mongo-model.js';
import type { Client } from './client.js';

/** A client as it is kept: its id is the key. Newest first is the order of the ids (UUIDv7), so `_id` serves the list. */
export interface ClientRecord extends Omit<Client, 'clientId'> {
  readonly _id: string;
  readonly changedAt: Date | null;
  readonly changedBy: string | null;
}

export function makeClientModel(connection: Connection): Model<ClientRecord> {
  return defineModel<ClientRecord>(
    connection,
    'clients',
    {
      _id: { type: String, required: true },
      name: { type: String, required: true },
      agency: { type: String, required: true },
      scopes: { type: [String], required: true },
      procedures: { type: [String], default: null },
      returnUrls: { type: [String], required: true },
      agreement: { type: String, default: null },
      keys: {
        type: [
          {
            _id: false,
            kty: { type: String, required: true },
            crv: String,
            x: String,
            y: String,
            n: String,
            e: String,
            alg: String,
            kid: String,
          },
        ],
        required: true,
      },
      status: { type: String, enum: ['ACTIVE', 'SUSPENDED'], required: true },
      createdAt: { type: Date, required: true },
      createdBy: { type: String, required: true },
      changedAt: { type: Date, default: null },
      changedBy: { type: String, default: null },
    },
    () => undefined,
  );
}
