import type { ClientSession } from 'mongoose';

/**
 * Runs work in one transaction with majority and journal; the work may run again after a conflict, so it must do
 * nothing that cannot be done twice. Passed to use cases that change two records together.
 */
export type Transact = <Result>(work: (session: ClientSession) => Promise<Result>) => Promise<Result>;
