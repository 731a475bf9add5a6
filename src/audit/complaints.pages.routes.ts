import { typedValues } from '../http/page-form.js';
import { type FieldWords, type FormRefusal, formRefusal } from '../http/page-refusal.js';
import { idFrom, type PageRoutes, type Visit } from '../http/page-routes.js';
import { idCursorSchema } from '../http/paging.js';
import { parseWith } from '../http/parse.js';
import { z } from '../http/zod.js';
import type { OwnerActor } from '../platform/actor.js';
import { AppError } from '../platform/app-error.js';
import { pathTo } from '../ui/safe-href.js';
import type { AuditPagesDeps } from './audit.pages.routes.js';
import { viewOf } from './audit.routes.js';
import { complaintSchema } from './audit.schemas.js';
import { complaintView } from './complaint-view.js';
import { refusalWords } from './look-words.js';
import { complaintPage } from './pages/complaint.page.js';
import { complaintListPage } from './pages/complaint-list.page.js';
import type { OneComplaintModel } from './pages/complaint-model.js';

const PER_PAGE = 20;
export const complaintFieldWords: FieldWords = {
  text: {
    vi: 'Cho biết vì sao thấy lạ, dài nhất 2.000 chữ.',
    en: 'Say what is strange, in at most 2,000 letters.',
  },
};
const done = z.enum(['FILED', 'ADDED', 'CLOSED']).optional().catch(undefined);

/** An owner's own complaints: how each stands, more words, and the end of it. */
export function addComplaintPages({ owner }: PageRoutes, deps: AuditPagesDeps): void {
  const { use } = deps;

  owner.get('/complaints', async (visit) => {
    const { actor, context } = visit;
    const { after } = visit.query({ after: idCursorSchema.optional() });
    const page = await use.listComplaints({ actor, after, limit: PER_PAGE });
    const complaints = page.items.map(complaintView);
    return { page: complaintListPage({ ...context, complaints, next: page.next, after }) };
  });

  owner.get('/complaints/:id', async (visit) => ({
    page: await draw(visit, { done: visit.query({ done }).done }),
  }));

  owner.post('/complaints/:id/words', here, async (visit) => {
    const { actor, form } = visit;
    const id = idFrom(visit.params);
    try {
      const { text } = parseWith(complaintSchema, { text: form['text'] ?? '' });
      await use.addToComplaint({ actor, id, text });
      return { seeOther: pathTo(['complaints', id], { done: 'ADDED' }) };
    } catch (error) {
      const refusal = formRefusal(error, visit.lang, { field: 'text', words: complaintFieldWords });
      return { ...refusal, page: await draw(visit, { refusal, typed: typedValues(form, ['text']).text }) };
    }
  });

  owner.post('/complaints/:id/close', here, async (visit) => {
    const id = idFrom(visit.params);
    try {
      await use.closeOwnComplaint({ actor: visit.actor, id });
      return { seeOther: pathTo(['complaints', id], { done: 'CLOSED' }) };
    } catch (error) {
      const refusal = formRefusal(error, visit.lang);
      return { ...refusal, page: await draw(visit, { refusal }) };
    }
  });

  async function draw(
    { actor, context, lang, params }: Visit<OwnerActor>,
    state: Pick<OneComplaintModel, 'done' | 'typed'> & { readonly refusal?: FormRefusal },
  ) {
    const complaint = await use.getComplaint({ actor, id: idFrom(params) });
    const { accessId } = complaint;
    const access = accessId === null ? null : await use.findAccess({ actor, id: accessId }).catch(absent);
    const documentId = complaint.documentId ?? access?.documentId;
    const titles = await deps.titlesOf(actor.ownerId, documentId ? [documentId] : []);
    return complaintPage({
      ...context,
      complaint: complaintView(complaint),
      access: access && viewOf(access),
      titles,
      types: deps.types,
      procedures: deps.procedures,
      refusals: refusalWords[lang],
      done: state.done,
      errors: state.refusal?.errors ?? [],
      typed: state.typed,
    });
  }
}

/** A look may be hidden again, with its paper, after the complaint about it. */
function absent(error: unknown): null {
  if (error instanceof AppError && error.code === 'NOT_FOUND') return null;
  throw error;
}

function here({ id = '' }: Visit<unknown>['params']): string {
  return pathTo(['complaints', id]);
}
