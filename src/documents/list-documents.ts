import { type Page, pageById } from '../http/paging.js';
import type { OwnerActor } from '../platform/actor.js';
import { AppError } from '../platform/app-error.js';
import { type Clock, vietnamDate } from '../platform/clock.js';
import { type Aside, currentVersionOf, isVouchedFor, type StoredDocument, versionOf } from './document.js';
import { type DocumentView, documentView } from './document-view.js';
import { isInScope, isServable, whyNotDeletable } from './documents.policy.js';
import type { DocumentQuery, DocumentsStore } from './documents.store.js';
import { makeCopiesOf } from './merge-copies.js';

/** An owner's papers, newest first, filtered: those of her list, or those that she hid from it. */
export type ListDocuments = (
  input: Pick<DocumentQuery, 'q' | 'typeCode' | 'status' | 'limit'> & {
    readonly hidden?: boolean | undefined;
    readonly actor: OwnerActor;
    readonly after?: string | undefined;
  },
) => Promise<Page<DocumentView>>;

/** One of an owner's papers. @throws AppError DOCUMENT_NOT_FOUND */
export type GetDocument = (input: {
  readonly actor: OwnerActor;
  readonly id: string;
}) => Promise<DocumentView>;

export function makeListDocuments(deps: { documents: DocumentsStore; clock: Clock }): ListDocuments {
  return async ({ actor, after, hidden, ...query }) => {
    const today = vietnamDate(deps.clock.now());
    const typeCodes = actor.mandate?.types ?? undefined;
    const found = await deps.documents.list({
      ...query,
      typeCodes,
      ownerId: actor.ownerId,
      before: after,
      aside: hidden ? 'ONLY' : 'NOT',
      today,
    });
    const page = pageById(found, query.limit);
    return { items: page.items.map((document) => documentView(document, today)), next: page.next };
  };
}

export function makeGetDocument(deps: { documents: DocumentsStore; clock: Clock }): GetDocument {
  return async ({ actor, id }) => {
    const found = await deps.documents.ofOwner(actor.ownerId, id);
    if (!found || !isInScope(actor, found.typeCode)) throw new AppError('DOCUMENT_NOT_FOUND');
    return documentView(found, vietnamDate(deps.clock.now()));
  };
}

/** One of an owner's papers with what she may do with it. @throws AppError DOCUMENT_NOT_FOUND */
export type OpenOwnDocument = (input: { readonly actor: OwnerActor; readonly id: string }) => Promise<{
  readonly document: DocumentView;
  readonly notDeletable: ReturnType<typeof whyNotDeletable>;
  /** Whether pages of the current version can be shown: scanned, or no scanner asked for. */
  readonly servable: boolean;
  /** Whether somebody else vouches for it, so that a mistake in it is to be reported. */
  readonly vouchedFor: boolean;
  readonly aside: Aside | null;
  /** Papers that are alike, the best first, this one among them; and those that lie behind this one. */
  readonly copies: { readonly alike: readonly DocumentView[]; readonly behind: readonly DocumentView[] };
}>;

export function makeOpenOwnDocument(deps: {
  documents: DocumentsStore;
  clock: Clock;
  scanning: boolean;
}): OpenOwnDocument {
  const copiesOf = makeCopiesOf(deps);
  return async ({ actor, id }) => {
    const found = await deps.documents.ofOwner(actor.ownerId, id);
    if (!found || !isInScope(actor, found.typeCode)) throw new AppError('DOCUMENT_NOT_FOUND');
    const { alike, behind } = await copiesOf(found);
    const today = vietnamDate(deps.clock.now());
    const view = (document: StoredDocument) => documentView(document, today);
    const inScope = (all: readonly StoredDocument[]) =>
      all.filter(({ typeCode }) => isInScope(actor, typeCode));
    return {
      document: view(found),
      notDeletable: whyNotDeletable(found),
      servable: isServable(currentVersionOf(found), deps.scanning),
      vouchedFor: isVouchedFor(found),
      aside: found.aside ?? null,
      // A delegate is told of none that is outside her types.
      copies: { alike: inScope(alike).map(view), behind: inScope(behind).map(view) },
    };
  };
}

/** Pages of some versions of an owner's papers that can be looked at now, by the document's id. */
export type PagesOf = (
  actor: OwnerActor,
  versions: readonly { readonly documentId: string; readonly version: number }[],
) => Promise<ReadonlyMap<string, number>>;

export function makePagesOf(deps: { documents: DocumentsStore; scanning: boolean }): PagesOf {
  return async (actor, versions) => {
    const found = await Promise.all(
      versions.map(async ({ documentId, version }) => {
        const document = await deps.documents.ofOwner(actor.ownerId, documentId);
        const asked = document && versionOf(document, version);
        return asked && isServable(asked, deps.scanning) ? [[documentId, asked.pages] as const] : [];
      }),
    );
    return new Map(found.flat());
  };
}

/** What some of an owner's papers are called, by id; those that are gone or hidden are left out. */
export type TitlesOf = (ownerId: string, ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;

export function makeTitlesOf(deps: { documents: DocumentsStore }): TitlesOf {
  return async (ownerId, ids) => {
    const found = await Promise.all([...new Set(ids)].map((id) => deps.documents.ofOwner(ownerId, id)));
    return new Map(found.flatMap((document) => (document ? [[document.id, document.title] as const] : [])));
  };
}
