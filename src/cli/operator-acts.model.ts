import type { Connection, Model } from 'mongoose';
import { defineModel } from '../platform/mongo-model.js';

/** What an operator did from the command line. Written before the act and settled after it; never removed. */
export interface OperatorActRecord {
  readonly _id: string;
  readonly at: Date;
  /** The account of the machine, or the name that --operator gave. */
  readonly operator: string;
  /** Like `clients.add`. */
  readonly act: string;
  /** What it was done to: ids alone, no names. */
  readonly ids: Readonly<Record<string, string>>;
  /** Why, in the operator's words, where an act asks for it. */
  readonly reason: string | null;
  /** BEGUN stays when the process died in between: the act may have happened. */
  readonly outcome: 'BEGUN' | 'DONE' | 'FAILED';
  readonly endedAt: Date | null;
}

export function makeOperatorActModel(connection: Connection): Model<OperatorActRecord> {
  return defineModel<OperatorActRecord>(
    connection,
    'operatorActs',
    {
      _id: { type: String, required: true },
      at: { type: Date, required: true },
      operator: { type: String, required: true },
      act: { type: String, required: true },
      ids: { type: Object, required: true },
      reason: { type: String, default: null },
      outcome: { type: String, enum: ['BEGUN', 'DONE', 'FAILED'], required: true },
      endedAt: { type: Date, default: null },
    },
    () => undefined,
  );
}
