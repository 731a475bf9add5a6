import type { IncomingMessage } from 'node:http';
import type { FileOpener } from '../../foreign-bytes/index.js';
import { z } from '../../http/zod.js';
import type { OwnerActor } from '../../platform/actor.js';
import { AppError } from '../../platform/app-error.js';
import { newId } from '../../platform/ids.js';
import { MOST_PHOTOS, type StoredDocument } from '../document.js';
import { mayOpenAndShare } from '../documents.policy.js';
import type { DocumentsStore } from '../documents.store.js';
import type { ExamineFile, ReceiveUpload } from '../intake/received-file.js';
import type { OwnerQuota } from '../quota.js';
import { receiveDocument } from '../receive-document.js';
import { SameBytes } from '../same-bytes.js';
import { type StoreFileDeps, storeFile } from '../store-file.js';

/**
 * Takes a photo in as the next page of a document that is yet to be made. It is checked and scanned as any file; what
 * was sent is kept as it came. Sent again, as after a lost answer, the same bytes are the same page.
 * @throws AppError as an upload does; LEVEL_TOO_LOW, TOO_MANY_PHOTOS, TOO_MANY_UNSAVED, PHOTO_NOT_PICTURE for a PDF
 */
export type AddPhoto = (input: {
  readonly actor: OwnerActor;
  /** Id of the document to be made. */
  readonly of: string;
  readonly request: IncomingMessage;
  readonly checkCsrf: (token: string | undefined) => void;
}) => Promise<void>;

/** Of one owner, in all drafts together: what nobody saves must not fill the store with small records. */
const MOST_UNSAVED = 200;

export function makeAddPhoto(
  deps: StoreFileDeps & {
    receive: ReceiveUpload;
    examineFile: ExamineFile;
    assess: FileOpener['assess'];
    documents: DocumentsStore;
    quota: OwnerQuota;
  },
): AddPhoto {
  const { documents, quota } = deps;
  return async ({ actor, of, request, checkCsrf }) => {
    const id = newId();
    const { ownerId } = actor;
    const binding = { ownerId, documentId: id, version: 1 };
    const check = (token: string | undefined): void => {
      checkCsrf(token);
      mayOpenAndShare(actor);
    };
    await receiveDocument(
      deps,
      { request, binding, schema: z.strictObject({}), checkCsrf: check },
      async ({ file, examine }) => {
        if (file.mediaType === 'application/pdf') throw new AppError('PHOTO_NOT_PICTURE');
        const use = { bytes: file.sizeBytes, documents: 0 };
        if (!(await quota.hasRoom(ownerId, use))) throw new AppError('QUOTA_EXCEEDED');
        const examination = await examine();
        const hints = await deps.assess(() => file.openPlaintext(), file);
        const write = storeFile(deps, file, examination, (version, transact) =>
          transact(async (session) => {
            const others = await documents.photosOf(ownerId, of, session);
            if (others.some((other) => other.versions[0]?.sha256 === version.sha256)) throw new SameBytes();
            if ((await documents.countUnsaved(ownerId, MOST_UNSAVED, session)) >= MOST_UNSAVED)
              throw new AppError('TOO_MANY_UNSAVED', { most: MOST_UNSAVED });
            if (others.length >= MOST_PHOTOS) throw new AppError('TOO_MANY_PHOTOS', { most: MOST_PHOTOS });
            // Sent from a page that was left open: its document is made already.
            if (others.some(({ photo }) => photo?.joined)) throw new AppError('PHOTOS_JOINED');
            if (!(await quota.reserve(ownerId, use, session))) throw new AppError('QUOTA_EXCEEDED');
            const order = 1 + Math.max(0, ...others.map(({ photo }) => photo?.order ?? 0));
            const page: StoredDocument = {
              id,
              ownerId,
              typeCode: 'OTHER',
              title: '',
              number: null,
              issuer: null,
              issuedOn: null,
              validFrom: null,
              validTo: null,
              permanent: false,
              status: 'HIDDEN',
              source: 'PHOTO_PAGE',
              shown: false,
              currentVersion: 1,
              versions: [version],
              factsRevision: 1,
              citations: { open: 0, closed: 0 },
              heldBack: false,
              typedIdentity: null,
              deposit: null,
              photo: { of, joined: false, order, turn: 0, hints },
              createdAt: deps.clock.now(),
              deletedAt: null,
            };
            await documents.insert(page, session);
          }),
        );
        await write.catch((error: unknown) => {
          if (!(error instanceof SameBytes)) throw error;
        });
      },
    );
  };
}
