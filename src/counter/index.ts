import type { Connection } from 'mongoose';
import { makeComparisonsStore } from './comparisons.store.js';
import { makeRecordComparison } from './record-comparison.js';

export { makeComparisonModel } from './comparison.model.js';
export { makeCounterPages } from './counter.pages.routes.js';
export { counterEndpoints } from './counter.routes.js';
export type { RecordComparison } from './record-comparison.js';

export function makeCounter(
  deps: { connection: Connection } & Omit<Parameters<typeof makeRecordComparison>[0], 'comparisons'>,
) {
  const comparisons = makeComparisonsStore(deps.connection);
  return {
    recordComparison: makeRecordComparison({ ...deps, comparisons }),
    comparisonsOfRequest: (...asked: Parameters<typeof comparisons.ofRequest>) =>
      comparisons.ofRequest(...asked),
  };
}
