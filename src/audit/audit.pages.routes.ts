import type { Router } from 'express';
import type { PageDeps } from '../http/page-context.js';
import { typedValues } from '../http/page-form.js';
import { type FormRefusal, formRefusal } from '../http/page-refusal.js';
import { idFrom, makePageRoutes, type Visit } from '../http/page-routes.js';
import { idCursorSchema } from '../http/paging.js';
import { parseWith } from '../http/parse.js';
import type { OwnerActor } from '../platform/actor.js';
import { AppError } from '../platform/app-error.js';
import { type Clock, vietnamDate } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import { pathTo } from '../ui/safe-href.js';
import { accessCsv } from './access-csv.js';
import { viewOf } from './audit.routes.js';
import { complaintSchema } from './audit.schemas.js';
import { addComplaintPages, complaintFieldWords } from './complaints.pages.routes.js';
import type { FileComplaint } from './file-complaint.js';
import type { FindAccess } from './find-access.js';
import type {
  AddToComplaint,
  CloseOwnComplaint,
  ComplaintsAbout,
  GetComplaint,
  ListComplaints,
} from './follow-complaint.js';
import type { InspectComplaints } from './inspect-complaints.js';
import { addInspectionPages } from './inspection.pages.routes.js';
import type { ListAccesses, ListLookingAgencies, ReadAccesses } from './list-accesses.js';
import { refusalWords } from './look-words.js';
import { type AccessListModel, accessListPage } from './pages/access-list.page.js';
import type { OneComplaintModel } from './pages/complaint-model.js';
import { type ReadFilter, readFilter } from './typed-filter.js';

export interface AuditPagesDeps extends PageDeps {
  readonly use: {
    readonly listAccesses: ListAccesses;
    readonly readAccesses: ReadAccesses;
    readonly listLookingAgencies: ListLookingAgencies;
    readonly findAccess: FindAccess;
    readonly fileComplaint: FileComplaint;
    readonly listComplaints: ListComplaints;
    readonly complaintsAbout: ComplaintsAbout;
    readonly getComplaint: GetComplaint;
    readonly addToComplaint: AddToComplaint;
    readonly closeOwnComplaint: CloseOwnComplaint;
    readonly inspection: InspectComplaints;
  };
  /** Titles of an owner's documents; from above: audit knows no documents. */
  readonly titlesOf: (ownerId: string, ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** An owner's newest documents, to choose one from. */
  readonly newestDocuments: (actor: OwnerActor) => Promise<AccessListModel['documents']>;
  readonly clock: Clock;
  /** From the catalogue, for their names. */
  readonly types: OneComplaintModel['types'];
  readonly procedures: AccessListModel['procedures'];
}

const PER_PAGE = 20;

/** Who looked, and "I do not recognise this look". */
export function makeAuditPages(deps: AuditPagesDeps): Router {
  const { use } = deps;
  const routes = makePageRoutes(deps);
  const { router, owner } = routes;
  addComplaintPages(routes, deps);
  addInspectionPages(routes, deps);

  owner.get('/accesses', async (visit) => {
    const { after } = visit.query({ after: idCursorSchema.optional() });
    const read = readFilter(visit, visit.context.t);
    const page = await draw(visit, {
      read,
      after,
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
          refusals: refusalWords[lang],
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
        return { seeOther: pathTo(['complaints', id], { done: 'FILED' }) };
      } catch (error) {
        const refusal = formRefusal(error, visit.lang, { field: 'text', words: complaintFieldWords });
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
    wanted: Pick<AccessListModel, 'complaint'> & {
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
    const [titles, complaints] = await Promise.all([
      deps.titlesOf(actor.ownerId, documentId === undefined ? ids : [...ids, documentId]),
      use.complaintsAbout({ actor, accessIds: found.items.map((line) => line.id) }),
    ]);
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
      refusals: refusalWords[lang],
      complaint,
      complaints,
    });
  }
}

const none = { items: [], next: null };
const noFilter: ReadFilter = { typed: {}, filter: {}, errors: [] };
