import type { ClientSession } from 'mongoose';
import { type AccessLog, loggedActor } from '../audit/index.js';
import type { Catalogue } from '../catalogue/index.js';
import type { OwnerActor } from '../platform/actor.js';
import { AppError } from '../platform/app-error.js';
import { vietnamDate } from '../platform/clock.js';
import { makeInTurn } from '../platform/in-turn.js';
import type { Transact } from '../platform/transaction.js';
import type { StoredDocument } from './document.js';
import { factsOf, type GivenFacts } from './document-facts.js';
import { mayAddType } from './documents.policy.js';
import type { DocumentsStore } from './documents.store.js';
import type { Examination, ReceivedFile } from './intake/received-file.js';
import type { OwnerQuota } from './quota.js';
import { AlreadyThere, SameBytes } from './same-bytes.js';
import { type StoreFileDeps, storeFile } from './store-file.js';

export interface AddDocumentInput {
  readonly actor: OwnerActor;
  /** Bound to the new document's id, version 1. The caller discards it afterwards. */
  readonly file: ReceivedFile;
  readonly examination: Examination;
  readonly given: GivenFacts & { readonly title?: string | undefined };
  /** Written with the record, or neither is. */
  readonly alsoWrite?: (session: ClientSession) => Promise<void>;
}

/**
 * An owner puts a paper in. Resolves when the object is stored, and the record, the space it takes and the line in the
 * log are written together with majority and journal.
 * @returns the document; `duplicate` when a living own upload has the same bytes already
 * @throws AppError DOCUMENT_TYPE_UNKNOWN, VALIDATION_FAILED, QUOTA_EXCEEDED, STORAGE_UNAVAILABLE
 */
export type AddDocument = (
  input: AddDocumentInput,
) => Promise<{ readonly document: StoredDocument; readonly duplicate: boolean }>;

export function makeAddDocument(
  deps: StoreFileDeps & {
    documents: DocumentsStore;
    catalogue: Catalogue;
    quota: OwnerQuota;
    log: AccessLog;
  },
): AddDocument {
  const { documents, quota, log } = deps;
  // All of one owner's uploads raise one record, the quota's.
  const inTurn = makeInTurn();
  return async ({ actor, file, examination, given, alsoWrite }) => {
    const { ownerId, documentId } = file.binding;
    mayAddType(actor, given.typeCode);
    const now = deps.clock.now();
    const facts = factsOf(given, deps.catalogue, vietnamDate(now));

    const [twin, hasRoom] = await Promise.all([
      documents.livingUploadByHash(ownerId, file.sha256),
      quota.hasRoom(ownerId, { bytes: file.sizeBytes, documents: 1 }),
    ]);
    if (twin) {
      // A delegate learns nothing of a paper that is not hers to see, though she has its bytes.
      mayAddType(actor, twin.typeCode);
      return { document: twin, duplicate: true };
    }
    if (!hasRoom) throw new AppError('QUOTA_EXCEEDED');

    try {
      const document = await storeFile(deps, file, examination, async (version, transact) => {
        const fresh: StoredDocument = {
          id: documentId,
          ownerId,
          ...facts,
          title: given.title || defaultTitle(deps.catalogue, facts.typeCode, file.fileName),
          status: 'VALID',
          source: 'OWN_UPLOAD',
          shown: true,
          currentVersion: version.version,
          versions: [version],
          factsRevision: 1,
          citations: { open: 0, closed: 0 },
          heldBack: false,
          typedIdentity: null,
          deposit: null,
          createdAt: now,
          deletedAt: null,
        };
        const write = async (session: Parameters<Parameters<Transact>[0]>[0]) => {
          const room = await quota.reserve(ownerId, { bytes: file.sizeBytes, documents: 1 }, session);
          if (!room) throw new AppError('QUOTA_EXCEEDED');
          await documents.insert(fresh, session);
          await alsoWrite?.(session);
          await log.append(
            {
              ownerId,
              action: 'UPLOAD',
              actor: loggedActor(actor),
              actorId: actor.id,
              documentId,
              version: 1,
            },
            session,
          );
        };
        await inTurn(ownerId, () => transact(write));
        return fresh;
      });
      return { document, duplicate: false };
    } catch (error) {
      if (error instanceof SameBytes) {
        const first = await documents.livingUploadByHash(ownerId, file.sha256);
        if (first) {
          mayAddType(actor, first.typeCode);
          return { document: first, duplicate: true };
        }
      }
      if (error instanceof AlreadyThere) {
        const made = await documents.ofOwner(ownerId, documentId);
        if (made) return { document: made, duplicate: false };
      }
      throw error;
    }
  };
}

function defaultTitle(catalogue: Catalogue, typeCode: string, fileName: string): string {
  return typeCode === 'OTHER' ? fileName : (catalogue.type(typeCode)?.name.vi ?? fileName);
}
