import type { Language } from '../http/language.js';
import { type Consent, stateAt } from './consent.js';

/** A consent as its owner sees it: who, why, which dossier, which documents, how long, what if refused. */
export function ownerConsentView(consent: Consent, language: Language, now: Date) {
  return {
    id: consent.id,
    state: stateAt(consent, now),
    recipient: { name: consent.recipient.name, agencyCode: consent.recipient.agencyCode },
    officer: consent.officer,
    dossierCode: consent.dossierCode,
    procedureCode: consent.procedureCode,
    procedureName: consent.procedureName[language],
    componentCode: consent.componentCode,
    componentName: consent.componentName[language],
    purpose: consent.purpose,
    ifRefused: consent.ifRefused[language],
    documents: consent.candidates,
    items: consent.items,
    use: { ...consent.use, reads: consent.reads },
    requestedAt: consent.requestedAt,
    decidedAt: consent.decidedAt,
    expiresAt: consent.expiresAt,
    evidenceRequestId: consent.evidenceRequestId,
    returnUrl: consent.returnUrl,
  };
}
export type OwnerConsentView = ReturnType<typeof ownerConsentView>;

/** A consent as its recipient sees it; what it is about only once it was given. */
export function recipientConsentView(consent: Consent, now: Date) {
  return {
    id: consent.id,
    state: stateAt(consent, now),
    evidenceRequestId: consent.evidenceRequestId,
    dossierCode: consent.dossierCode,
    componentCode: consent.componentCode,
    purpose: consent.purpose,
    use: { ...consent.use, reads: consent.reads },
    requestedAt: consent.requestedAt,
    decidedAt: consent.decidedAt,
    expiresAt: consent.expiresAt,
    artefact: consent.artefact,
  };
}

/** Where the owner goes back to: the portal's own address with the request's id and nothing else. */
export function wayBack(consent: Pick<Consent, 'returnUrl' | 'evidenceRequestId'>): string | null {
  if (consent.returnUrl === null) return null;
  const url = new URL(consent.returnUrl);
  url.searchParams.set('evidenceRequestId', consent.evidenceRequestId);
  return url.href;
}
