import type { ClientSession, Connection } from 'mongoose';
import {
  type ConsentEventRecord,
  type ConsentEventType,
  makeConsentEventModel,
  makeEventCounterModel,
} from './consents.model.js';

export type ConsentEvent = Omit<ConsentEventRecord, 'recipientId'>;
export type ConsentEventsStore = ReturnType<typeof makeConsentEventsStore>;

/** Events in the order of their numbers, without gaps: the number is raised in the transaction that writes the event. */
export function makeConsentEventsStore(connection: Connection) {
  const events = makeConsentEventModel(connection);
  const counters = makeEventCounterModel(connection);
  return {
    async append(
      event: {
        readonly recipientId: string;
        readonly type: ConsentEventType;
        readonly consentId: string;
        readonly at: Date;
      },
      session: ClientSession,
    ): Promise<void> {
      const counter = await counters
        .findOneAndUpdate(
          { _id: event.recipientId },
          { $inc: { value: 1 } },
          { upsert: true, returnDocument: 'after', session },
        )
        .lean<{ value: number }>()
        .exec();
      if (!counter) throw new Error('an upsert answers with its record');
      await events.create([{ ...event, sequence: counter.value }], { session });
    },

    /** Events after a sequence, oldest first, at most `limit`. */
    async after(recipientId: string, sequence: number, limit: number): Promise<ConsentEvent[]> {
      const found = await events
        .find({ recipientId, sequence: { $gt: sequence } }, { _id: 0, recipientId: 0 })
        .sort({ sequence: 1 })
        .limit(limit)
        .lean<ConsentEvent[]>()
        .exec();
      return found;
    },
  };
}
