import type { Connection } from 'mongoose';
import type { OwnerActor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import type { Transact } from '../platform/transaction.js';
import { makeWantsChildsAgreement } from './child-agreement.js';
import type { Consent } from './consent.js';
import type { Sign } from './consent-artefact.js';
import { makeConsentEventsStore } from './consent-events.store.js';
import { makeConsentsStore } from './consents.store.js';
import { makeAcceptConsent, makeDenyConsent, makeWithdrawConsent } from './decide-consent.js';
import {
  makeGetConsentAsRecipient,
  makeGetOwnConsent,
  makeListConsentEvents,
  makeListConsents,
} from './list-consents.js';
import { makeRequestConsent } from './request-consent.js';
import { type ConsentLevels, makeLevelFor } from './step-up.js';
import { makeExpireConsents, makeFindConsent, makeHoldConsent, makeUseConsentOnce } from './use-consent.js';
import { type AnswersFor, makeWaitsForOther } from './waits-for-other.js';

export {
  type Consent,
  type ConsentItem,
  type ConsentRequest,
  type ConsentState,
  DEFAULT_VALID_DAYS,
  stateAt,
} from './consent.js';
export type { Sign } from './consent-artefact.js';
export { consentCode, spacedCode } from './consent-code.js';
export { ownerConsentView } from './consent-view.js';
export { makeConsentEventModel } from './consents.model.js';
export { makeConsentPages } from './consents.pages.routes.js';
export { type ConsentUseCases, consentEndpoints } from './consents.routes.js';
export { consentStateSchema } from './consents.schemas.js';
export { makeConsentsStore } from './consents.store.js';
export type { RequestConsent } from './request-consent.js';
export { type FindConsent, type HoldConsent, mustHold, type UseConsentOnce } from './use-consent.js';

export function makeConsents(deps: {
  connection: Connection;
  transact: Transact;
  clock: Clock;
  sign: Sign;
  /** Who answers for the data: the service's own address. */
  controller: string;
  mayShare: (actor: OwnerActor) => void;
  levels: ConsentLevels;
  isSensitive: (typeCode: string) => boolean;
  isShareable: (documentId: string) => Promise<boolean>;
  isAskedHerself: (ownerId: string) => Promise<boolean>;
  answersFor: AnswersFor;
}) {
  const all = {
    ...deps,
    levelFor: makeLevelFor(deps.levels, deps.isSensitive),
    consents: makeConsentsStore(deps.connection),
    events: makeConsentEventsStore(deps.connection),
    wantsChildsAgreement: makeWantsChildsAgreement(deps.isAskedHerself),
  };
  return {
    listConsents: makeListConsents(all),
    getOwnConsent: makeGetOwnConsent(all),
    acceptConsent: makeAcceptConsent(all),
    denyConsent: makeDenyConsent(all),
    withdrawConsent: makeWithdrawConsent(all),
    getConsentAsRecipient: makeGetConsentAsRecipient(all),
    listConsentEvents: makeListConsentEvents(all),
    wantsChildsAgreement: all.wantsChildsAgreement,
    waitsForOther: makeWaitsForOther(all),
    levelToAgree: (consent: Pick<Consent, 'candidates'>) =>
      all.levelFor(consent.candidates.map(({ typeCode }) => typeCode)),
    requestConsent: makeRequestConsent(all),
    findConsent: makeFindConsent(all),
    useConsentOnce: makeUseConsentOnce(all),
    holdConsent: makeHoldConsent(all),
    expireConsents: makeExpireConsents(all),
  };
}
