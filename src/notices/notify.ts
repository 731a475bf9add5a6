import type { ClientSession } from 'mongoose';
import type { Clock } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import type { NewNotice } from './notice.js';
import type { NoticesStore } from './notices.store.js';

/** Tells an owner something, in the transaction that makes it true: neither is there without the other. */
export type Notify = (notice: NewNotice, session: ClientSession) => Promise<void>;

export function makeNotify(deps: { notices: NoticesStore; clock: Clock; sendsOn: boolean }): Notify {
  return async (notice, session) => {
    const at = deps.clock.now();
    await deps.notices.add({ ...notice, id: newId(), at, readAt: null }, deps.sendsOn ? at : null, session);
  };
}
