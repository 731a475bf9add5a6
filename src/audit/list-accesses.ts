import { everyPage, type Page, pageById } from '../http/paging.js';
import type { OwnerActor } from '../platform/actor.js';
import { type AccessAct, actionsOf } from './access-acts.js';
import type { AccessEntry } from './access-entry.js';
import type { AccessLog, AccessQuery } from './access-log.store.js';
import { type Days, idBounds } from './line-bounds.js';

/** Which of an owner's lines are wanted; nothing named means all. */
export interface AccessFilter extends Days {
  readonly documentId?: string | undefined;
  /** Code of the agency that looked. */
  readonly agency?: string | undefined;
  readonly act?: AccessAct | undefined;
}

/** Who looked at an owner's papers, newest first. */
export type ListAccesses = (
  input: {
    readonly actor: OwnerActor;
    readonly after?: string | undefined;
    readonly limit: number;
  } & AccessFilter,
) => Promise<Page<AccessEntry>>;

/** All lines that a filter names, newest first; read page by page, so that as many as there are take no memory. */
export type ReadAccesses = (
  input: { readonly actor: OwnerActor } & AccessFilter,
) => AsyncGenerator<readonly AccessEntry[]>;

/** An agency that looked, and the name under which it did last, where a system has one. */
export interface LookingAgency {
  readonly code: string;
  readonly client: string | null;
}
export type ListLookingAgencies = (input: { readonly actor: OwnerActor }) => Promise<LookingAgency[]>;

interface Deps {
  readonly log: AccessLog;
  /** Ids of an owner's documents that are not shown to her yet (results before release). */
  readonly hiddenDocuments: (ownerId: string) => Promise<readonly string[]>;
}

export function makeListAccesses(deps: Deps): ListAccesses {
  return async ({ actor, after, limit, ...filter }) => {
    const withoutDocuments = await deps.hiddenDocuments(actor.ownerId);
    const query = queryOf(actor, filter, withoutDocuments);
    return pageById(await deps.log.list({ ...query, before: after, limit }), limit);
  };
}

export function makeReadAccesses(deps: Deps): ReadAccesses {
  return async function* read({ actor, ...filter }) {
    const query = queryOf(actor, filter, await deps.hiddenDocuments(actor.ownerId));
    yield* everyPage((place) => deps.log.list({ ...query, ...place }));
  };
}

export function makeListLookingAgencies(deps: Deps): ListLookingAgencies {
  return async ({ actor }) => {
    const [codes, withoutDocuments] = await Promise.all([
      deps.log.agencies(actor.ownerId),
      deps.hiddenDocuments(actor.ownerId),
    ]);
    const newest = await Promise.all(
      codes.map((agency) =>
        deps.log.list({ ...queryOf(actor, { agency }, withoutDocuments), limit: 1 }).then(([line]) => line),
      ),
    );
    // An agency whose every line is about a paper not shown yet stays unnamed.
    return newest.flatMap((line) =>
      line?.actor.agency ? [{ code: line.actor.agency, client: line.actor.client }] : [],
    );
  };
}

function queryOf(
  actor: OwnerActor,
  { documentId, agency, act, from, to }: AccessFilter,
  withoutDocuments: readonly string[],
): Omit<AccessQuery, 'limit' | 'before'> {
  return {
    ownerId: actor.ownerId,
    documentId,
    agency,
    actions: act && actionsOf(act),
    ...idBounds({ from, to }),
    withoutDocuments,
  };
}
