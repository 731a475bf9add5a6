import type { Connection } from 'mongoose';
import type { Clock } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import { makeOperatorActModel, type OperatorActRecord } from './operator-acts.model.js';

/** The log of what operators do. */
export interface OperatorActs {
  /**
   * Does something in an operator's name: it is on record before it happens, and how it ended after.
   * @param ids what it is done to; ids alone, no names
   */
  record<Result>(
    act: {
      readonly operator: string;
      readonly act: string;
      readonly ids: Readonly<Record<string, string>>;
      readonly reason?: string;
    },
    run: () => Promise<Result>,
  ): Promise<Result>;
}

export function makeOperatorActs({
  connection,
  clock,
}: {
  connection: Connection;
  clock: Clock;
}): OperatorActs {
  const model = makeOperatorActModel(connection);
  const settle = (id: string, outcome: OperatorActRecord['outcome']) =>
    model.updateOne({ _id: id }, { $set: { outcome, endedAt: clock.now() } }).exec();
  return {
    async record({ operator, act, ids, reason }, run) {
      const id = newId();
      await model.create({
        _id: id,
        at: clock.now(),
        operator,
        act,
        ids,
        reason: reason ?? null,
        outcome: 'BEGUN',
        endedAt: null,
      });
      try {
        const result = await run();
        await settle(id, 'DONE');
        return result;
      } catch (error) {
        // The act's own error is the one to tell of, also when this write fails too.
        await settle(id, 'FAILED').catch(() => undefined);
        throw error;
      }
    },
  };
}
