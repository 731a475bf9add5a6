import { type AccessLog, loggedActor } from '../audit/index.js';
import type { OwnerActor } from '../platform/actor.js';
import { AppError } from '../platform/app-error.js';
import type { Clock } from '../platform/clock.js';
import type { Transact } from '../platform/transaction.js';
import type { DocumentsStore } from './documents.store.js';
import type { OwnerQuota } from './quota.js';

/**
 * An owner takes an own upload out. Cited only by closed dossiers it is hidden from her and kept; else its objects are
 * removed soon after and a tombstone stays. Results stay (NĐ 45/2020).
 * @throws AppError DOCUMENT_NOT_FOUND, RESULT_NOT_DELETABLE, DOCUMENT_IN_USE
 */
export type DeleteDocument = (input: { readonly actor: OwnerActor; readonly id: string }) => Promise<void>;

export function makeDeleteDocument(deps: {
  documents: DocumentsStore;
  quota: OwnerQuota;
  log: AccessLog;
  transact: Transact;
  clock: Clock;
  /** Begins to remove objects of deleted documents; may be interrupted, the sweep goes on. */
  removeObjects: (id: string) => Promise<void>;
}): DeleteDocument {
  const { documents, quota, log, transact, clock } = deps;
  return async ({ actor, id }) => {
    const { ownerId } = actor;
    const found = await documents.ofOwner(ownerId, id);
    if (!found) throw new AppError('DOCUMENT_NOT_FOUND');
    if (found.source === 'RESULT') throw new AppError('RESULT_NOT_DELETABLE');
    const deleted = await transact(async (session) => {
      const marked = await documents.markDeleted(ownerId, id, clock.now(), session);
      if (!marked) return null;
      await documents.bringBackBehind(ownerId, [id], session);
      const bytes = marked.versions.reduce((sum, version) => sum + version.sizeBytes, 0);
      const photos = await documents.photoSizesOf(ownerId, id, session);
      // Kept for a closed dossier, it keeps the photos that it was made from.
      if (marked.status === 'DELETED') await documents.markPhotosDeleted(photos.ids, clock.now(), session);
      await quota.release(ownerId, { bytes: bytes + photos.bytes, documents: 1 }, session);
      await log.append(
        { ownerId, action: 'DELETE', actor: loggedActor(actor), actorId: actor.id, documentId: id },
        session,
      );
      return { ...marked, photoIds: photos.ids };
    });
    if (deleted) {
      if (deleted.status === 'DELETED')
        for (const one of [id, ...deleted.photoIds]) await deps.removeObjects(one);
      return;
    }
    const now = await documents.ofOwner(ownerId, id);
    throw new AppError(now ? 'DOCUMENT_IN_USE' : 'DOCUMENT_NOT_FOUND');
  };
}
