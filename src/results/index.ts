import { type DepositDeps, makeDepositResult } from './deposit-result.js';
import { makeReleaseResult, makeRevokeResult, type SettleDeps } from './settle-result.js';

export { resultEndpoints } from './results.routes.js';

export function makeResults(deps: DepositDeps & SettleDeps) {
  return {
    depositResult: makeDepositResult(deps),
    releaseResult: makeReleaseResult(deps),
    revokeResult: makeRevokeResult(deps),
  };
}
