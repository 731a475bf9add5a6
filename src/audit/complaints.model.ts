import type { Connection, Model } from 'mongoose';
import { defineModel } from '../platform/mongo-model.js';
import { type Complaint, type ComplaintSubject, livingStates } from './complaint.js';

export const ONE_AT_A_TIME = 'one_at_a_time_for_each_paper';

type Subject = { readonly [Key in keyof ComplaintSubject]: string | null };
export type ComplaintRecord = Omit<Complaint, 'id' | keyof Subject> & Subject & { _id: string };

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
      accessId: optionalText,
      documentId: optionalText,
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
          name: 'one_for_each_line',
          unique: true,
          partialFilterExpression: { number: { $type: 'string' }, accessId: { $type: 'string' } },
        },
      );
      schema.index(
        { ownerId: 1, documentId: 1 },
        {
          name: ONE_AT_A_TIME,
          unique: true,
          partialFilterExpression: { documentId: { $gt: '' }, state: { $in: [...livingStates] } },
        },
      );
    },
    // Of before papers had complaints: it would let an owner have one about a paper in all.
    ['owner_line'],
  );
}
