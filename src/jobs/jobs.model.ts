import type { Connection, Model } from 'mongoose';
import { defineModel } from '../platform/mongo-model.js';

/** One recurring job of the whole service: whichever process holds its lease runs it. */
export interface JobRecord {
  /** The job's name. */
  _id: string;
  nextRunAt: Date;
  /** Who runs it now; null when nobody does. */
  leaseOwner: string | null;
  leaseUntil: Date;
  /** Failures in a row. */
  failures: number;
}

export function makeJobModel(connection: Connection): Model<JobRecord> {
  return defineModel<JobRecord>(
    connection,
    'jobs',
    {
      _id: { type: String, required: true },
      nextRunAt: { type: Date, required: true },
      leaseOwner: { type: String, default: null },
      leaseUntil: { type: Date, required: true },
      failures: { type: Number, required: true },
    },
    () => {},
  );
}
