import type { Connection, Model } from 'mongoose';
import { defineModel } from '../platform/mongo-model.js';
import type { Complaint } from './complaint.js';

export type ComplaintRecord = Omit<Complaint, 'id'> & { _id: string };

export const ONE_FOR_EACH_LINE = 'owner_line';

const text = { type: String, required: true };
const optionalText = { type: String, default: null };
const date = { type: Date, required: true };

export function makeComplaintModel(connection: Connection): Model<ComplaintRecord> {
  return defineModel<ComplaintRecord>(
    connection,
    'complaints',
    {
      _id: text,
      number: text,
      ownerId: text,
      accessId: text,
      text,
      state: text,
      at: date,
      dueOn: text,
      events: [
        {
          _id: false,
          step: text,
          at: date,
          by: {
            _id: false,
            type: { kind: text, id: text, name: text, position: optionalText, agency: optionalText },
            required: true,
          },
          text: optionalText,
        },
      ],
    },
    (schema) => {
      schema.index({ ownerId: 1, _id: -1 });
      schema.index({ state: 1, _id: 1 });
      schema.index(
        { ownerId: 1, accessId: 1 },
        // Only those with a number: before there were numbers a line could have several.
        {
          name: ONE_FOR_EACH_LINE,
          unique: true,
          partialFilterExpression: { number: { $type: 'string' } },
        },
      );
    },
  );
}
