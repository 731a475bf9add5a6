import type { OwnerActor } from '../platform/actor.js';
import { AppError } from '../platform/app-error.js';
import type { AccessEntry } from './access-entry.js';
import type { AccessLog } from './access-log.store.js';

/**
 * One of the lines that an owner may read.
 * @throws AppError NOT_FOUND
 */
export type FindAccess = (input: { readonly actor: OwnerActor; readonly id: string }) => Promise<AccessEntry>;

/** @param hiddenDocuments as for the list: ids of documents that are not shown to their owner yet */
export function makeFindAccess(deps: {
  log: AccessLog;
  hiddenDocuments: (ownerId: string) => Promise<readonly string[]>;
}): FindAccess {
  return async ({ actor, id }) => {
    const line = await deps.log.find(actor.ownerId, id);
    if (!line) throw new AppError('NOT_FOUND');
    if (line.documentId !== null && (await deps.hiddenDocuments(actor.ownerId)).includes(line.documentId)) {
      throw new AppError('NOT_FOUND');
    }
    return line;
  };
}
