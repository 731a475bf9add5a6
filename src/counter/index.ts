import type { Connection } from 'mongoose';
import { makeComparisonsStore } from './comparisons.store.js';
import { makeRecordComparison } from './record-comparison.js';

export { comparisonSchema, counterEndpoints } from './counter.routes.js';
export type { RecordComparison } from './record-comparison.js';

export function makeCounter(
  deps: { connection: Connection } & Omit<Parameters<typeof makeRecordComparison>[0], 'comparisons'>,
) {
  return {
    recordComparison: makeRecordComparison({ ...deps, comparisons: makeComparisonsStore(deps.connection) }),
  };
}
