import type { Router } from 'express';
import { MAX_PAGES } from '../foreign-bytes/index.js';
import { idFrom, makePageRoutes } from '../http/page-routes.js';
import { z } from '../http/zod.js';
import { isDelegate } from '../platform/actor.js';
import { AppError } from '../platform/app-error.js';
import { spokenNumber } from '../platform/spoken-number.js';
import { addDocumentChanges } from './document-changes.pages.routes.js';
import { type DocumentPagesDeps, saidOnce } from './document-pages-deps.js';
import type { DocumentView } from './document-view.js';
import { documentQuerySchema } from './documents.schemas.js';
import { makeDrawDocument, mayOpen } from './draw-document.js';
import { documentListPage, listStatuses } from './pages/document-list.page.js';
import { receiptPage } from './pages/receipt.page.js';
import { addPhotoCropPages } from './photo-crop.pages.routes.js';
import { addPhotoPages } from './photos.pages.routes.js';
import { emptyIsAbsent } from './text-fields.js';
import { addUploadPages } from './upload.pages.routes.js';

const PER_PAGE = 20;
const listStatus = emptyIsAbsent(z.enum(listStatuses).optional());
const listDone = z.literal('DISOWNED').optional().catch(undefined);
const done = saidOnce.optional().catch(undefined);
/** What an address says of the page to show; nonsense shows the first. */
const pageShown = {
  page: z.coerce.number().int().min(1).max(MAX_PAGES).catch(1).default(1),
  show: z.literal('1').optional().catch(undefined),
};

/** An owner's documents: list, add, one, its bytes, and what is done with it. */
export function makeDocumentPages(deps: DocumentPagesDeps): Router {
  const { use } = deps;
  const routes = makePageRoutes(deps);
  const { router, delegate } = routes;
  const draw = makeDrawDocument(deps);

  delegate.get('/documents', async (visit) => {
    const { q, typeCode, after } = documentQuerySchema.shape;
    const { done: said, ...query } = visit.query({ q, typeCode, status: listStatus, after, done: listDone });
    const { actor } = visit;
    const { status, ...rest } = query;
    const wanted = status === 'HIDDEN' ? { ...rest, hidden: true } : { ...rest, status };
    const [page, waitingConsents, unreadNotices, quota] = await Promise.all([
      use.listDocuments({ actor, ...wanted, limit: PER_PAGE }),
      isDelegate(actor) ? 0 : deps.waitingConsents(actor),
      isDelegate(actor) ? 0 : deps.unreadNotices(actor),
      isDelegate(actor) ? null : use.readQuota(actor.ownerId),
    ]);
    return {
      page: documentListPage({
        ...visit.context,
        documents: page.items,
        next: page.next,
        query,
        done: said,
        types: deps.catalogue.types,
        waitingConsents,
        unreadNotices,
        mayOpen: mayOpen(actor),
        thumbnails: new Set(mayOpen(actor) ? page.items.filter(hasThumbnail).map(({ id }) => id) : []),
        quota,
      }),
    };
  });

  // Before /documents/:id, which would take its path.
  addUploadPages(routes, deps);
  addPhotoPages(routes, deps);
  addPhotoCropPages(routes, deps);

  delegate.get('/documents/:id', async (visit) => {
    const { done: said, ...shown } = visit.query({ done, ...pageShown });
    return { page: await draw(visit, { done: said, shown }) };
  });

  delegate.get('/documents/:id/thumbnail', ({ actor, params }) =>
    use.readThumbnail({ actor, id: idFrom(params) }),
  );

  delegate.get('/documents/:id/receipt', async ({ actor, params, context }) => {
    const document = await use.getDocument({ actor, id: idFrom(params) });
    const code = spokenNumber('BN', document.id);
    return { page: receiptPage({ ...context, document, code, types: deps.catalogue.types }) };
  });

  delegate.get('/documents/:id/content', async (visit) => {
    const { version } = visit.query({ version: z.coerce.number().int().min(1).optional() });
    return use.readOwnContent({
      actor: visit.actor,
      id: idFrom(visit.params),
      version,
      conditions: visit.conditions,
    });
  });

  delegate.get('/documents/:id/pages/:page', async (visit) => {
    const page = z.coerce.number().int().min(1).safeParse(visit.params['page']);
    if (!page.success) throw new AppError('NOT_FOUND');
    const { version } = visit.query({ version: z.coerce.number().int().min(1).optional() });
    return use.readOwnPage({ actor: visit.actor, id: idFrom(visit.params), version, page: page.data });
  });

  addDocumentChanges(routes, deps, draw);
  return router;

  function hasThumbnail({ typeCode, currentVersion, versions }: DocumentView): boolean {
    const version = versions.find((one) => one.version === currentVersion);
    return version !== undefined && use.hasThumbnail(typeCode, version);
  }
}
