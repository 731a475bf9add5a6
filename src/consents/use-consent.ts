import { AppError } from '../platform/app-error.js';
import type { Clock } from '../platform/clock.js';
import type { ProblemCode } from '../platform/problem-codes.js';
import type { Transact } from '../platform/transaction.js';
import { type Consent, type ConsentState, stateAt } from './consent.js';
import type { DecideDeps } from './decide-consent.js';

const refusals: Readonly<Record<Exclude<ConsentState, 'GIVEN'>, ProblemCode>> = {
  REQUESTED: 'CONSENT_REQUIRED',
  DENIED: 'CONSENT_DENIED',
  WITHDRAWN: 'CONSENT_WITHDRAWN',
  EXPIRED: 'CONSENT_EXPIRED',
  USED_UP: 'CONSENT_USED_UP',
};

/** @throws AppError CONSENT_REQUIRED, CONSENT_DENIED, CONSENT_WITHDRAWN, CONSENT_EXPIRED, CONSENT_USED_UP */
export function mustHold(consent: Consent, now: Date): void {
  const state = stateAt(consent, now);
  if (state !== 'GIVEN') throw new AppError(refusals[state]);
}

/** A consent as it is now. @throws AppError CONSENT_NOT_FOUND */
export type FindConsent = (id: string) => Promise<Consent>;

export function makeFindConsent({ consents }: Pick<DecideDeps, 'consents'>): FindConsent {
  return async (id) => {
    const found = await consents.byId(id);
    if (!found) throw new AppError('CONSENT_NOT_FOUND');
    return found;
  };
}

/**
 * Counts one read against a consent, if it holds at this very moment: one conditional update in the database, so that
 * of twenty calls for a one-use consent one is served, and a withdrawal that was acknowledged is always seen.
 * @throws AppError as `mustHold`
 */
export type UseConsentOnce = (id: string) => Promise<void>;

export function makeUseConsentOnce({ consents, events, transact, clock }: DecideDeps): UseConsentOnce {
  return async (id) => {
    const now = clock.now();
    if (await consents.countRead(id, now)) return;
    const last = await transact(async (session) => {
      const usedUp = await consents.countLastRead(id, now, session);
      if (usedUp) {
        const event = { recipientId: usedUp.recipient.id, type: 'used_up' as const, consentId: id, at: now };
        await events.append(event, session);
      }
      return usedUp;
    });
    if (last) return;
    const found = await consents.byId(id);
    if (!found) throw new AppError('CONSENT_REQUIRED');
    mustHold(found, now);
    // It held when we looked again, so another call was between us and the count.
    throw new AppError('CONSENT_USED_UP');
  };
}

/**
 * Makes sure, within the transaction that cites, that a consent holds at that very moment.
 * @throws AppError as `mustHold`
 */
export type HoldConsent = (id: string, session: Parameters<Parameters<Transact>[0]>[0]) => Promise<void>;

export function makeHoldConsent({ consents, clock }: Pick<DecideDeps, 'consents' | 'clock'>): HoldConsent {
  return async (id, session) => {
    const now = clock.now();
    if (await consents.holdFast(id, now, session)) return;
    const found = await consents.byId(id, session);
    if (found) mustHold(found, now);
    throw new AppError('CONSENT_REQUIRED');
  };
}

/**
 * Ends consents whose time is over and tells their recipients. Safe in several processes at once.
 * @returns how many ended now
 */
export type ExpireConsents = () => Promise<number>;

export function makeExpireConsents(deps: DecideDeps & { clock: Clock }): ExpireConsents {
  return async () => {
    let ended = 0;
    for (;;) {
      const now = deps.clock.now();
      const due = await deps.consents.due(now, 100);
      if (due.length === 0) return ended;
      for (const id of due) {
        await deps.transact(async (session) => {
          const expired = await deps.consents.expire(id, now, session);
          if (!expired) return;
          await deps.events.append(
            { recipientId: expired.recipient.id, type: 'expired', consentId: id, at: now },
            session,
          );
        });
        ended += 1;
      }
    }
  };
}
