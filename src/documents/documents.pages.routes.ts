import type { Router } from 'express';
import { accessView } from '../audit/index.js';
import { isInForce } from '../catalogue/index.js';
import { MAX_PAGES } from '../foreign-bytes/index.js';
import { typedValues } from '../http/page-form.js';
import { type FormRefusal, formRefusal } from '../http/page-refusal.js';
import { idFrom, makePageRoutes, type Visit } from '../http/page-routes.js';
import { parseWith } from '../http/parse.js';
import { z } from '../http/zod.js';
import { isDelegate, type OwnerActor } from '../platform/actor.js';
import { AppError } from '../platform/app-error.js';
import { vietnamDate } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import { spokenNumber } from '../platform/spoken-number.js';
import { pathTo } from '../ui/safe-href.js';
import { correctionOf } from './correction.js';
import { type DocumentPagesDeps, fieldWords, onePath, saidOnce } from './document-pages-deps.js';
import type { DocumentView } from './document-view.js';
import { mayOpenAndShare } from './documents.policy.js';
import { changeSchema, documentQuerySchema } from './documents.schemas.js';
import { documentPage } from './pages/document.page.js';
import { documentListPage, listStatuses } from './pages/document-list.page.js';
import type { Preview } from './pages/document-preview.js';
import { factFields, type TypedFacts } from './pages/facts-shown.js';
import { receiptPage } from './pages/receipt.page.js';
import { addPhotoPages } from './photos.pages.routes.js';
import { emptyIsAbsent } from './text-fields.js';
import { addUploadPages } from './upload.pages.routes.js';

const PER_PAGE = 20;
const LOOKS = 5;
const listStatus = emptyIsAbsent(z.enum(listStatuses).optional());
const listDone = z.literal('DISOWNED').optional().catch(undefined);
const done = saidOnce.optional().catch(undefined);
/** What an address says of the page to show; nonsense shows the first. */
const pageShown = {
  page: z.coerce.number().int().min(1).max(MAX_PAGES).catch(1).default(1),
  show: z.literal('1').optional().catch(undefined),
};
type OwnerVisit = Visit<OwnerActor>;

/** An owner's documents: list, add, one, its bytes, and what is done with it. */
export function makeDocumentPages(deps: DocumentPagesDeps): Router {
  const { use } = deps;
  const routes = makePageRoutes(deps);
  const { router, owner, delegate } = routes;

  delegate.get('/documents', async (visit) => {
    const { q, typeCode, after } = documentQuerySchema.shape;
    const { done: said, ...query } = visit.query({ q, typeCode, status: listStatus, after, done: listDone });
    const { actor } = visit;
    const [page, waitingConsents, unreadNotices, quota] = await Promise.all([
      use.listDocuments({ actor, ...query, limit: PER_PAGE }),
      isDelegate(actor) ? 0 : deps.waitingConsents(actor),
      isDelegate(actor) ? 0 : deps.unreadNotices(actor),
      use.readQuota(actor.ownerId),
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

  delegate.get('/documents/:id', async (visit) => {
    const { done: said, ...shown } = visit.query({ done, ...pageShown });
    return { page: await drawOne(visit, { done: said, shown }) };
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

  owner.post('/documents/:id/title', here, async (visit) => {
    const { actor, form, lang } = visit;
    const id = idFrom(visit.params);
    await use.getDocument({ actor, id });
    try {
      const { title } = parseWith(changeSchema, { title: form['title'] ?? '' });
      await use.changeDocument({ actor, id, change: { title } });
      return { seeOther: onePath(id, 'RENAMED') };
    } catch (error) {
      const refusal = formRefusal(error, lang, { field: 'title', words: fieldWords });
      const typedTitle = typedValues(form, ['title']).title;
      return { ...refusal, page: await drawOne(visit, { refusal, typedTitle }) };
    }
  });

  owner.post('/documents/:id/facts', here, async (visit) => {
    const { actor, form, lang } = visit;
    const id = idFrom(visit.params);
    const document = await use.getDocument({ actor, id });
    const typed = typedValues(form, factFields);
    try {
      const change = correctionOf(document, typed);
      if (change) await use.changeDocument({ actor, id, change });
      return { seeOther: onePath(id, 'CORRECTED') };
    } catch (error) {
      const refusal = formRefusal(error, lang, { field: 'typeCode', words: fieldWords });
      return { ...refusal, page: await drawOne(visit, { refusal, typedFacts: typed }) };
    }
  });

  owner.post('/documents/:id/not-mine', here, async (visit) => {
    const { actor } = visit;
    try {
      await use.disownDocument({ actor, id: idFrom(visit.params) });
      return { seeOther: pathTo(['documents'], { done: 'DISOWNED' }) };
    } catch (error) {
      const refusal = formRefusal(error, visit.lang);
      return { ...refusal, page: await drawOne(visit, { refusal }) };
    }
  });

  owner.upload('/documents/:id/versions', here, async (visit) => {
    const { actor, request, checkCsrf } = visit;
    const id = idFrom(visit.params);
    try {
      return await use.uploadVersion({
        actor,
        id,
        request,
        checkCsrf,
        newId: newId(),
        once: (_bodyHash, run) => run([]),
        answer: ({ created }) => ({ seeOther: onePath(id, created ? 'VERSION_ADDED' : 'DUPLICATE') }),
      });
    } catch (error) {
      const refusal = formRefusal(error, visit.lang, { field: 'file' });
      return { ...refusal, page: await drawOne(visit, { refusal }) };
    }
  });

  owner.post('/documents/:id/delete', here, async (visit) => {
    const { actor } = visit;
    try {
      await use.deleteDocument({ actor, id: idFrom(visit.params) });
      return { seeOther: '/documents' };
    } catch (error) {
      const refusal = formRefusal(error, visit.lang);
      return { ...refusal, page: await drawOne(visit, { refusal }) };
    }
  });

  return router;

  function hasThumbnail({ typeCode, currentVersion, versions }: DocumentView): boolean {
    const version = versions.find((one) => one.version === currentVersion);
    return version !== undefined && use.hasThumbnail(typeCode, version);
  }

  async function drawOne(
    { actor, context, params }: OwnerVisit,
    state: {
      readonly done?: z.output<typeof done>;
      readonly refusal?: FormRefusal;
      readonly typedTitle?: string | undefined;
      readonly typedFacts?: TypedFacts;
      readonly shown?: { readonly page: number; readonly show?: '1' | undefined };
    },
  ) {
    const id = idFrom(params);
    const [{ document, notDeletable, servable }, looks] = await Promise.all([
      use.openOwnDocument({ actor, id }),
      deps.listAccesses({ actor, documentId: id, limit: LOOKS }),
    ]);
    const today = vietnamDate(deps.clock.now());
    const previewOf = (
      { typeCode, currentVersion, versions }: typeof document,
      { page, show }: NonNullable<typeof state.shown>,
    ): Preview => {
      if (!servable) return { state: 'NOT_SCANNED' };
      const sensitive = deps.catalogue.isSensitive(typeCode);
      if (sensitive && show === undefined) return { state: 'MASKED' };
      const pages = versions.find(({ version }) => version === currentVersion)?.pages ?? 1;
      return { state: 'SHOWN', page: Math.min(page, pages), pages, masked: sensitive };
    };
    return documentPage({
      ...context,
      document,
      types: deps.catalogue.types,
      typesToday: deps.catalogue.types.filter((type) => isInForce(type.inForce, today)),
      looks: looks.items.map(accessView),
      mayOpen: mayOpen(actor),
      readOnly: isDelegate(actor),
      preview: mayOpen(actor) ? previewOf(document, state.shown ?? { page: 1 }) : null,
      deletion: notDeletable === null ? { allowed: true } : { allowed: false, why: notDeletable },
      done: state.done,
      errors: state.refusal?.errors ?? [],
      typedTitle: state.typedTitle,
      typedFacts: state.typedFacts,
    });
  }
}

function here({ id = '' }: OwnerVisit['params']): string {
  return onePath(id);
}

function mayOpen(actor: OwnerActor): boolean {
  try {
    mayOpenAndShare(actor);
    return true;
  } catch {
    return false;
  }
}
