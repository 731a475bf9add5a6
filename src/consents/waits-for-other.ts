import type { OwnerActor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import { withCode } from './consent-code.js';
import type { ConsentsStore } from './consents.store.js';

/** For whom a person may answer: her own id as an owner, and those whose mandate lets her. */
export type AnswersFor = (personId: string) => Promise<readonly string[]>;

/**
 * Whether a request that is not the one's for whom a person acts now is another's for whom she may answer: a
 * representative who is shown a company's code is led to act for the company. Nothing else is told of it.
 */
export type WaitsForOther = (
  actor: OwnerActor,
  asked: { readonly id: string } | { readonly code: string },
) => Promise<boolean>;

const MOST_WAITING = 100;

export function makeWaitsForOther(deps: {
  consents: ConsentsStore;
  answersFor: AnswersFor;
  clock: Clock;
}): WaitsForOther {
  const { consents } = deps;
  return async (actor, asked) => {
    const others = (await deps.answersFor(actor.id)).filter((ownerId) => ownerId !== actor.ownerId);
    for (const ownerId of others) {
      if ('id' in asked) {
        if (await consents.ofOwner(ownerId, asked.id)) return true;
        continue;
      }
      const query = { ownerId, state: 'REQUESTED' as const, limit: MOST_WAITING, now: deps.clock.now() };
      if (withCode(await consents.list(query), asked.code)) return true;
    }
    return false;
  };
}
