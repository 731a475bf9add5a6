import { everyPage, type Page, pageById } from '../http/paging.js';
import type { OwnerActor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import type { Notice } from './notice.js';
import type { NoticesStore } from './notices.store.js';

/**
 * An owner's notices, newest first. What is given out counts as read from now on, but not what an attorney looks at: the
 * owner signs in herself and is to see it.
 */
export type ReadNotices = (input: {
  readonly actor: OwnerActor;
  readonly after?: string | undefined;
  readonly limit: number;
}) => Promise<Page<Notice>>;

export function makeReadNotices({ notices, clock }: { notices: NoticesStore; clock: Clock }): ReadNotices {
  return async ({ actor: { ownerId, mandate }, after, limit }) => {
    const page = pageById(await notices.list({ ownerId, before: after, limit }), limit);
    if (mandate?.kind === 'ATTORNEY') return page;
    const unread = page.items.filter(({ readAt }) => readAt === null).map(({ id }) => id);
    if (unread.length > 0) await notices.markRead(ownerId, unread, clock.now());
    return page;
  };
}

/** All of an owner's notices for a copy of her data, a page at a time; none of them counts as read for it. */
export type AllNotices = (ownerId: string) => AsyncGenerator<readonly Notice[]>;

export function makeAllNotices({ notices }: { notices: NoticesStore }): AllNotices {
  return (ownerId) => everyPage((place) => notices.list({ ownerId, ...place }));
}
