import { type AccessLog, loggedActor } from '../audit/index.js';
import { type Consent, type FindConsent, mustHold } from '../consents/index.js';
import {
  type DocumentVersion,
  mayBeReadByOthers,
  mayBeServed,
  type StoredDocument,
  versionOf,
} from '../documents/index.js';
import { type DossierActor, type FindDossier, mustBeOpen } from '../dossiers/index.js';
import { AppError } from '../platform/app-error.js';
import type { Clock } from '../platform/clock.js';
import type { Transact } from '../platform/transaction.js';
import { mustBeOwnRequest } from './evidence.policy.js';
import type { EvidenceStore } from './evidence.store.js';
import type { EvidenceItem, EvidenceRequest } from './evidence-request.js';
import { lookContextOf } from './open-evidence-request.js';
import { type IdentityFits, mustFitOwner } from './owner-fits.js';

export interface BasisDeps {
  readonly evidence: EvidenceStore;
  readonly findDossier: FindDossier;
  readonly findConsent: FindConsent;
  readonly findDocument: (
    id: string,
    session?: Parameters<Parameters<Transact>[0]>[0],
  ) => Promise<StoredDocument | null>;
  readonly identityFits: IdentityFits;
  readonly log: AccessLog;
  readonly scanning: boolean;
  readonly clock: Clock;
}

export type ItemAction = 'MANIFEST' | 'READ_CONTENT' | 'CITE' | 'COMPARE';

/** An item whose basis holds at this moment. */
export interface GrantedItem {
  readonly request: EvidenceRequest;
  readonly item: EvidenceItem;
  readonly document: StoredDocument;
  readonly version: DocumentVersion;
  /** The line that the owner will read; written by the caller before anything leaves. */
  readonly line: Parameters<AccessLog['append']>[0];
  /** Runs a step that may still refuse, and leaves the refusal in the log. */
  readonly refusing: <Result>(step: () => Promise<Result>) => Promise<Result>;
}

/**
 * Checks again, at each use, whether a request's basis gives this actor this document. What is refused for a matched
 * item is in the owner's log.
 * @throws AppError EVIDENCE_REQUEST_NOT_FOUND, DOSSIER_CLOSED, OWNER_MISMATCH, CONSENT_REQUIRED | DENIED | WITHDRAWN | EXPIRED | USED_UP,
 *   DOCUMENT_NOT_FOUND, DOCUMENT_DELETED, DOCUMENT_REVOKED, DOCUMENT_NOT_SCANNED
 */
export type GrantItem = (input: {
  readonly actor: DossierActor;
  readonly requestId: string;
  readonly documentId: string;
  readonly action: ItemAction;
}) => Promise<GrantedItem>;

export function makeGrantItem(deps: BasisDeps): GrantItem {
  return async ({ actor, requestId, documentId, action }) => {
    const request = mustBeOwnRequest(actor, await deps.evidence.byId(requestId));
    const matched = request.items.find((item) => item.documentId === documentId);
    const line = {
      ownerId: request.ownerId,
      action,
      actor: loggedActor(actor, request.officer),
      actorId: actor.id,
      ...lookContextOf(request),
      documentId: matched?.documentId ?? null,
      version: matched?.version ?? null,
    };
    const refusing: GrantedItem['refusing'] = async (step) => {
      try {
        return await step();
      } catch (error) {
        if (error instanceof AppError && matched) {
          await deps.log.append({ ...line, outcome: 'REFUSED', refusalCode: error.code });
        }
        throw error;
      }
    };
    return refusing(async () => {
      const dossier = await deps.findDossier({ actor, code: request.dossierCode });
      mustBeOpen(dossier);
      // The e-ID may have told since the look-up whose number it is.
      if (request.basis === 'STATUTORY_DUTY') await mustFitOwner(deps, dossier);
      const consent = request.consentId === null ? null : await deps.findConsent(request.consentId);
      if (consent) mustHold(consent, deps.clock.now());
      const item = grantedItem(request, consent, documentId);
      const document = await deps.findDocument(item.documentId);
      if (!document || document.ownerId !== request.ownerId) throw new AppError('DOCUMENT_NOT_FOUND');
      mayBeReadByOthers(document);
      const version = versionOf(document, item.version);
      if (!version) throw new AppError('DOCUMENT_NOT_FOUND');
      mayBeServed(version, deps.scanning);
      return { request, item, document, version, line, refusing };
    });
  };
}

/** By duty every match; with consent those agreed to. */
function grantedItem(request: EvidenceRequest, consent: Consent | null, documentId: string): EvidenceItem {
  const item = request.items.find((entry) => entry.documentId === documentId);
  const agreed = consent === null || consent.items.some((entry) => entry.documentId === documentId);
  if (!item || !agreed || (consent === null && request.basis === 'CONSENT'))
    throw new AppError('DOCUMENT_NOT_FOUND');
  return item;
}
