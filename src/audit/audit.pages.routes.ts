import type { Router } from 'express';
import type { PageDeps } from '../http/page-context.js';
import { typedValues } from '../http/page-form.js';
import { type FieldWords, type FormRefusal, formRefusal } from '../http/page-refusal.js';
import { idFrom, makePageRoutes, type Visit } from '../http/page-routes.js';
import { idCursorSchema } from '../http/paging.js';
import { parseWith } from '../http/parse.js';
import { z } from '../http/zod.js';
import type { OwnerActor } from '../platform/actor.js';
import { AppError } from '../platform/app-error.js';
import { type Clock, vietnamDate } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import { type ProblemCode, type ProblemKind, problemKinds } from '../platform/problem-codes.js';
import type { Lang } from '../ui/i18n.js';
import { pathTo } from '../ui/safe-href.js';
import { accessCsv } from './access-csv.js';
import { viewOf } from './audit.routes.js';
import { complaintSchema } from './audit.schemas.js';
import type { FileComplaint } from './file-complaint.js';
import type { ListAccesses, ListLookingAgencies, ReadAccesses } from './list-accesses.js';
import { type AccessListModel, accessListPage } from './pages/access-list.page.js';
import { type ReadFilter, readFilter } from './typed-filter.js';

export interface AuditPagesDeps extends PageDeps {
  readonly use: {
    readonly listAccesses: ListAccesses;
    readonly readAccesses: ReadAccesses;
    readonly listLookingAgencies: ListLookingAgencies;
    readonly fileComplaint: FileComplaint;
  };
  /** Titles of an owner's documents; from above: audit knows no documents. */
  readonly titlesOf: (ownerId: string, ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** An owner's newest documents, to choose one from. */
  readonly newestDocuments: (actor: OwnerActor) => Promise<AccessListModel['documents']>;
  readonly clock: Clock;
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
    const received = z.uuid().optional().catch(undefined);
    const query = visit.query({ after: idCursorSchema.optional(), complaint: received });
    const read = readFilter(visit, visit.context.t);
    const page = await draw(visit, {
      read,
      after: query.after,
      complaintReceived: query.complaint,
      complaint: null,
    });
    return read.errors.length > 0 ? { page, status: 422 } : { page };
  });

  owner.get('/accesses.csv', async (visit) => {
    const { actor, lang, context } = visit;
    const { filter, errors } = readFilter(visit, context.t);
    if (errors.length > 0) throw new AppError('NOT_FOUND');
    const day = vietnamDate(deps.clock.now());
    return {
      download: {
        fileName: `${context.t('audit.csv.fileName')}-${day}.csv`,
        mediaType: 'text/csv; charset=utf-8; header=present',
        pieces: accessCsv(use.readAccesses({ actor, ...filter }), {
          t: context.t,
          lang,
          procedures: deps.procedures,
          refusals: refusals[lang],
          titlesOf: (ids) => deps.titlesOf(actor.ownerId, ids),
        }),
      },
    };
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
    return draw(visit, { read: noFilter, after: `${accessId}~`, complaint });
  }

  async function draw(
    { actor, context, lang }: Visit<OwnerActor>,
    wanted: Pick<AccessListModel, 'complaint' | 'complaintReceived'> & {
      readonly read: ReadFilter;
      readonly after?: string | undefined;
    },
  ) {
    const { after, complaint } = wanted;
    const { typed, filter, errors } = wanted.read;
    const [found, agencies, documents] = await Promise.all([
      errors.length > 0 ? none : use.listAccesses({ actor, ...filter, after, limit: PER_PAGE }),
      use.listLookingAgencies({ actor }),
      deps.newestDocuments(actor),
    ]);
    if (complaint && found.items[0]?.id !== complaint.accessId) throw new AppError('NOT_FOUND');
    const { documentId } = filter;
    const ids = found.items.flatMap((line) => line.documentId ?? []);
    const titles = await deps.titlesOf(actor.ownerId, documentId === undefined ? ids : [...ids, documentId]);
    return accessListPage({
      ...context,
      accesses: found.items.map(viewOf),
      next: found.next,
      after,
      filter: typed,
      filterErrors: errors,
      agencies,
      documents,
      documentTitle: documentId === undefined ? null : titles.get(documentId),
      titles,
      procedures: deps.procedures,
      refusals: refusals[lang],
      complaint,
      complaintReceived: wanted.complaintReceived,
    });
  }
}

const none = { items: [], next: null };
const noFilter: ReadFilter = { typed: {}, filter: {}, errors: [] };

function refusalWords(lang: Lang): ReadonlyMap<string, string> {
  const kinds: Readonly<Record<ProblemCode, ProblemKind>> = problemKinds;
  return new Map(Object.entries(kinds).map(([code, kind]) => [code, `${kind[lang].title}.`]));
}
