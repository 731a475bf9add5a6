import type { OwnerActor } from '../platform/actor.js';
import { AppError } from '../platform/app-error.js';
import type { DocumentVersion, StoredDocument } from './document.js';

/** e-ID account level that opens and shares documents (NĐ 69/2024; requirement 2). */
const LEVEL_TO_OPEN = 2;

/**
 * Whether an owner may open or share documents with this account.
 * @throws AppError LEVEL_TOO_LOW
 */
export function mayOpenAndShare(actor: OwnerActor): void {
  if (actor.accountLevel < LEVEL_TO_OPEN) throw new AppError('LEVEL_TOO_LOW');
}

/** Whether somebody who acts for the owner may see papers of a type; the owner herself may see all. */
export function isInScope({ mandate }: Pick<OwnerActor, 'mandate'>, typeCode: string): boolean {
  return mandate === undefined || mandate.types === null || mandate.types.includes(typeCode);
}

/** @throws AppError NOT_ALLOWED_FOR_OTHERS: a delegate that may not add papers of this type */
export function mayAddType(actor: Pick<OwnerActor, 'mandate'>, typeCode: string): void {
  const { mandate } = actor;
  const may = mandate === undefined || mandate.types === null || mandate.mayAdd;
  if (!may || !isInScope(actor, typeCode)) throw new AppError('NOT_ALLOWED_FOR_OTHERS');
}

/**
 * Whether a document may be read by others on a basis that holds.
 * @throws AppError DOCUMENT_DELETED, DOCUMENT_REVOKED
 */
export function mayBeReadByOthers(document: StoredDocument): void {
  if (document.deletedAt !== null || document.status === 'DELETED') throw new AppError('DOCUMENT_DELETED');
  if (document.status === 'REVOKED') throw new AppError('DOCUMENT_REVOKED');
  if (!document.shown) throw new AppError('DOCUMENT_NOT_FOUND');
}

/** Whether bytes may be served at all. With a scanner in use nothing unscanned leaves. */
export function isServable(version: Pick<DocumentVersion, 'scan'>, scanning: boolean): boolean {
  if (version.scan.state === 'INFECTED') return false;
  return version.scan.state === 'CLEAN' || !scanning;
}

/** @throws AppError FILE_INFECTED, DOCUMENT_NOT_SCANNED */
export function mayBeServed(version: DocumentVersion, scanning: boolean): void {
  if (version.scan.state === 'INFECTED') throw new AppError('FILE_INFECTED');
  if (!isServable(version, scanning)) throw new AppError('DOCUMENT_NOT_SCANNED');
}

/** Why an owner may not take a document out now; null when she may. Deleting decides anew. */
export function whyNotDeletable(
  document: Pick<StoredDocument, 'source' | 'citations'>,
): 'RESULT_NOT_DELETABLE' | 'DOCUMENT_IN_USE' | null {
  if (document.source === 'RESULT') return 'RESULT_NOT_DELETABLE';
  return document.citations.open > 0 ? 'DOCUMENT_IN_USE' : null;
}
