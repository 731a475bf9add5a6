import type { Connection } from 'mongoose';
import type { Clock } from '../platform/clock.js';
import { isDuplicateKey } from '../platform/mongo-model.js';
import type { Transact } from '../platform/transaction.js';
import type { NewAccess } from './access-entry.js';
import type { AccessLog } from './access-log.store.js';
import { makeRecentLookModel } from './recent-looks.model.js';

/** Turning pages within so long is one look. */
const ONE_LOOK_MS = 30 * 60_000;

/**
 * Writes the line of a look at pages, unless the same person's look at the same version is on record since less than half
 * an hour. Resolves only when such a line is durable.
 */
export type LogPageLook = (
  entry: NewAccess & { readonly documentId: string; readonly version: number },
) => Promise<void>;

export function makeLogPageLook(deps: {
  connection: Connection;
  clock: Clock;
  transact: Transact;
  log: AccessLog;
}): LogPageLook {
  const model = makeRecentLookModel(deps.connection);
  return async (entry) => {
    const id = `${entry.actorId}:${entry.documentId}:${entry.version}`;
    const now = deps.clock.now();
    // Written together with its line, so where it is seen the line is there.
    if (await model.exists({ _id: id, until: { $gt: now } }).exec()) return;
    const until = new Date(now.getTime() + ONE_LOOK_MS);
    try {
      await deps.transact(async (session) => {
        await model
          .updateOne({ _id: id, until: { $lte: now } }, { $set: { until } }, { session, upsert: true })
          .exec();
        await deps.log.append(entry, session);
      });
    } catch (error) {
      // Another page of the same look was quicker.
      if (!isDuplicateKey(error)) throw error;
    }
  };
}
