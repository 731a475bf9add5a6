import { type Page, pageById } from '../http/paging.js';
import type { OwnerActor } from '../platform/actor.js';
import { AppError } from '../platform/app-error.js';
import { type Clock, vietnamDate } from '../platform/clock.js';
import { type DocumentView, documentView } from './document-view.js';
import type { DocumentQuery, DocumentsStore } from './documents.store.js';

/** An owner's papers, newest first, filtered. */
export type ListDocuments = (
  input: Pick<DocumentQuery, 'q' | 'typeCode' | 'status' | 'limit'> & {
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
  return async ({ actor, after, ...query }) => {
    const today = vietnamDate(deps.clock.now());
    const found = await deps.documents.list({ ...query, ownerId: actor.ownerId, before: after, today });
    const page = pageById(found, query.limit);
    return { items: page.items.map((document) => documentView(document, today)), next: page.next };
  };
}

export function makeGetDocument(deps: { documents: DocumentsStore; clock: Clock }): GetDocument {
  return async ({ actor, id }) => {
    const found = await deps.documents.ofOwner(actor.ownerId, id);
    if (!found) throw new AppError('DOCUMENT_NOT_FOUND');
    return documentView(found, vietnamDate(deps.clock.now()));
  };
}
