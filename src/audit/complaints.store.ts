import type { Connection } from 'mongoose';
import { type ComplaintRecord, makeComplaintModel } from './complaints.model.js';

export interface Complaints {
  add(complaint: ComplaintRecord): Promise<void>;
}

export function makeComplaints(connection: Connection): Complaints {
  const model = makeComplaintModel(connection);
  return {
    async add(complaint) {
      await model.create(complaint);
    },
  };
}
