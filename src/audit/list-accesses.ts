import { type Page, pageById } from '../http/paging.js';
import type { OwnerActor } from '../platform/actor.js';
import type { AccessEntry } from './access-entry.js';
import type { AccessLog } from './access-log.store.js';

/** Who looked at an owner's papers, newest first. */
export type ListAccesses = (input: {
  readonly actor: OwnerActor;
  readonly documentId?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}) => Promise<Page<AccessEntry>>;

/** @param hiddenDocuments ids of an owner's documents that are not shown to her yet (results before release) */
export function makeListAccesses(deps: {
  log: AccessLog;
  hiddenDocuments: (ownerId: string) => Promise<readonly string[]>;
}): ListAccesses {
  return async ({ actor, documentId, after, limit }) => {
    const withoutDocuments = await deps.hiddenDocuments(actor.ownerId);
    const found = await deps.log.list({
      ownerId: actor.ownerId,
      documentId,
      withoutDocuments,
      before: after,
      limit,
    });
    return pageById(found, limit);
  };
}
