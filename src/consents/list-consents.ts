import { type Page, pageById } from '../http/paging.js';
import type { ClientActor, OwnerActor } from '../platform/actor.js';
import { AppError } from '../platform/app-error.js';
import type { Clock } from '../platform/clock.js';
import type { Consent, ConsentState } from './consent.js';
import type { ConsentEvent, ConsentEventsStore } from './consent-events.store.js';
import type { ConsentsStore } from './consents.store.js';

/** An owner's consents, newest first. */
export type ListConsents = (input: {
  readonly actor: OwnerActor;
  readonly state?: ConsentState | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}) => Promise<Page<Consent>>;

export function makeListConsents(deps: { consents: ConsentsStore; clock: Clock }): ListConsents {
  return async ({ actor, state, after, limit }) =>
    pageById(
      await deps.consents.list({
        ownerId: actor.ownerId,
        state,
        before: after,
        limit,
        now: deps.clock.now(),
      }),
      limit,
    );
}

/** @throws AppError CONSENT_NOT_FOUND */
export type GetOwnConsent = (input: { readonly actor: OwnerActor; readonly id: string }) => Promise<Consent>;

export function makeGetOwnConsent(deps: { consents: ConsentsStore }): GetOwnConsent {
  return async ({ actor, id }) => {
    const found = await deps.consents.ofOwner(actor.ownerId, id);
    if (!found) throw new AppError('CONSENT_NOT_FOUND');
    return found;
  };
}

/** A consent for its recipient alone. @throws AppError CONSENT_NOT_FOUND */
export type GetConsentAsRecipient = (input: {
  readonly actor: ClientActor;
  readonly id: string;
}) => Promise<Consent>;

export function makeGetConsentAsRecipient(deps: { consents: ConsentsStore }): GetConsentAsRecipient {
  return async ({ actor, id }) => {
    const found = await deps.consents.byId(id);
    if (!found || found.recipient.id !== actor.id) throw new AppError('CONSENT_NOT_FOUND');
    return found;
  };
}

/** A recipient's events, oldest first; `next` is the last sequence seen. */
export type ListConsentEvents = (input: {
  readonly actor: ClientActor;
  readonly after: number;
  readonly limit: number;
}) => Promise<{ readonly items: readonly ConsentEvent[]; readonly next: number }>;

export function makeListConsentEvents(deps: { events: ConsentEventsStore }): ListConsentEvents {
  return async ({ actor, after, limit }) => {
    const items = await deps.events.after(actor.id, after, limit);
    return { items, next: items.at(-1)?.sequence ?? after };
  };
}
