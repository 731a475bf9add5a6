import type { Quota } from '../identity/index.js';
import type { RestoreDeps } from './restore.js';

/** Settles an owner's counted space by a difference: what is freed is given back, what is taken is added past any limit. */
export function makeSettleSpace(quota: Quota): RestoreDeps['settleSpace'] {
  const none = { limitBytes: Number.MAX_SAFE_INTEGER, limitDocuments: Number.MAX_SAFE_INTEGER };
  return async (ownerId, { bytes, documents }) => {
    await quota.release({ ownerId, bytes: Math.max(0, bytes), documents: Math.max(0, documents) });
    const taken = { bytes: Math.max(0, -bytes), documents: Math.max(0, -documents) };
    if (taken.bytes > 0 || taken.documents > 0) await quota.reserve({ ownerId, ...taken, ...none });
  };
}
