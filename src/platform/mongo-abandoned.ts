import type { Connection } from 'mongoose';

/** The name under which our connections are known to the server. */
export const APP_NAME = 'motlan';
/** Our transactions last milliseconds; none that is at work stands still for so long. */
const ABANDONED_AFTER_MS = 5000;
const LOOK_EVERY_MS = 1000;

const lookedAt = new WeakMap<Connection, number>();

/**
 * Ends transactions of ours that have been open, and idle, for longer than any may be. A process that was killed in the
 * middle of one leaves it to the server, which for a minute refuses everybody else the records it had changed
 * (transactionLifetimeLimitSeconds). Looks at most once a second. Best effort: without it that minute goes by. One that
 * is ended wrongly, of a process that had stood still, fails as a whole and is repeated.
 */
export async function endAbandonedTransactions(connection: Connection): Promise<void> {
  const now = Date.now();
  if (!connection.db || now - (lookedAt.get(connection) ?? 0) < LOOK_EVERY_MS) return;
  lookedAt.set(connection, now);
  try {
    const admin = connection.getClient().db('admin');
    // A user may see and end what is his own without any further right.
    const found = await admin
      .aggregate(
        [
          { $currentOp: { allUsers: false, idleSessions: true } },
          {
            $match: {
              type: 'idleSession',
              appName: APP_NAME,
              'transaction.timeOpenMicros': { $gt: ABANDONED_AFTER_MS * 1000 },
            },
          },
          { $project: { id: '$lsid.id' } },
        ],
        { readConcern: { level: 'local' } },
      )
      .toArray();
    if (found.length > 0) await admin.command({ killSessions: found.map(({ id }) => ({ id })) });
  } catch {
    // A server that does not allow it, or does not answer.
  }
}
