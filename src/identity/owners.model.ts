import type { Connection, Model } from 'mongoose';
import type { AccountLevel } from '../platform/actor.js';
import { defineModel } from '../platform/mongo-model.js';
import type { OwnerKeyKind } from './owner-key.js';

export interface OwnerRecord {
  _id: string;
  /** `text` is the whole key in one line: the unique index is on it. */
  keys: { text: string; kind: OwnerKeyKind; value: string; country?: string; since: Date }[];
  name: string | null;
  birthDate: string | null;
  /** Whether name and birth date are the e-ID's. */
  confirmed: boolean;
  /** Oldest first, at most 50. */
  identities: { name: string | null; birthDate: string | null; source: string; at: Date }[];
  accountLevel: AccountLevel | null;
  /** The e-ID's own id of the account (TechID). */
  technicalId: string | null;
  usedBytes: number;
  usedDocuments: number;
  createdAt: Date;
  confirmedAt: Date | null;
}

export function makeOwnerModel(connection: Connection): Model<OwnerRecord> {
  const known = connection.models['owners'] as Model<OwnerRecord> | undefined;
  return known ?? defineModel<OwnerRecord>(connection, 'owners', shape, indexes);
}

const text = { type: String, required: true };
const date = { type: Date, required: true };
const optionalText = { type: String, default: null };

const shape = {
  _id: text,
  keys: [{ _id: false, text, kind: text, value: text, country: String, since: date }],
  name: optionalText,
  birthDate: optionalText,
  confirmed: { type: Boolean, default: false },
  identities: [{ _id: false, name: optionalText, birthDate: optionalText, source: text, at: date }],
  accountLevel: { type: Number, default: null },
  technicalId: optionalText,
  usedBytes: { type: Number, default: 0 },
  usedDocuments: { type: Number, default: 0 },
  createdAt: date,
  confirmedAt: { type: Date, default: null },
};

const indexes: Parameters<typeof defineModel>[3] = (schema) => {
  schema.index({ 'keys.text': 1 }, { unique: true });
};
