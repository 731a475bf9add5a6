import type { ClientSession } from 'mongoose';
import { type AccessLog, loggedActor } from '../audit/index.js';
import type { OwnerActor } from '../platform/actor.js';
import { AppError } from '../platform/app-error.js';
import type { Clock } from '../platform/clock.js';
import type { Transact } from '../platform/transaction.js';
import type { DepositOrigin } from './document.js';
import { mayOpenAndShare } from './documents.policy.js';
import type { DocumentsStore } from './documents.store.js';

/** What is told to those who operate the service when a paper came to the wrong person: ids, no names. */
export type TellOfDisowned = (ids: {
  readonly documentId: string;
  readonly agency: string | null;
  readonly resultCode: string | null;
}) => void;

/** Alerts the dossier from which a result came, and those who work on it. */
export type AlertOrigin = (
  type: 'RESULT_DISOWNED' | 'MISTAKE_REPORTED',
  { dossierCode }: Pick<DepositOrigin, 'dossierCode'>,
  documentId: string,
  session: ClientSession,
) => Promise<void>;

/**
 * "Not mine": a result that an agency put into the wrong person's store is out of everybody's sight at once and waits
 * for an inspector. What was cited before stays as it was cited. Said twice it is not found.
 * @throws AppError LEVEL_TOO_LOW; DOCUMENT_NOT_FOUND also for an own upload, which its owner deletes
 */
export type DisownDocument = (input: { readonly actor: OwnerActor; readonly id: string }) => Promise<void>;

export function makeDisownDocument(deps: {
  documents: DocumentsStore;
  log: AccessLog;
  transact: Transact;
  clock: Clock;
  tellOfDisowned: TellOfDisowned;
  alertOrigin: AlertOrigin;
}): DisownDocument {
  const { documents, log, transact, clock } = deps;
  return async ({ actor, id }) => {
    mayOpenAndShare(actor);
    const { ownerId } = actor;
    const disowned = await transact(async (session) => {
      const hidden = await documents.disown(ownerId, id, clock.now(), session);
      if (!hidden) throw new AppError('DOCUMENT_NOT_FOUND');
      await documents.bringBackBehind(ownerId, [id], session);
      await log.append(
        { ownerId, action: 'DISOWN', actor: loggedActor(actor), actorId: actor.id, documentId: id },
        session,
      );
      if (hidden.deposit) await deps.alertOrigin('RESULT_DISOWNED', hidden.deposit, id, session);
      return hidden;
    });
    const { agency = null, resultCode = null } = disowned.deposit ?? {};
    deps.tellOfDisowned({ documentId: id, agency, resultCode });
  };
}
