import type { ClientSession } from 'mongoose';

/**
 * Runs work in one transaction with majority and journal; the work may run again after a conflict, so it must do
 * nothing that cannot be done twice. Passed to use cases that change two records together.
 */
export type Transact = <Result>(work: (session: ClientSession) => Promise<Result>) => Promise<Result>;

const undecided = new WeakSet<object>();

/** Notes of an error that nobody can tell whether its transaction was committed, or will be. */
export function markUndecided(error: unknown): void {
  if (typeof error === 'object' && error !== null) undecided.add(error);
}

/**
 * Whether the transaction that ended with this error may have been committed all the same. A look at the database does
 * not settle it: what a majority does not hold yet is seen by nobody, and may be held a moment later.
 */
export function isUndecided(error: unknown): boolean {
  return typeof error === 'object' && error !== null && undecided.has(error);
}
