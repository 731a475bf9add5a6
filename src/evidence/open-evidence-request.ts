import { type AccessLog, type LookContext, loggedActor } from '../audit/index.js';
import type { Catalogue, Component } from '../catalogue/index.js';
import type { Consent, ConsentItem, RequestConsent } from '../consents/index.js';
import { DEFAULT_VALID_DAYS } from '../consents/index.js';
import {
  currentVersionOf,
  type MatchDocuments,
  type Matching,
  type StoredDocument,
} from '../documents/index.js';
import { type Dossier, type DossierActor, type FindDossier, mustBeOpen } from '../dossiers/index.js';
import type { NewNotice, Notify } from '../notices/index.js';
import { nameWithAgency } from '../platform/actor.js';
import { AppError, fieldError } from '../platform/app-error.js';
import { type Clock, vietnamDate } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import type { Transact } from '../platform/transaction.js';
import { isRegisteredReturn, mayAskOn } from './evidence.policy.js';
import { type EvidenceStore, RequestAlreadyThere } from './evidence.store.js';
import type { AskingOfficer, EvidenceItem, EvidenceRequest } from './evidence-request.js';
import { type IdentityFits, mustFitOwner } from './owner-fits.js';

export interface OpenEvidenceInput {
  readonly actor: DossierActor;
  readonly id: string;
  readonly dossierCode: string;
  readonly componentCode: string;
  readonly basis: 'CONSENT' | 'STATUTORY_DUTY';
  readonly legalGround: string | null;
  readonly purpose: { readonly code: string; readonly text: string };
  readonly officer: AskingOfficer;
  readonly use: { readonly maxReads: number | null; readonly validForDays: number | null };
  readonly returnUrl: string | null;
}

/**
 * Asks what the store holds for one component of one dossier. Matching happens here, once. The look is in the owner's
 * log before anything is told; request, consent and line are written together.
 * @throws AppError DOSSIER_NOT_FOUND, DOSSIER_CLOSED, VALIDATION_FAILED, BASIS_NOT_ALLOWED, OWNER_MISMATCH
 */
export type OpenEvidenceRequest = (
  input: OpenEvidenceInput,
) => Promise<{ readonly request: EvidenceRequest; readonly consent: Consent | null }>;

export interface OpenEvidenceDeps {
  readonly evidence: EvidenceStore;
  readonly findDossier: FindDossier;
  readonly catalogue: Catalogue;
  readonly matchDocuments: MatchDocuments;
  readonly requestConsent: RequestConsent;
  readonly findConsent: (id: string) => Promise<Consent>;
  readonly identityFits: IdentityFits;
  readonly log: AccessLog;
  readonly notify: Notify;
  readonly transact: Transact;
  readonly clock: Clock;
}

export function makeOpenEvidenceRequest(deps: OpenEvidenceDeps): OpenEvidenceRequest {
  return async (input) => {
    const { actor } = input;
    const dossier = await deps.findDossier({ actor, code: input.dossierCode });
    mustBeOpen(dossier);
    const component = deps.catalogue.component(dossier.procedureCode, input.componentCode);
    if (!component)
      throw fieldError('/componentCode', 'UNKNOWN', 'not a component of the dossier’s procedure');
    if (input.returnUrl !== null && !isRegisteredReturn(actor, input.returnUrl)) {
      throw fieldError('/returnUrl', 'NOT_REGISTERED', 'not an address registered for this client');
    }
    const draft = draftOf(input, dossier, component, deps.clock.now());
    await refuseOrLog(deps, input, dossier, component, draft);

    const matching = await deps.matchDocuments({
      ownerId: dossier.ownerId,
      accepts: component.accepts,
      on: dossier.submittedOn,
    });
    const decided = decide(draft, matching, hasSensitiveType(deps.catalogue, component));
    const consentId = decided.state === 'CONSENT_REQUIRED' ? newId() : null;
    const request: EvidenceRequest = { ...decided, consentId };
    try {
      const consent = await deps.transact(async (session) => {
        await deps.evidence.insert(request, session);
        await deps.log.append(lookOf(actor, request, null), session);
        const notice = noticeOf(actor, request);
        if (notice) await deps.notify(notice, session);
        return consentId === null
          ? null
          : deps.requestConsent(
              {
                id: consentId,
                ownerId: dossier.ownerId,
                evidenceRequestId: request.id,
                recipient: { kind: actor.kind, id: actor.id, name: actor.name, agencyCode: actor.agency },
                officer: { name: request.officer.name, position: request.officer.position },
                dossierCode: dossier.code,
                procedureCode: dossier.procedureCode,
                procedureName: deps.catalogue.procedure(dossier.procedureCode)?.name ?? component.name,
                componentCode: component.componentCode,
                componentName: component.name,
                ifRefused: component.ifRefused,
                purpose: request.purpose,
                candidates: matching.matches.map((document) => candidateOf(component, document)),
                use: {
                  maxReads: input.use.maxReads,
                  validForDays: input.use.validForDays ?? DEFAULT_VALID_DAYS,
                },
                returnUrl: input.returnUrl,
              },
              session,
            );
      });
      return { request, consent };
    } catch (error) {
      if (!(error instanceof RequestAlreadyThere)) throw error;
      const made = await deps.evidence.byId(input.id);
      if (!made) throw error;
      return {
        request: made,
        consent: made.consentId === null ? null : await deps.findConsent(made.consentId),
      };
    }
  };
}

function draftOf(
  input: OpenEvidenceInput,
  dossier: Dossier,
  component: Component,
  now: Date,
): Omit<EvidenceRequest, 'state' | 'items' | 'reasons' | 'consentId'> {
  return {
    id: input.id,
    openedBy: { kind: input.actor.kind, id: input.actor.id },
    dossierId: dossier.id,
    dossierCode: dossier.code,
    procedureCode: dossier.procedureCode,
    componentCode: component.componentCode,
    ownerId: dossier.ownerId,
    basis: input.basis,
    legalGround: input.legalGround,
    catalogueGround: input.basis === 'STATUTORY_DUTY' ? (component.statutoryDuty?.legalGround ?? null) : null,
    purpose: input.purpose,
    officer: input.officer,
    createdAt: now,
  };
}
type Draft = ReturnType<typeof draftOf>;

/** A look that may not be is refused, and the owner reads that it was tried. */
async function refuseOrLog(
  deps: OpenEvidenceDeps,
  input: OpenEvidenceInput,
  dossier: Dossier,
  component: Component,
  draft: Draft,
): Promise<void> {
  try {
    mayAskOn(input.basis, { actor: input.actor, procedureCode: dossier.procedureCode, component });
    if (input.basis === 'STATUTORY_DUTY') await mustFitOwner(deps, dossier);
  } catch (error) {
    if (error instanceof AppError) await deps.log.append(lookOf(input.actor, draft, error));
    throw error;
  }
}

function lookOf(actor: DossierActor, request: Draft, refusal: AppError | null) {
  return {
    ownerId: request.ownerId,
    action: 'LOOK_UP' as const,
    actor: loggedActor(actor, request.officer),
    actorId: actor.id,
    ...lookContextOf({ ...request, consentId: null }),
    ...(refusal ? { outcome: 'REFUSED' as const, refusalCode: refusal.code } : {}),
  };
}

/** By law one is told once a day for a dossier, however many of its components are looked for. */
function noticeOf(actor: DossierActor, request: EvidenceRequest): NewNotice | null {
  const { ownerId, consentId, dossierCode } = request;
  const about = { agency: nameWithAgency(actor), dossierCode };
  if (consentId !== null)
    return { ownerId, kind: 'CONSENT_ASKED', key: `consent:${consentId}`, about: { ...about, consentId } };
  // Nothing was found to ask for: nothing was told, and there is nothing to answer.
  if (request.basis === 'CONSENT') return null;
  const day = vietnamDate(request.createdAt);
  return { ownerId, kind: 'STATUTORY_LOOK', key: `look:${actor.id}:${dossierCode}:${day}`, about };
}

/** What the owner reads of a request in each line that comes of it. */
export function lookContextOf(request: Draft & { readonly consentId: string | null }): LookContext {
  return {
    dossierCode: request.dossierCode,
    procedureCode: request.procedureCode,
    componentCode: request.componentCode,
    purpose: request.purpose,
    basis: request.basis,
    legalGround: request.legalGround,
    catalogueGround: request.catalogueGround,
    consentId: request.consentId,
    evidenceRequestId: request.id,
  };
}

/** Sensitive personal data: whether anything is held is itself told only after consent. */
function hasSensitiveType(catalogue: Catalogue, component: Component): boolean {
  return component.accepts.some(({ typeCode }) => catalogue.isSensitive(typeCode));
}

function decide(draft: Draft, matching: Matching, sensitive: boolean): Omit<EvidenceRequest, 'consentId'> {
  const items = matching.matches.map(itemOf);
  if (draft.basis === 'CONSENT') {
    const ask = items.length > 0 || sensitive;
    return { ...draft, state: ask ? 'CONSENT_REQUIRED' : 'NO_MATCH', items: ask ? items : [], reasons: [] };
  }
  if (items.length > 0) return { ...draft, state: 'READY', items, reasons: [] };
  if (matching.waiting) return { ...draft, state: 'LATER', items: [], reasons: [] };
  return { ...draft, state: 'NO_MATCH', items: [], reasons: matching.reasons };
}

function itemOf(document: StoredDocument): EvidenceItem {
  const version = currentVersionOf(document);
  return {
    documentId: document.id,
    version: version.version,
    sha256: version.sha256,
    sizeBytes: version.sizeBytes,
    mediaType: version.mediaType,
    typeCode: document.typeCode,
    number: document.number,
    issuer: document.issuer,
    issuedOn: document.issuedOn,
    validTo: document.validTo,
    trustClass: version.trustClass,
    factsRevision: document.factsRevision,
  };
}

function candidateOf(component: Component, document: StoredDocument): ConsentItem {
  const version = currentVersionOf(document);
  return {
    componentCode: component.componentCode,
    documentId: document.id,
    version: version.version,
    sha256: version.sha256,
    title: document.title,
    typeCode: document.typeCode,
    trustClass: version.trustClass,
    sizeBytes: version.sizeBytes,
    pages: version.pages,
    issuedOn: document.issuedOn,
  };
}
