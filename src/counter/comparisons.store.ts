import type { ClientSession, Connection } from 'mongoose';
import { isDuplicateKey } from '../platform/mongo-model.js';
import { type ComparisonRecord, makeComparisonModel } from './comparison.model.js';

/** A comparison with this id is there already: a retry after a lost answer. */
export class ComparisonAlreadyThere extends Error {
  override readonly name = 'ComparisonAlreadyThere';
}

export type ComparisonsStore = ReturnType<typeof makeComparisonsStore>;

export function makeComparisonsStore(connection: Connection) {
  const model = makeComparisonModel(connection);
  return {
    /** @throws ComparisonAlreadyThere */
    async insert(record: ComparisonRecord, session: ClientSession): Promise<void> {
      try {
        await model.create([record], { session });
      } catch (error) {
        if (isDuplicateKey(error)) throw new ComparisonAlreadyThere();
        throw error;
      }
    },

    /** What was recorded on one request for some documents, newest first. */
    async ofRequest(
      evidenceRequestId: string,
      documentIds: readonly string[],
      limit: number,
    ): Promise<ComparisonRecord[]> {
      return model
        .find({ documentId: { $in: [...documentIds] }, evidenceRequestId })
        .sort({ _id: -1 })
        .limit(limit)
        .lean<ComparisonRecord[]>()
        .exec();
    },
  };
}
