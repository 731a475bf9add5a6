import { type AccessLog, type LogPageLook, loggedActor } from '../../audit/index.js';
import type { OwnerActor } from '../../platform/actor.js';
import { AppError } from '../../platform/app-error.js';
import { currentVersionOf, versionOf } from '../document.js';
import { isInScope, mayBeServed, mayOpenAndShare } from '../documents.policy.js';
import type { DocumentsStore } from '../documents.store.js';
import type { DrawKept, PagePicture } from './draw-kept.js';

/** As wide as a page is shown on a desk, and on a phone of two dots a pixel. */
const WIDTH_PX = 1000;
/** Budget of the pages for one picture, in bytes. */
const MOST_BYTES = 60_000;

/** So long a page is kept that somebody turns back to. */
const KEPT_SECONDS = 3600;

/**
 * An owner looks at one page of one of her papers. The line in the log is durable before the first byte; turning pages
 * is one look. A page of a private kind is drawn anew each time, others are kept for an hour.
 * @throws AppError DOCUMENT_NOT_FOUND (a page that is not there, too), LEVEL_TOO_LOW, DOCUMENT_NOT_SCANNED,
 *   FILE_TOO_COMPLEX, FILE_UNREADABLE, CONTENT_DAMAGED
 */
export type ReadOwnPage = (input: {
  readonly actor: OwnerActor;
  readonly id: string;
  /** Absent: the current version. */
  readonly version?: number | undefined;
  /** From 1. */
  readonly page: number;
}) => Promise<PagePicture>;

export function makeReadOwnPage(deps: {
  documents: DocumentsStore;
  log: AccessLog;
  logPageLook: LogPageLook;
  drawKept: DrawKept;
  isSensitive: (typeCode: string) => boolean;
  scanning: boolean;
}): ReadOwnPage {
  return async ({ actor, id, version: wanted, page }) => {
    const document = await deps.documents.ofOwner(actor.ownerId, id);
    if (!document || !isInScope(actor, document.typeCode)) throw new AppError('DOCUMENT_NOT_FOUND');
    const version = wanted === undefined ? currentVersionOf(document) : versionOf(document, wanted);
    if (!version || page > version.pages) throw new AppError('DOCUMENT_NOT_FOUND');
    const line = {
      ownerId: actor.ownerId,
      action: 'READ_CONTENT' as const,
      actor: loggedActor(actor),
      actorId: actor.id,
      documentId: id,
      version: version.version,
    };
    try {
      mayOpenAndShare(actor);
      mayBeServed(version, deps.scanning);
    } catch (error) {
      if (error instanceof AppError)
        await deps.log.append({ ...line, outcome: 'REFUSED', refusalCode: error.code });
      throw error;
    }
    await deps.logPageLook(line);
    const keptSeconds = deps.isSensitive(document.typeCode) ? null : KEPT_SECONDS;
    return deps.drawKept(document, version, { page, widthPx: WIDTH_PX, mostBytes: MOST_BYTES, keptSeconds });
  };
}
