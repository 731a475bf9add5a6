import type { Router } from 'express';
import { accessView, type ListAccesses } from '../audit/index.js';
import { type Catalogue, isInForce } from '../catalogue/index.js';
import type { PageDeps } from '../http/page-context.js';
import { typedValues } from '../http/page-form.js';
import { type FieldWords, type FormRefusal, formRefusal } from '../http/page-refusal.js';
import { idFrom, makePageRoutes, type Visit } from '../http/page-routes.js';
import { parseWith } from '../http/parse.js';
import { z } from '../http/zod.js';
import type { OwnerActor } from '../platform/actor.js';
import { type Clock, vietnamDate } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import { pathTo } from '../ui/safe-href.js';
import type { DocumentUseCases } from './documents.routes.js';
import { changeSchema, documentQuerySchema } from './documents.schemas.js';
import { mayOpenAndShare } from './documents.policy.js';
import type { OpenOwnDocument } from './list-documents.js';
import { type AddDocumentField, addDocumentPage } from './pages/add-document.page.js';
import { documentListPage } from './pages/document-list.page.js';
import { documentPage } from './pages/document.page.js';

export interface DocumentPagesDeps extends PageDeps {
  readonly use: DocumentUseCases & { readonly openOwnDocument: OpenOwnDocument };
  readonly listAccesses: ListAccesses;
  /** Consent requests that wait for this owner. */
  readonly waitingConsents: (actor: OwnerActor) => Promise<number>;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
}

const PER_PAGE = 20;
const LOOKS = 5;
const done = z.enum(['ADDED', 'DUPLICATE', 'VERSION_ADDED', 'RENAMED']).optional().catch(undefined);
const addFields: readonly AddDocumentField[] = [
  'typeCode',
  'title',
  'number',
  'issuerName',
  'issuedOn',
  'validTo',
];

const date = {
  vi: 'Ghi một ngày có thật, ví dụ 25/11/2026.',
  en: 'Give a real date, like 25 November 2026.',
};
const fieldWords: FieldWords = {
  typeCode: { vi: 'Chọn loại giấy tờ.', en: 'Choose the type of document.' },
  title: { vi: 'Đặt tên từ 1 đến 300 chữ.', en: 'Give a name of 1 to 300 letters.' },
  number: { vi: 'Số, ký hiệu dài nhất 100 chữ.', en: 'A number has at most 100 letters.' },
  issuerName: { vi: 'Tên cơ quan cấp dài nhất 300 chữ.', en: 'The issuer’s name has at most 300 letters.' },
  issuedOn: date,
  validTo: date,
};

type OwnerVisit = Visit<OwnerActor>;

/** An owner's documents: list, add, one, its bytes, and what is done with it. */
export function makeDocumentPages(deps: DocumentPagesDeps): Router {
  const { use } = deps;
  const { router, owner } = makePageRoutes(deps);

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

  owner.get('/documents/new', async (visit) => ({ page: drawAdd(visit) }));

  owner.upload(
    '/documents',
    () => '/documents/new',
    async (visit) => {
      let typed: Readonly<Record<string, string>> = {};
      try {
        return await use.uploadDocument({
          actor: visit.actor,
          request: visit.request,
          checkCsrf: visit.checkCsrf,
          keepTyped: (fields) => {
            typed = fields;
          },
          newId: newId(),
          // A form has no Idempotency-Key: sent twice, the same bytes are the same document.
          once: (_bodyHash, run) => run([]),
          answer: ({ document, created }) => ({
            seeOther: onePath(document.id, created ? 'ADDED' : 'DUPLICATE'),
          }),
        });
      } catch (error) {
        const field = isAboutType(error) ? 'typeCode' : 'file';
        const refusal = formRefusal(error, visit.lang, { field, words: fieldWords });
        return { ...refusal, page: drawAdd(visit, typedValues(typed, addFields), refusal) };
      }
    },
  );

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

  function drawAdd(
    { context }: OwnerVisit,
    values: Readonly<Partial<Record<AddDocumentField, string>>> = {},
    refusal?: FormRefusal,
  ) {
    const today = vietnamDate(deps.clock.now());
    return addDocumentPage({
      ...context,
      types: deps.catalogue.types.filter((type) => isInForce(type.inForce, today)),
      values,
      errors: refusal?.errors ?? [],
    });
  }

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

function onePath(id: string, saying?: z.output<typeof done>): string {
  return pathTo(['documents', id], { done: saying });
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

function isAboutType(error: unknown): boolean {
  return error instanceof Error && error.message === 'DOCUMENT_TYPE_UNKNOWN';
}
