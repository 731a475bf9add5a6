import type { Connection, Model } from 'mongoose';
import { defineModel } from '../platform/mongo-model.js';

/** An owner does not recognise a look; an inspector will answer. */
export interface ComplaintRecord {
  _id: string;
  ownerId: string;
  accessId: string;
  text: string;
  state: 'OPEN' | 'ANSWERED';
  at: Date;
}

export function makeComplaintModel(connection: Connection): Model<ComplaintRecord> {
  return defineModel<ComplaintRecord>(
    connection,
    'complaints',
    {
      _id: { type: String, required: true },
      ownerId: { type: String, required: true },
      accessId: { type: String, required: true },
      text: { type: String, required: true },
      state: { type: String, required: true },
      at: { type: Date, required: true },
    },
    (schema) => {
      schema.index({ ownerId: 1, _id: -1 });
      schema.index({ state: 1, _id: 1 });
    },
  );
}
