import type { Router } from 'express';
import type { PageDeps } from '../http/page-context.js';
import { typedValues } from '../http/page-form.js';
import { type FieldWords, type FormRefusal, formRefusal } from '../http/page-refusal.js';
import { idFrom, makePageRoutes, type Visit } from '../http/page-routes.js';
import { parseWith } from '../http/parse.js';
import { z } from '../http/zod.js';
import type { OwnerActor } from '../platform/actor.js';
import { AppError } from '../platform/app-error.js';
import { newId } from '../platform/ids.js';
import { type ProblemCode, type ProblemKind, problemKinds } from '../platform/problem-codes.js';
import type { Lang } from '../ui/i18n.js';
import { pathTo } from '../ui/safe-href.js';
import { viewOf } from './audit.routes.js';
import { accessQuerySchema, complaintSchema } from './audit.schemas.js';
import type { FileComplaint } from './file-complaint.js';
import type { ListAccesses } from './list-accesses.js';
import { type AccessListModel, accessListPage } from './pages/access-list.page.js';

export interface AuditPagesDeps extends PageDeps {
  readonly use: { readonly listAccesses: ListAccesses; readonly fileComplaint: FileComplaint };
  /** Titles of an owner's documents; from above: audit knows no documents. */
  readonly titlesOf: (ownerId: string, ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** From the catalogue, for their names. */
  readonly procedures: AccessListModel['procedures'];
}

const PER_PAGE = 20;
const fieldWords: FieldWords = {
  text: {
    vi: 'Cho biết vì sao thấy lạ, dài nhất 2.000 chữ.',
    en: 'Say what is strange, in at most 2,000 letters.',
  },
};
const refusals = { vi: refusalWords('vi'), en: refusalWords('en') };

/** Who looked, and "I do not recognise this look". */
export function makeAuditPages(deps: AuditPagesDeps): Router {
  const { use } = deps;
  const { router, owner } = makePageRoutes(deps);

  owner.get('/accesses', async (visit) => {
    const { documentId, after } = accessQuerySchema.shape;
    const received = z.uuid().optional().catch(undefined);
    const query = visit.query({ documentId, after, complaint: received });
    return { page: await draw(visit, { ...query, complaintReceived: query.complaint, complaint: null }) };
  });

  owner.post(
    '/accesses/:id/complaints',
    () => '/accesses',
    async (visit) => {
      const { actor, form } = visit;
      const accessId = idFrom(visit.params);
      try {
        const { text } = parseWith(complaintSchema, { text: form['text'] ?? '' });
        const { id } = await use.fileComplaint({ actor, accessId, text, id: newId() });
        return { seeOther: pathTo(['accesses'], { complaint: id }) };
      } catch (error) {
        const refusal = formRefusal(error, visit.lang, { field: 'text', words: fieldWords });
        return { ...refusal, page: await drawRefused(visit, accessId, refusal) };
      }
    },
  );

  return router;

  /** The page that begins with the line complained about. */
  async function drawRefused(
    visit: Visit<OwnerActor> & { readonly form: Parameters<typeof typedValues>[0] },
    accessId: string,
    refusal: FormRefusal,
  ) {
    const complaint = {
      accessId,
      text: typedValues(visit.form, ['text']).text ?? '',
      errors: refusal.errors,
    };
    // Lines are listed below a cursor, and this is the least one above the line.
    return draw(visit, { after: `${accessId}~`, complaint });
  }

  async function draw(
    { actor, context, lang }: Visit<OwnerActor>,
    wanted: Pick<AccessListModel, 'complaint' | 'complaintReceived'> & {
      readonly documentId?: string | undefined;
      readonly after?: string | undefined;
    },
  ) {
    const { documentId, after, complaint } = wanted;
    const found = await use.listAccesses({ actor, documentId, after, limit: PER_PAGE });
    if (complaint && found.items[0]?.id !== complaint.accessId) throw new AppError('NOT_FOUND');
    const ids = found.items.flatMap((line) => line.documentId ?? []);
    const titles = await deps.titlesOf(actor.ownerId, documentId === undefined ? ids : [...ids, documentId]);
    return accessListPage({
      ...context,
      accesses: found.items.map(viewOf),
      next: found.next,
      after,
      documentId,
      documentTitle: documentId === undefined ? null : titles.get(documentId),
      titles,
      procedures: deps.procedures,
      refusals: refusals[lang],
      complaint,
      complaintReceived: wanted.complaintReceived,
    });
  }
}

function refusalWords(lang: Lang): ReadonlyMap<string, string> {
  const kinds: Readonly<Record<ProblemCode, ProblemKind>> = problemKinds;
  return new Map(Object.entries(kinds).map(([code, kind]) => [code, `${kind[lang].title}.`]));
}
