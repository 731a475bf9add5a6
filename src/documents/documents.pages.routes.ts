import type { Router } from 'express';
import { accessView } from '../audit/index.js';
import { typedValues } from '../http/page-form.js';
import { type FormRefusal, formRefusal } from '../http/page-refusal.js';
import { idFrom, makePageRoutes, type Visit } from '../http/page-routes.js';
import { parseWith } from '../http/parse.js';
import { z } from '../http/zod.js';
import type { OwnerActor } from '../platform/actor.js';
import { newId } from '../platform/ids.js';
import { type DocumentPagesDeps, fieldWords, onePath, saidOnce } from './document-pages-deps.js';
import { mayOpenAndShare } from './documents.policy.js';
import { changeSchema, documentQuerySchema } from './documents.schemas.js';
import { documentPage } from './pages/document.page.js';
import { documentListPage } from './pages/document-list.page.js';
import { addUploadPages } from './upload.pages.routes.js';

const PER_PAGE = 20;
const LOOKS = 5;
const done = saidOnce.optional().catch(undefined);
type OwnerVisit = Visit<OwnerActor>;

/** An owner's documents: list, add, one, its bytes, and what is done with it. */
export function makeDocumentPages(deps: DocumentPagesDeps): Router {
  const { use } = deps;
  const routes = makePageRoutes(deps);
  const { router, owner } = routes;

  owner.get('/documents', async (visit) => {
    const { q, typeCode, status, after } = documentQuerySchema.shape;
    const query = visit.query({ q, typeCode, status, after });
    const { actor } = visit;
    const [page, waitingConsents, quota] = await Promise.all([
      use.listDocuments({ actor, ...query, limit: PER_PAGE }),
      deps.waitingConsents(actor),
      use.readQuota(actor.ownerId),
    ]);
    return {
      page: documentListPage({
        ...visit.context,
        documents: page.items,
        next: page.next,
        query,
        types: deps.catalogue.types,
        waitingConsents,
        mayOpen: mayOpen(actor),
        quota,
      }),
    };
  });

  // Before /documents/:id, which would take its path.
  addUploadPages(routes, deps);

  owner.get('/documents/:id', async (visit) => {
    const query = visit.query({ done });
    return { page: await drawOne(visit, { done: query.done }) };
  });

  owner.get('/documents/:id/content', async (visit) => {
    const { version } = visit.query({ version: z.coerce.number().int().min(1).optional() });
    return use.readOwnContent({
      actor: visit.actor,
      id: idFrom(visit.params),
      version,
      conditions: visit.conditions,
    });
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

  async function drawOne(
    { actor, context, params }: OwnerVisit,
    state: {
      readonly done?: z.output<typeof done>;
      readonly refusal?: FormRefusal;
      readonly typedTitle?: string | undefined;
    },
  ) {
    const id = idFrom(params);
    const [{ document, notDeletable }, looks] = await Promise.all([
      use.openOwnDocument({ actor, id }),
      deps.listAccesses({ actor, documentId: id, limit: LOOKS }),
    ]);
    return documentPage({
      ...context,
      document,
      types: deps.catalogue.types,
      looks: looks.items.map(accessView),
      mayOpen: mayOpen(actor),
      deletion: notDeletable === null ? { allowed: true } : { allowed: false, why: notDeletable },
      done: state.done,
      errors: state.refusal?.errors ?? [],
      typedTitle: state.typedTitle,
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
