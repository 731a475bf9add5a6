import type { ClientSession } from 'mongoose';
import type { Clock } from '../platform/clock.js';
import { type Consent, type ConsentRequest, DAYS_TO_DECIDE, daysLater } from './consent.js';
import type { ConsentsStore } from './consents.store.js';

/** Puts a question to an owner, within the transaction that writes the evidence request. */
export type RequestConsent = (request: ConsentRequest, session: ClientSession) => Promise<Consent>;

export function makeRequestConsent(deps: { consents: ConsentsStore; clock: Clock }): RequestConsent {
  return async (request, session) => {
    const now = deps.clock.now();
    const consent: Consent = {
      ...request,
      state: 'REQUESTED',
      items: [],
      reads: 0,
      citations: 0,
      requestedAt: now,
      decidedAt: null,
      expiresAt: daysLater(now, DAYS_TO_DECIDE),
      artefact: null,
    };
    await deps.consents.insert(consent, session);
    return consent;
  };
}
