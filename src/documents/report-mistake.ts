import type { ClientSession } from 'mongoose';
import type { FileMistake, PaperInQuestion } from '../audit/index.js';
import type { OwnerActor } from '../platform/actor.js';
import { AppError } from '../platform/app-error.js';
import type { AlertOrigin } from './disown-document.js';
import { isVouchedFor, type StoredDocument } from './document.js';
import type { DocumentsStore } from './documents.store.js';

/**
 * "There is a mistake in it": of a paper for whose facts a clerk or agency vouches, so that its owner cannot correct it
 * herself. An inspector answers, and the dossier from which a result came is alerted. While one report is open, more
 * words are added to it.
 * @returns the id of the complaint
 * @throws AppError DOCUMENT_NOT_FOUND; DOCUMENT_NOT_VOUCHED for one that she corrects herself; COMPLAINT_FULL
 */
export type ReportMistake = (input: {
  readonly actor: OwnerActor;
  readonly documentId: string;
  readonly text: string;
  readonly id: string;
}) => Promise<string>;

export function makeReportMistake(deps: {
  documents: Pick<DocumentsStore, 'ofOwner'>;
  fileMistake: FileMistake;
  alertOrigin: AlertOrigin;
}): ReportMistake {
  return async ({ actor, documentId, text, id }) => {
    const document = await deps.documents.ofOwner(actor.ownerId, documentId);
    if (!document) throw new AppError('DOCUMENT_NOT_FOUND');
    if (!isVouchedFor(document)) throw new AppError('DOCUMENT_NOT_VOUCHED');
    const { deposit } = document;
    const alongWith = async (session: ClientSession) => {
      if (deposit) await deps.alertOrigin('MISTAKE_REPORTED', deposit, documentId, session);
    };
    return (await deps.fileMistake({ actor, documentId, text, id, alongWith })).id;
  };
}

/** What an inspector is told of a paper: where it came from and who vouched for it. Null when it is gone. */
export function makePaperInQuestion(deps: { documents: Pick<DocumentsStore, 'byId'> }) {
  return async (documentId: string): Promise<PaperInQuestion | null> => {
    const document = await deps.documents.byId(documentId);
    return document && document.deletedAt === null ? paperOf(document) : null;
  };
}

function paperOf({ typeCode, deposit, versions }: StoredDocument): PaperInQuestion {
  const compared = versions.flatMap(({ comparedBy }) => comparedBy ?? []);
  return {
    typeCode,
    agency: deposit?.agency ?? compared.at(-1)?.agency ?? null,
    dossierCode: deposit?.dossierCode ?? null,
    resultCode: deposit?.resultCode ?? null,
    vouchedBy: compared.map(({ officerId }) => officerId),
  };
}
