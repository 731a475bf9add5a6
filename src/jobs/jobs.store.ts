import type { Connection } from 'mongoose';
import { isDuplicateKey } from '../platform/mongo-model.js';
import { makeJobModel } from './jobs.model.js';

/** Leases on jobs. Each step is one conditional update, so of all processes one holds a job at a time. */
export interface JobLeases {
  /** Makes the job's record, due at once, unless it is there. */
  ensure(name: string, now: Date): Promise<void>;
  /** Takes a job that is due and that nobody holds; false otherwise. */
  take(name: string, owner: string, now: Date, until: Date): Promise<boolean>;
  /** Holds on; false when the lease was lost, to a process that found it run out. */
  extend(name: string, owner: string, until: Date): Promise<boolean>;
  /** Gives the job back, done or failed. Does nothing when the lease was lost. */
  giveBack(name: string, owner: string, outcome: { nextRunAt: Date; failed: boolean }): Promise<void>;
  /** Failures in a row. */
  failuresOf(name: string): Promise<number>;
}

export function makeJobLeases(connection: Connection): JobLeases {
  const model = makeJobModel(connection);
  return {
    async ensure(name, now) {
      try {
        await model
          .updateOne(
            { _id: name },
            { $setOnInsert: { nextRunAt: now, leaseOwner: null, leaseUntil: now, failures: 0 } },
            { upsert: true },
          )
          .exec();
      } catch (error) {
        // Another process made it at this moment.
        if (!isDuplicateKey(error)) throw error;
      }
    },

    async take(name, owner, now, until) {
      const taken = await model
        .updateOne(
          { _id: name, nextRunAt: { $lte: now }, leaseUntil: { $lte: now } },
          { $set: { leaseOwner: owner, leaseUntil: until } },
        )
        .exec();
      return taken.matchedCount === 1;
    },

    async extend(name, owner, until) {
      const held = await model
        .updateOne({ _id: name, leaseOwner: owner }, { $set: { leaseUntil: until } })
        .exec();
      return held.matchedCount === 1;
    },

    async giveBack(name, owner, { nextRunAt, failed }) {
      await model
        .updateOne(
          { _id: name, leaseOwner: owner },
          {
            $set: {
              leaseOwner: null,
              leaseUntil: new Date(0),
              nextRunAt,
              ...(failed ? {} : { failures: 0 }),
            },
            ...(failed ? { $inc: { failures: 1 } } : {}),
          },
        )
        .exec();
    },

    async failuresOf(name) {
      const found = await model.findById(name).lean<{ failures: number }>().exec();
      return found?.failures ?? 0;
    },
  };
}
