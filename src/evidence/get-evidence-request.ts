import { type Consent, consentCode, type FindConsent, stateAt } from '../consents/index.js';
import type { DossierActor, FindDossier } from '../dossiers/index.js';
import type { Clock } from '../platform/clock.js';
import { mustBeOwnRequest } from './evidence.policy.js';
import type { EvidenceStore } from './evidence.store.js';
import type { EvidenceItem, EvidenceRequest } from './evidence-request.js';

/** @throws AppError EVIDENCE_REQUEST_NOT_FOUND */
export type GetEvidenceRequest = (input: {
  readonly actor: DossierActor;
  readonly id: string;
}) => Promise<{ readonly request: EvidenceRequest; readonly consent: Consent | null }>;

export function makeGetEvidenceRequest(deps: {
  evidence: EvidenceStore;
  findConsent: FindConsent;
}): GetEvidenceRequest {
  return async ({ actor, id }) => {
    const request = mustBeOwnRequest(actor, await deps.evidence.byId(id));
    return {
      request,
      consent: request.consentId === null ? null : await deps.findConsent(request.consentId),
    };
  };
}

/** What this asker asked for one dossier, newest first. @throws AppError DOSSIER_NOT_FOUND */
export type ListEvidenceRequests = (input: {
  readonly actor: DossierActor;
  readonly dossierCode: string;
  readonly limit: number;
}) => Promise<readonly { readonly request: EvidenceRequest; readonly consent: Consent | null }[]>;

export function makeListEvidenceRequests(deps: {
  evidence: EvidenceStore;
  findDossier: FindDossier;
  findConsent: FindConsent;
}): ListEvidenceRequests {
  return async ({ actor, dossierCode, limit }) => {
    const dossier = await deps.findDossier({ actor, code: dossierCode });
    const openedBy = { kind: actor.kind, id: actor.id };
    const requests = await deps.evidence.ofDossier(dossier.id, openedBy, limit);
    return Promise.all(
      requests.map(async (request) => ({
        request,
        consent: request.consentId === null ? null : await deps.findConsent(request.consentId),
      })),
    );
  };
}

/** A request as its asker sees it: before consent nothing but the state is told. */
export function evidenceRequestView(
  { request, consent }: { request: EvidenceRequest; consent: Consent | null },
  deps: { clock: Clock; publicUrl: string },
) {
  const now = deps.clock.now();
  const consentState = consent && stateAt(consent, now);
  const granted = consent === null || consentState === 'GIVEN';
  const agreed = consent === null ? null : new Set(consent.items.map((item) => item.documentId));
  const items = granted ? request.items.filter((item) => agreed === null || agreed.has(item.documentId)) : [];
  return {
    id: request.id,
    dossierCode: request.dossierCode,
    procedureCode: request.procedureCode,
    componentCode: request.componentCode,
    basis: request.basis,
    state: request.state === 'CONSENT_REQUIRED' && granted ? ('READY' as const) : request.state,
    ...(consent
      ? {
          consent: {
            id: consent.id,
            state: consentState ?? consent.state,
            url: `${deps.publicUrl}/consents/${consent.id}`,
            // For a counter: eight digits, and where they lead the owner who has signed in.
            code: consentCode(consent.id),
            shortUrl: `${deps.publicUrl}/c/${consentCode(consent.id)}`,
            expiresAt: consent.expiresAt,
          },
        }
      : {}),
    items: items.map(itemView),
    ...(request.state === 'NO_MATCH' && request.basis === 'STATUTORY_DUTY'
      ? { reasons: request.reasons }
      : {}),
    createdAt: request.createdAt,
  };
}
export type EvidenceRequestView = ReturnType<typeof evidenceRequestView>;

function itemView({ factsRevision: _revision, ...shown }: EvidenceItem) {
  return shown;
}
