import { AppError } from '../platform/app-error.js';
import type { StoredDocument, TypedIdentity } from './document.js';
import type { DocumentsStore } from './documents.store.js';

/** Whether a name and birth date that somebody typed fit what the e-ID confirmed. Given by the feature of identities. */
export type FitsIdentity = (typed: TypedIdentity, confirmed: readonly TypedIdentity[]) => boolean;

/**
 * After the e-ID confirmed who an owner is: what came in under another name or birth date is hidden until an inspector
 * has looked. The person is never locked out, and what fits stays.
 * @returns ids of what was hidden now
 */
export type HoldBackMismatches = (input: {
  readonly ownerId: string;
  readonly identities: readonly TypedIdentity[];
}) => Promise<readonly string[]>;

export function makeHoldBackMismatches(deps: {
  documents: DocumentsStore;
  fits: FitsIdentity;
}): HoldBackMismatches {
  return async ({ ownerId, identities }) => {
    const doubtful = (await deps.documents.deposits(ownerId)).filter(
      (document) =>
        !document.heldBack &&
        document.typedIdentity !== null &&
        !deps.fits(document.typedIdentity, identities),
    );
    const ids = doubtful.map((document) => document.id);
    if (ids.length > 0) {
      await deps.documents.holdBack(ids);
      await deps.documents.bringBackBehind(ownerId, ids);
    }
    return ids;
  };
}

/** What is held back, for an inspector: ids and where it came from, no names. */
export interface HeldDocument {
  readonly documentId: string;
  readonly ownerId: string;
  readonly dossierCode: string | null;
  readonly resultCode: string | null;
  readonly status: StoredDocument['status'];
  /** When its owner said that it is not hers; null where a name or birth date differs. */
  readonly disownedAt: Date | null;
}

/** Oldest first; `next` is the document to go on after. */
export type ListHeldBack = (input: {
  readonly after: string | undefined;
  readonly limit: number;
}) => Promise<{ readonly items: readonly HeldDocument[]; readonly next: string | null }>;

export function makeListHeldBack(deps: { documents: DocumentsStore }): ListHeldBack {
  return async ({ after, limit }) => {
    const found = await deps.documents.held(after, limit);
    const items = found.slice(0, limit).map(({ id, ownerId, deposit, status, disownedAt }) => ({
      documentId: id,
      ownerId,
      dossierCode: deposit?.dossierCode ?? null,
      resultCode: deposit?.resultCode ?? null,
      status,
      disownedAt: disownedAt ?? null,
    }));
    return { items, next: found.length > limit ? (items.at(-1)?.documentId ?? null) : null };
  };
}

/**
 * An inspector has looked: the paper is this owner's, and is shown to her from now on.
 * @throws AppError DOCUMENT_NOT_FOUND when nothing of this id is held back
 */
export type LetThrough = (id: string) => Promise<StoredDocument>;

export function makeLetThrough(deps: { documents: DocumentsStore }): LetThrough {
  return async (id) => {
    const document = await deps.documents.letThrough(id);
    if (!document) throw new AppError('DOCUMENT_NOT_FOUND');
    return document;
  };
}
