import type { ClientSession, Connection } from 'mongoose';
import { endAbandonedTransactions } from './mongo-abandoned.js';
import { markUndecided } from './transaction.js';

/** Enough for some thirty calls at once that all change one record, like one owner's quota. */
const ATTEMPTS = 30;
const LONGEST_PAUSE_MS = 100;
/** A database that is gone fails each attempt after seconds: no new one is begun after this. */
const LIMIT_MS = 5000;
const COMMIT_ATTEMPTS = 4;
/** Those that are at work let each other through sooner: after this, one that is in the way may be a dead process's. */
const SUSPICIOUS_MS = 700;

/**
 * Runs `work` in one transaction: all its writes or none, on the disks of a majority when this resolves.
 * Repeated when another transaction was in the way, so `work` may run several times: it may only write through
 * `session`, and each of its operations must be given it.
 * @throws what `work` throws (the transaction is undone), or the driver's error after the last attempt; of that
 *   `isUndecided` tells whether the transaction may have been committed all the same
 */
export async function inTransaction<T>(
  connection: Connection,
  work: (session: ClientSession) => Promise<T>,
): Promise<T> {
  const begun = Date.now();
  const end = begun + LIMIT_MS;
  const session = await connection.startSession();
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await once(session, work);
      } catch (error) {
        const passing = hasLabel(error, 'TransientTransactionError');
        if (!passing || attempt >= ATTEMPTS || Date.now() > end) throw error;
        if (Date.now() - begun > SUSPICIOUS_MS) await endAbandonedTransactions(connection);
        await pause(attempt);
      }
    }
  } finally {
    await session.endSession();
  }
}

async function once<T>(session: ClientSession, work: (session: ClientSession) => Promise<T>): Promise<T> {
  session.startTransaction({
    readConcern: { level: 'snapshot' },
    writeConcern: { w: 'majority', journal: true, wtimeoutMS: 2500 },
    readPreference: 'primary',
    maxCommitTimeMS: 2500,
  });
  let result: T;
  try {
    result = await work(session);
  } catch (error) {
    // The work's own error counts; an abort that fails too changes nothing, for the server ends the transaction.
    if (session.inTransaction()) await session.abortTransaction().catch(() => undefined);
    throw error;
  }
  await commit(session);
  return result;
}

/** Committing again is safe: the server does it once. */
async function commit(session: ClientSession): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await session.commitTransaction();
      return;
    } catch (error) {
      if (attempt >= COMMIT_ATTEMPTS || !hasLabel(error, 'UnknownTransactionCommitResult')) {
        // Only this label says for certain that it was not.
        if (!hasLabel(error, 'TransientTransactionError')) markUndecided(error);
        throw error;
      }
      await pause(attempt);
    }
  }
}

function hasLabel(error: unknown, label: string): boolean {
  return (
    error instanceof Error &&
    'errorLabels' in error &&
    Array.isArray(error.errorLabels) &&
    error.errorLabels.includes(label)
  );
}

/** Up to 10 ms, doubled each time as far as 100 ms: those that collided do not collide again. */
function pause(attempt: number): Promise<void> {
  const longest = Math.min(2 ** attempt * 5, LONGEST_PAUSE_MS);
  return new Promise((resolve) => setTimeout(resolve, longest * (0.2 + Math.random() * 0.8)));
}
