import type { HoldConsent, Sign } from '../consents/index.js';
import { mayBeReadByOthers } from '../documents/index.js';
import {
  type Citation,
  type Dossier,
  type DossierActor,
  type DossiersStore,
  mustBeOpen,
} from '../dossiers/index.js';
import { AppError } from '../platform/app-error.js';
import type { Clock } from '../platform/clock.js';
import type { Transact } from '../platform/transaction.js';
import type { BasisDeps, GrantedItem, GrantItem } from './basis-check.js';

export interface CiteInput {
  readonly actor: DossierActor;
  /** Id for the citation. */
  readonly id: string;
  readonly evidenceRequestId: string;
  readonly documentId: string;
  readonly version: number;
  readonly sha256: string;
}

export interface CitationView extends Omit<Citation, 'evidenceRequestId' | 'validTo'> {
  readonly dossierCode: string;
}

/**
 * Freezes a document's version and hash into its dossier, with a signed receipt. The same citation again gives the first
 * one while the basis holds.
 * @throws AppError as GrantItem; HASH_MISMATCH, DOSSIER_FULL
 */
export type CiteItem = (input: CiteInput) => Promise<CitationView>;

export function makeCiteItem(deps: {
  grantItem: GrantItem;
  findDocument: BasisDeps['findDocument'];
  dossiers: DossiersStore;
  /** Counts the citation at the document; false when it is gone or revoked at this moment. */
  countCitation: (documentId: string, session: Parameters<Parameters<Transact>[0]>[0]) => Promise<boolean>;
  holdConsent: HoldConsent;
  sign: Sign;
  log: BasisDeps['log'];
  transact: Transact;
  clock: Clock;
}): CiteItem {
  /** Says why a document could not be counted: it was taken out or revoked between our look and our write. */
  const mustBeCitable = async (
    documentId: string,
    session: Parameters<Parameters<Transact>[0]>[0],
  ): Promise<never> => {
    const document = await deps.findDocument(documentId, session);
    if (document) mayBeReadByOthers(document);
    throw new AppError('DOCUMENT_DELETED');
  };

  return async (input) => {
    const granted = await deps.grantItem({
      actor: input.actor,
      requestId: input.evidenceRequestId,
      documentId: input.documentId,
      action: 'CITE',
    });
    const { request, item } = granted;
    return granted.refusing(async () => {
      if (item.version !== input.version || item.sha256 !== input.sha256.toLowerCase()) {
        throw new AppError('HASH_MISMATCH');
      }
      const before = await deps.dossiers.byId(request.dossierId);
      const first = before && sameCitation(before, request.id, item);
      if (before && first) return viewOf(before, first);

      const citation = await makeCitation(deps, input, granted);
      const after = await deps.transact(async (session) => {
        const dossier = await deps.dossiers.pushCitation(request.dossierId, citation, session);
        if (!dossier) return null;
        if (request.consentId !== null) await deps.holdConsent(request.consentId, session);
        if (!(await deps.countCitation(item.documentId, session))) {
          await mustBeCitable(item.documentId, session);
        }
        await deps.log.append(granted.line, session);
        return dossier;
      });
      if (after) return viewOf(after, citation);
      return repeatedOrClosed(await deps.dossiers.byId(request.dossierId), request.id, item);
    });
  };
}

/** Another call cited it between our look and our write, or the dossier was closed, or it is full. */
function repeatedOrClosed(
  dossier: Dossier | null,
  requestId: string,
  item: GrantedItem['item'],
): CitationView {
  if (!dossier) throw new AppError('DOSSIER_NOT_FOUND');
  const first = sameCitation(dossier, requestId, item);
  if (first) return viewOf(dossier, first);
  mustBeOpen(dossier);
  throw new AppError('DOSSIER_FULL');
}

function sameCitation(dossier: Dossier, requestId: string, item: GrantedItem['item']): Citation | undefined {
  return dossier.citations.find(
    (citation) =>
      citation.evidenceRequestId === requestId &&
      citation.documentId === item.documentId &&
      citation.version === item.version &&
      citation.sha256 === item.sha256,
  );
}

async function makeCitation(
  deps: { sign: Sign; clock: Clock },
  input: CiteInput,
  { request, item }: GrantedItem,
): Promise<Citation> {
  const citedAt = deps.clock.now();
  const frozen = {
    componentCode: request.componentCode,
    documentId: item.documentId,
    version: item.version,
    sha256: item.sha256,
  };
  const receipt = await deps.sign('receipt+jwt', {
    jti: input.id,
    ...frozen,
    dossierCode: request.dossierCode,
    procedureCode: request.procedureCode,
    evidenceRequestId: request.id,
    basis: request.basis,
    consentId: request.consentId,
    citedAt: citedAt.toISOString(),
    recipient: { agencyCode: input.actor.agency, clientId: input.actor.id },
  });
  return { id: input.id, ...frozen, citedAt, evidenceRequestId: request.id, receipt, validTo: item.validTo };
}

function viewOf(
  dossier: Dossier,
  { evidenceRequestId: _request, validTo: _validTo, ...citation }: Citation,
): CitationView {
  return { dossierCode: dossier.code, ...citation };
}
