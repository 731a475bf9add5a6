import type { Connection } from 'mongoose';
import { isDuplicateKey } from '../platform/mongo-model.js';
import { type ComplaintRecord, makeComplaintModel } from './complaints.model.js';

export interface Complaints {
  /** Does nothing when a complaint with this id is there: a retry after a lost answer. */
  add(complaint: ComplaintRecord): Promise<void>;
}

export function makeComplaints(connection: Connection): Complaints {
  const model = makeComplaintModel(connection);
  return {
    async add(complaint) {
      try {
        await model.create(complaint);
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
    },
  };
}
