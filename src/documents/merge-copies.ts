import type { OwnerActor } from '../platform/actor.js';
import { AppError } from '../platform/app-error.js';
import type { Clock } from '../platform/clock.js';
import { fold } from '../platform/fold.js';
import type { Transact } from '../platform/transaction.js';
import type { StoredDocument } from './document.js';
import type { DocumentsStore } from './documents.store.js';
import { bestFirst } from './match-documents.js';

/**
 * Papers of an owner that say the same of themselves: type, number and issuer (requirement 15), and nothing of their dates
 * that speaks against it, for a paper issued anew keeps its number.
 */
export type CopiesOf = (document: StoredDocument) => Promise<{
  /** Those in the list, the best of all first, with the paper itself among them; empty where it is alone. */
  readonly alike: readonly StoredDocument[];
  /** Those that lie behind it already. */
  readonly behind: readonly StoredDocument[];
}>;

/**
 * One card instead of several: the best of the papers that are alike stays in the list, and the others lie behind it,
 * whole, each to be taken out again. Nothing is deleted.
 * @returns the id of the one that stays
 * @throws AppError DOCUMENT_NOT_FOUND; DOCUMENT_CHANGED when one of them changed meanwhile or none is left
 */
export type MergeCopies = (input: { readonly actor: OwnerActor; readonly id: string }) => Promise<string>;

interface Deps {
  readonly documents: DocumentsStore;
  readonly transact: Transact;
  readonly clock: Clock;
}

export function makeCopiesOf({ documents }: Pick<Deps, 'documents'>): CopiesOf {
  return async (document) => {
    const { id, ownerId, typeCode, number, status, aside } = document;
    const comparable = number !== null && number !== '' && status === 'VALID' && !aside;
    const [found, behind] = await Promise.all([
      comparable ? documents.withNumber(ownerId, typeCode, number) : [],
      documents.behind(ownerId, id),
    ]);
    const alike = [document];
    for (const other of found.toSorted(bestFirst))
      if (other.id !== id && alike.every((one) => agree(one, other))) alike.push(other);
    return { alike: alike.length > 1 ? alike.toSorted(bestFirst) : [], behind };
  };
}

export function makeMergeCopies(deps: Deps): MergeCopies {
  const copiesOf = makeCopiesOf(deps);
  return async ({ actor: { ownerId }, id }) => {
    const document = await deps.documents.ofOwner(ownerId, id);
    if (!document) throw new AppError('DOCUMENT_NOT_FOUND');
    const [kept, ...copies] = (await copiesOf(document)).alike;
    if (!kept) throw new AppError('DOCUMENT_CHANGED');
    const merge = { ownerId, kept, copies, at: deps.clock.now() };
    await deps.transact(async (session) => {
      if (!(await deps.documents.putBehind(merge, session))) throw new AppError('DOCUMENT_CHANGED');
    });
    return kept.id;
  };
}

/** What one of them does not name speaks against nothing. */
function agree(a: StoredDocument, b: StoredDocument): boolean {
  return sameIssuer(a.issuer, b.issuer) && sameDay(a.issuedOn, b.issuedOn) && sameDay(a.validTo, b.validTo);
}

function sameDay(a: string | null, b: string | null): boolean {
  return a === null || b === null || a === b;
}

function sameIssuer(a: StoredDocument['issuer'], b: StoredDocument['issuer']): boolean {
  if (!a || !b) return true;
  return (a.code !== null && a.code === b.code) || fold(a.name) === fold(b.name);
}
