import type { Connection, Model } from 'mongoose';
import { defineModel } from '../platform/mongo-model.js';
import type { Mandate } from './mandate.js';

export type MandateRecord = Omit<Mandate, 'id'> & { _id: string; active?: true; given?: number };

const text = { type: String, required: true };
const optionalText = { type: String, default: null };
const date = { type: Date, required: true };

export function makeMandateModel(connection: Connection): Model<MandateRecord> {
  return defineModel<MandateRecord>(
    connection,
    'mandates',
    {
      _id: text,
      kind: text,
      personId: text,
      personName: optionalText,
      ownerId: text,
      ownerName: text,
      source: text,
      types: { type: [String], default: null },
      mayAdd: { type: Boolean, required: true },
      until: { type: Date, default: null },
      through: optionalText,
      proof: {
        _id: false,
        type: { text, officerId: text, officerName: text, agency: text, at: date },
        default: null,
      },
      createdAt: date,
      endedAt: { type: Date, default: null },
      active: Boolean,
      given: Number,
    },
    (schema) => {
      schema.index({ personId: 1, active: 1, _id: -1 });
      schema.index({ ownerId: 1, active: 1, _id: -1 });
      schema.index({ through: 1 }, { partialFilterExpression: { active: true } });
      schema.index(
        { personId: 1, ownerId: 1, kind: 1 },
        { unique: true, partialFilterExpression: { active: true } },
      );
    },
  );
}
