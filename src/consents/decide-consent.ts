import type { Language } from '../http/language.js';
import type { OwnerActor } from '../platform/actor.js';
import { AppError, fieldError } from '../platform/app-error.js';
import type { Clock } from '../platform/clock.js';
import type { Transact } from '../platform/transaction.js';
import type { WantsChildsAgreement } from './child-agreement.js';
import {
  type Consent,
  type ConsentItem,
  type ConsentState,
  type DecidedBy,
  daysLater,
  stateAt,
} from './consent.js';
import { type Sign, signConsent } from './consent-artefact.js';
import type { ConsentEventsStore } from './consent-events.store.js';
import type { ConsentEventType } from './consents.model.js';
import type { ConsentsStore } from './consents.store.js';
import { type LevelFor, mustBeSureEnough } from './step-up.js';

interface Answering {
  readonly actor: OwnerActor;
  readonly id: string;
}

export interface DecideDeps {
  readonly consents: ConsentsStore;
  readonly events: ConsentEventsStore;
  readonly transact: Transact;
  readonly clock: Clock;
}

/** @throws AppError CONSENT_NOT_FOUND */
async function ofOwner(deps: DecideDeps, { actor, id }: Answering): Promise<Consent> {
  const found = await deps.consents.ofOwner(actor.ownerId, id);
  if (!found) throw new AppError('CONSENT_NOT_FOUND');
  return found;
}

/** Changes the state and tells the recipient, together. Null when the condition for the change was gone. */
async function settle(
  deps: DecideDeps,
  type: ConsentEventType,
  change: (session: Parameters<Parameters<Transact>[0]>[0]) => Promise<Consent | null>,
): Promise<Consent | null> {
  return deps.transact(async (session) => {
    const changed = await change(session);
    if (changed) {
      const recipientId = changed.recipient.id;
      await deps.events.append({ recipientId, type, consentId: changed.id, at: deps.clock.now() }, session);
    }
    return changed;
  });
}

/** The same answer again is the same answer; a contrary one is refused. */
function repeated(consent: Consent, wanted: ConsentState, now: Date): Consent {
  const state = stateAt(consent, now);
  if (state === wanted) return consent;
  throw new AppError('CONSENT_ALREADY_DECIDED', { state });
}

/**
 * The owner agrees to named documents of those that match; without names to the best match.
 * @throws AppError CONSENT_NOT_FOUND, LEVEL_TOO_LOW, STEP_UP_REQUIRED, CONSENT_ALREADY_DECIDED, NOTHING_TO_SHARE, VALIDATION_FAILED
 */
export type AcceptConsent = (
  input: Answering & {
    readonly documentIds?: readonly string[] | undefined;
    readonly language: Language;
    /** A parent says that the child agrees too: wanted from seven years on (Luật 91/2025/QH15). */
    readonly childAgrees?: boolean | undefined;
  },
) => Promise<Consent>;

export function makeAcceptConsent(
  deps: DecideDeps & {
    sign: Sign;
    controller: string;
    /** @throws AppError LEVEL_TOO_LOW */
    mayShare: (actor: OwnerActor) => void;
    levelFor: LevelFor;
    wantsChildsAgreement: WantsChildsAgreement;
    /** Whether a document still lives and may be read by others. */
    isShareable: (documentId: string) => Promise<boolean>;
  },
): AcceptConsent {
  const chosen = async (consent: Consent, ids: readonly string[] | undefined): Promise<ConsentItem[]> => {
    if (ids === undefined) {
      for (const candidate of consent.candidates) {
        if (await deps.isShareable(candidate.documentId)) return [candidate];
      }
      throw new AppError('NOTHING_TO_SHARE');
    }
    const items: ConsentItem[] = [];
    for (const [index, id] of ids.entries()) {
      if (items.some((item) => item.documentId === id)) continue;
      const item = consent.candidates.find((candidate) => candidate.documentId === id);
      if (!item || !(await deps.isShareable(id))) {
        throw fieldError(`/documentIds/${index}`, 'NOT_OFFERED', 'not one of the documents of this request');
      }
      items.push(item);
    }
    return items;
  };

  return async ({ actor, id, documentIds, language, childAgrees }) => {
    const consent = await ofOwner(deps, { actor, id });
    deps.mayShare(actor);
    const now = deps.clock.now();
    if (stateAt(consent, now) !== 'REQUESTED') return repeatedAcceptance(consent, documentIds, now);
    const items = await chosen(consent, documentIds);
    mustBeSureEnough(actor, deps.levelFor(items.map(({ typeCode }) => typeCode)));
    const asked = await deps.wantsChildsAgreement(actor);
    if (asked && !childAgrees)
      throw fieldError('/childAgrees', 'MISSING', 'the child’s own agreement is wanted');
    const decidedBy = decidedByOf(actor, asked ? true : null);
    const until = daysLater(now, consent.use.validForDays);
    const artefact = await signConsent(deps.sign, consent, {
      items,
      from: now,
      until,
      language,
      controller: deps.controller,
      decidedBy,
    });
    const given = await settle(deps, 'accepted', (session) =>
      deps.consents.give(
        { id, ownerId: actor.ownerId, now },
        { items, artefact, expiresAt: until, decidedBy },
        session,
      ),
    );
    return given ?? repeatedAcceptance(await ofOwner(deps, { actor, id }), documentIds, now);
  };
}

function decidedByOf(actor: OwnerActor, childAgreed: boolean | null): DecidedBy {
  return { personId: actor.id, name: actor.name, capacity: actor.mandate?.kind ?? null, childAgreed };
}

function repeatedAcceptance(
  consent: Consent,
  documentIds: readonly string[] | undefined,
  now: Date,
): Consent {
  const same = repeated(consent, 'GIVEN', now);
  const given = same.items.map((item) => item.documentId);
  const wanted = new Set(documentIds ?? given);
  if (wanted.size === given.length && given.every((id) => wanted.has(id))) return same;
  throw new AppError('CONSENT_ALREADY_DECIDED', { state: 'GIVEN' });
}

/**
 * The owner refuses, or takes back what she agreed to: the next read is refused in every process.
 * @throws AppError CONSENT_NOT_FOUND, CONSENT_ALREADY_DECIDED
 */
export type EndConsent = (input: Answering) => Promise<Consent>;

export function makeDenyConsent(deps: DecideDeps): EndConsent {
  return makeEnd(deps, { from: 'REQUESTED', to: 'DENIED', event: 'denied' });
}

export function makeWithdrawConsent(deps: DecideDeps): EndConsent {
  return makeEnd(deps, { from: 'GIVEN', to: 'WITHDRAWN', event: 'withdrawn' });
}

function makeEnd(
  deps: DecideDeps,
  step: { from: ConsentState; to: 'DENIED' | 'WITHDRAWN'; event: ConsentEventType },
): EndConsent {
  return async ({ actor, id }) => {
    const now = deps.clock.now();
    await ofOwner(deps, { actor, id });
    const ended = await settle(deps, step.event, (session) =>
      deps.consents.end(
        { id, ownerId: actor.ownerId, now, from: step.from, endedBy: decidedByOf(actor, null) },
        step.to,
        session,
      ),
    );
    return ended ?? repeated(await ofOwner(deps, { actor, id }), step.to, now);
  };
}
