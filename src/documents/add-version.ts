import { type AccessLog, loggedActor } from '../audit/index.js';
import type { OwnerActor } from '../platform/actor.js';
import { AppError } from '../platform/app-error.js';
import type { Transact } from '../platform/transaction.js';
import { currentVersionOf, isVouchedFor, MAX_VERSIONS, type StoredDocument } from './document.js';
import type { DocumentsStore } from './documents.store.js';
import type { Examination, ReceivedFile } from './intake/received-file.js';
import type { OwnerQuota } from './quota.js';
import { SameBytes } from './same-bytes.js';
import { type StoreFileDeps, storeFile } from './store-file.js';

export interface AddVersionInput {
  readonly actor: OwnerActor;
  /** Bound to the document and the version after its current one. */
  readonly file: ReceivedFile;
  readonly examination: Examination;
}

/**
 * An owner replaces the bytes of an own upload: the old version stays, the new one starts at SELF_UPLOADED.
 * @returns `unchanged` when the bytes are those of the current version
 * @throws AppError DOCUMENT_NOT_FOUND, VERSION_CONFLICT, DOCUMENT_DUPLICATE, QUOTA_EXCEEDED, STORAGE_UNAVAILABLE
 */
export type AddVersion = (
  input: AddVersionInput,
) => Promise<{ readonly document: StoredDocument; readonly unchanged: boolean }>;

/** Tells open dossiers that cite a document, within the transaction that changes it; given by the feature of dossiers. */
export type AlertCitingDossiers = (
  type: 'DOCUMENT_NEW_VERSION' | 'DOCUMENT_REVOKED',
  documentId: string,
  session: Parameters<Parameters<Transact>[0]>[0],
) => Promise<void>;

/**
 * The version that a new file of this document would be.
 * @throws AppError DOCUMENT_NOT_FOUND, DOCUMENT_VERIFIED (a result's bytes are its agency's), VERSION_LIMIT_REACHED
 */
export async function nextVersion(documents: DocumentsStore, actor: OwnerActor, id: string): Promise<number> {
  const found = await documents.ofOwner(actor.ownerId, id);
  if (!found) throw new AppError('DOCUMENT_NOT_FOUND');
  if (found.source === 'RESULT' && isVouchedFor(found)) throw new AppError('DOCUMENT_VERIFIED');
  if (found.versions.length >= MAX_VERSIONS)
    throw new AppError('VERSION_LIMIT_REACHED', { limit: MAX_VERSIONS });
  return found.currentVersion + 1;
}

export function makeAddVersion(
  deps: StoreFileDeps & {
    documents: DocumentsStore;
    quota: OwnerQuota;
    log: AccessLog;
    alertCitingDossiers: AlertCitingDossiers;
  },
): AddVersion {
  const { documents, quota, log } = deps;
  return async ({ actor, file, examination }) => {
    const { ownerId, documentId, version: number } = file.binding;
    const found = await documents.ofOwner(ownerId, documentId);
    if (!found) throw new AppError('DOCUMENT_NOT_FOUND');
    if (currentVersionOf(found).sha256 === file.sha256) return { document: found, unchanged: true };
    if (found.currentVersion !== number - 1) throw new AppError('VERSION_CONFLICT');
    const twin = await documents.livingUploadByHash(ownerId, file.sha256);
    if (twin && twin.id !== documentId) throw new AppError('DOCUMENT_DUPLICATE', { documentId: twin.id });
    const room = await quota.hasRoom(ownerId, { bytes: file.sizeBytes, documents: 0 });
    if (!room) throw new AppError('QUOTA_EXCEEDED');
    try {
      const document = await storeFile(deps, file, examination, (version, transact) =>
        transact(async (session) => {
          const room = await quota.reserve(ownerId, { bytes: file.sizeBytes, documents: 0 }, session);
          if (!room) throw new AppError('QUOTA_EXCEEDED');
          const changed = await documents.pushVersion({ ownerId, id: documentId }, version, session);
          if (!changed) throw new AppError('VERSION_CONFLICT');
          await deps.alertCitingDossiers('DOCUMENT_NEW_VERSION', documentId, session);
          await log.append(
            {
              ownerId,
              action: 'UPLOAD',
              actor: loggedActor(actor),
              actorId: actor.id,
              documentId,
              version: number,
            },
            session,
          );
          return changed;
        }),
      );
      return { document, unchanged: false };
    } catch (error) {
      if (!(error instanceof SameBytes)) throw error;
      const other = await documents.livingUploadByHash(ownerId, file.sha256);
      throw new AppError('DOCUMENT_DUPLICATE', { documentId: other?.id ?? '' }, { cause: error });
    }
  };
}
