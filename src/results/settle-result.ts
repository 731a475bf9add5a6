import { type AccessLog, loggedActor } from '../audit/index.js';
import type { AlertCitingDossiers, DocumentsStore, StoredDocument } from '../documents/index.js';
import type { Dossier, DossierResult, DossiersStore, FindDossier } from '../dossiers/index.js';
import type { Notify } from '../notices/index.js';
import { type ClientActor, nameWithAgency } from '../platform/actor.js';
import { AppError } from '../platform/app-error.js';
import type { Clock } from '../platform/clock.js';
import type { Transact } from '../platform/transaction.js';

interface SettleInput {
  readonly actor: ClientActor;
  readonly dossierCode: string;
  readonly resultCode: string;
}
export interface ResultView {
  readonly resultCode: string;
  readonly documentId: string;
  readonly state: 'HIDDEN' | 'RELEASED' | 'REVOKED';
}

export interface SettleDeps {
  readonly findDossier: FindDossier;
  readonly documents: DocumentsStore;
  readonly dossiers: DossiersStore;
  readonly alertCitingDossiers: AlertCitingDossiers;
  readonly log: AccessLog;
  readonly notify: Notify;
  readonly transact: Transact;
  readonly clock: Clock;
  /** Whether what the dossier says of its owner fits the e-ID, as far as that is known. */
  readonly identityFits: (
    ownerId: string,
    typed: { readonly name: string | null; readonly birthDate: string | null },
  ) => Promise<boolean>;
}

/** @throws AppError DOSSIER_NOT_FOUND, RESULT_NOT_FOUND */
export async function findResult(
  deps: Pick<SettleDeps, 'findDossier'>,
  input: SettleInput,
): Promise<{ dossier: Dossier; result: DossierResult }> {
  const dossier = await deps.findDossier({ actor: input.actor, code: input.dossierCode });
  const result = dossier.results.find((entry) => entry.resultCode === input.resultCode);
  if (!result) throw new AppError('RESULT_NOT_FOUND');
  return { dossier, result };
}

/**
 * A result is handed over: from now on its owner sees it and later dossiers may use it. Again: the same answer.
 * @throws AppError DOSSIER_NOT_FOUND, RESULT_NOT_FOUND, DOCUMENT_REVOKED
 */
export type ReleaseResult = (input: SettleInput) => Promise<ResultView>;

export function makeReleaseResult(deps: SettleDeps): ReleaseResult {
  return async (input) => {
    const { dossier, result } = await findResult(deps, input);
    mustNotBeRevoked(result);
    await holdBackIfDoubtful(deps, result.documentId);
    const done = await deps.transact(async (session) => {
      const released = await deps.documents.release(result.documentId, deps.clock.now(), session);
      if (!released) return false;
      await deps.dossiers.setResultState(dossier.id, result.resultCode, 'RELEASED', session);
      await deps.log.append(lineOf(input.actor, dossier, released, 'RELEASE', null), session);
      if (!released.heldBack)
        await deps.notify(noticeOf('RESULT_RELEASED', input, dossier, released), session);
      return true;
    });
    // Released before, or revoked between our look and our write.
    if (!done) mustNotBeRevoked((await findResult(deps, input)).result);
    return { resultCode: result.resultCode, documentId: result.documentId, state: 'RELEASED' };
  };
}

/** The owner may have signed in for the first time while the result was being put in. */
async function holdBackIfDoubtful(deps: SettleDeps, documentId: string): Promise<void> {
  const document = await deps.documents.byId(documentId);
  if (!document?.typedIdentity || document.heldBack) return;
  if (!(await deps.identityFits(document.ownerId, document.typedIdentity)))
    await deps.documents.holdBack([documentId]);
}

function mustNotBeRevoked(result: DossierResult): void {
  if (result.state === 'REVOKED') throw new AppError('DOCUMENT_REVOKED');
}

/**
 * A result is revoked: it stays findable, marked (NĐ 45/2020), open dossiers that cite it get an alert, closed ones stay
 * as they are. Again: the same answer.
 * @throws AppError DOSSIER_NOT_FOUND, RESULT_NOT_FOUND
 */
export type RevokeResult = (input: SettleInput & { readonly reason: string }) => Promise<ResultView>;

export function makeRevokeResult(deps: SettleDeps): RevokeResult {
  return async (input) => {
    const { dossier, result } = await findResult(deps, input);
    await deps.transact(async (session) => {
      const revoked = await deps.documents.revoke(result.documentId, session);
      if (!revoked) return;
      await deps.dossiers.setResultState(dossier.id, result.resultCode, 'REVOKED', session);
      // Copies of it that her list does not show may still be good.
      await deps.documents.bringBackBehind(revoked.ownerId, [revoked.id], session);
      const purpose = { code: 'REVOKE', text: input.reason };
      await deps.alertCitingDossiers('DOCUMENT_REVOKED', result.documentId, session);
      await deps.log.append(lineOf(input.actor, dossier, revoked, 'REVOKE', purpose), session);
      // A result that was never handed over, or is held back, was never shown.
      if (revoked.shown) await deps.notify(noticeOf('RESULT_REVOKED', input, dossier, revoked), session);
    });
    return { resultCode: result.resultCode, documentId: result.documentId, state: 'REVOKED' };
  };
}

function noticeOf(
  kind: 'RESULT_RELEASED' | 'RESULT_REVOKED',
  { actor }: SettleInput,
  dossier: Dossier,
  { id, ownerId }: StoredDocument,
) {
  const about = { agency: nameWithAgency(actor), dossierCode: dossier.code, documentId: id };
  return { ownerId, kind, key: `${kind}:${id}`, about };
}

function lineOf(
  actor: ClientActor,
  dossier: Dossier,
  document: StoredDocument,
  action: 'RELEASE' | 'REVOKE',
  purpose: { code: string; text: string } | null,
) {
  return {
    ownerId: document.ownerId,
    action,
    actor: loggedActor(actor),
    actorId: actor.id,
    dossierCode: dossier.code,
    procedureCode: dossier.procedureCode,
    documentId: document.id,
    version: document.currentVersion,
    purpose,
  };
}
