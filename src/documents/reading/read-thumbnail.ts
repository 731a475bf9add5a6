import type { OwnerActor } from '../../platform/actor.js';
import { AppError } from '../../platform/app-error.js';
import { currentVersionOf, type DocumentVersion } from '../document.js';
import { isInScope, isServable, mayOpenAndShare } from '../documents.policy.js';
import type { DocumentsStore } from '../documents.store.js';
import type { DrawKept, PagePicture } from './draw-kept.js';

/** A list of twenty is 120 kB at most. */
const THUMBNAIL = { page: 1, widthPx: 120, mostBytes: 6 * 1024, keptSeconds: 90 * 24 * 3600 } as const;

/**
 * The first page of a paper, as small as a stamp: known again in a list, too small to be read, so it is no look that the
 * log would tell of. Kept as ciphertext until the document goes.
 * @throws AppError DOCUMENT_NOT_FOUND also for what is masked, not scanned or infected; LEVEL_TOO_LOW
 */
export type ReadThumbnail = (input: {
  readonly actor: OwnerActor;
  readonly id: string;
}) => Promise<PagePicture>;

export interface ThumbnailDeps {
  readonly documents: Pick<DocumentsStore, 'ofOwner'>;
  readonly drawKept: DrawKept;
  readonly isSensitive: (typeCode: string) => boolean;
  readonly scanning: boolean;
}

export type HasThumbnail = (typeCode: string, version: Pick<DocumentVersion, 'scan'>) => boolean;

/** Whether a paper has a thumbnail: not one of a sensitive kind, and not before it was scanned. */
export function hasThumbnail(
  deps: Pick<ThumbnailDeps, 'isSensitive' | 'scanning'>,
  typeCode: string,
  version: Pick<DocumentVersion, 'scan'>,
): boolean {
  return !deps.isSensitive(typeCode) && isServable(version, deps.scanning);
}

export function makeReadThumbnail(deps: ThumbnailDeps): ReadThumbnail {
  return async ({ actor, id }) => {
    mayOpenAndShare(actor);
    const document = await deps.documents.ofOwner(actor.ownerId, id);
    if (!document || !isInScope(actor, document.typeCode)) throw new AppError('DOCUMENT_NOT_FOUND');
    const version = currentVersionOf(document);
    if (!hasThumbnail(deps, document.typeCode, version)) throw new AppError('DOCUMENT_NOT_FOUND');
    return deps.drawKept(document, version, THUMBNAIL);
  };
}
