import { type AccessLog, loggedActor } from '../../audit/index.js';
import { type ContentAnswer, type ContentConditions, settleConditions } from '../../http/content.js';
import type { OwnerActor } from '../../platform/actor.js';
import { AppError } from '../../platform/app-error.js';
import { currentVersionOf, versionOf } from '../document.js';
import { isInScope, mayBeServed, mayOpenAndShare } from '../documents.policy.js';
import type { DocumentsStore } from '../documents.store.js';
import { contentFactsOf, type OpenVersion } from './open-version.js';

/**
 * An owner opens one of her papers. The line in the log is durable before the first byte.
 * @throws AppError DOCUMENT_NOT_FOUND, LEVEL_TOO_LOW, DOCUMENT_NOT_SCANNED
 */
export type ReadOwnContent = (input: {
  readonly actor: OwnerActor;
  readonly id: string;
  /** Absent: the current version. */
  readonly version?: number | undefined;
  readonly conditions: ContentConditions;
}) => Promise<ContentAnswer>;

export function makeReadOwnContent(deps: {
  documents: DocumentsStore;
  log: AccessLog;
  openVersion: OpenVersion;
  scanning: boolean;
}): ReadOwnContent {
  return async ({ actor, id, version: wanted, conditions }) => {
    const document = await deps.documents.ofOwner(actor.ownerId, id);
    if (!document || !isInScope(actor, document.typeCode)) throw new AppError('DOCUMENT_NOT_FOUND');
    const version = wanted === undefined ? currentVersionOf(document) : versionOf(document, wanted);
    if (!version) throw new AppError('DOCUMENT_NOT_FOUND');
    const line = {
      ownerId: actor.ownerId,
      action: 'DOWNLOAD' as const,
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
    const content = contentFactsOf(version);
    const settled = settleConditions(conditions, content);
    if (settled.kind === 'whole' || settled.kind === 'part') await deps.log.append(line);
    return { content, settled, open: () => deps.openVersion(document, version, settled) };
  };
}
