import type { FileOpener } from '../../foreign-bytes/index.js';
import type { OwnerActor } from '../../platform/actor.js';
import { AppError } from '../../platform/app-error.js';
import { makeInTurn } from '../../platform/in-turn.js';
import { currentVersionOf } from '../document.js';
import { mayBeServed, mayOpenAndShare } from '../documents.policy.js';
import type { DocumentsStore } from '../documents.store.js';
import { type OpenVersion, openWhenRead } from '../reading/open-version.js';

const LONGEST_PX = 640;

/**
 * A photo that its owner is arranging, turned and cropped as she wants it. Not a look at a document: there is none yet.
 * @throws AppError NOT_FOUND, LEVEL_TOO_LOW, DOCUMENT_NOT_SCANNED, FILE_INFECTED
 */
export type ReadPhoto = (input: {
  readonly actor: OwnerActor;
  readonly of: string;
  readonly id: string;
  /** With what is cut off, to choose anew what shall be. */
  readonly whole?: boolean;
}) => Promise<{ readonly jpeg: Buffer }>;

export function makeReadPhoto(deps: {
  documents: DocumentsStore;
  openVersion: OpenVersion;
  normalise: FileOpener['photo'];
  scanning: boolean;
}): ReadPhoto {
  const inTurn = makeInTurn({ patienceMs: 30_000 });
  return async ({ actor, of, id, whole = false }) => {
    mayOpenAndShare(actor);
    const photos = await deps.documents.photosOf(actor.ownerId, of);
    const page = photos.find((one) => one.id === id);
    if (!page?.photo || page.photo.joined) throw new AppError('NOT_FOUND');
    const version = currentVersionOf(page);
    mayBeServed(version, deps.scanning);
    const { turn, crop } = page.photo;
    const openPlaintext = openWhenRead(deps.openVersion, page, version);
    return inTurn(actor.ownerId, () =>
      deps.normalise(openPlaintext, version, {
        turn,
        crop: whole ? undefined : crop,
        longestPx: LONGEST_PX,
        quality: 70,
      }),
    );
  };
}
