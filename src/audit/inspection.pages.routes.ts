import { typedValues } from '../http/page-form.js';
import { type FieldWords, type FormRefusal, formRefusal } from '../http/page-refusal.js';
import { idFrom, type PageRoutes, type Posted, type Visit } from '../http/page-routes.js';
import { idCursorSchema } from '../http/paging.js';
import { parseWith } from '../http/parse.js';
import { z } from '../http/zod.js';
import type { StaffActor } from '../platform/actor.js';
import { pathTo } from '../ui/safe-href.js';
import type { AuditPagesDeps } from './audit.pages.routes.js';
import { viewOf } from './audit.routes.js';
import { answerSchema } from './audit.schemas.js';
import { type Complaint, complaintStates } from './complaint.js';
import { complaintView } from './complaint-view.js';
import { refusalWords } from './look-words.js';
import type { OneComplaintModel } from './pages/complaint-model.js';
import { inspectionPage } from './pages/inspection.page.js';
import { inspectionListPage } from './pages/inspection-list.page.js';

const PER_PAGE = 20;
const fieldWords: FieldWords = {
  text: { vi: 'Viết câu trả lời, dài nhất 2.000 chữ.', en: 'Write the answer, in at most 2,000 letters.' },
};
const done = z.enum(['TAKEN_UP', 'ANSWERED', 'CLOSED']).optional().catch(undefined);
const chosenState = z.preprocess(
  (value) => (value === '' ? undefined : value),
  z.enum(complaintStates).optional(),
);

/** Complaints as inspectors answer them. */
export function addInspectionPages({ inspector }: PageRoutes, deps: AuditPagesDeps): void {
  const { inspection } = deps.use;

  inspector.get('/inspection', async (visit) => {
    const { actor, context } = visit;
    const { state, after } = visit.query({ state: chosenState, after: idCursorSchema.optional() });
    const page = await inspection.listQueue({ actor, state, after, limit: PER_PAGE });
    const complaints = page.items.map(complaintView);
    return { page: inspectionListPage({ ...context, complaints, next: page.next, after, state }) };
  });

  inspector.get('/inspection/:id', async (visit) => ({
    page: await draw(visit, { done: visit.query({ done }).done }),
  }));

  inspector.post('/inspection/:id/take-up', here, (visit) =>
    step(visit, 'TAKEN_UP', (input) => inspection.takeUpComplaint(input)),
  );
  inspector.post('/inspection/:id/answer', here, (visit) =>
    step(visit, 'ANSWERED', (input) => {
      const { text } = parseWith(answerSchema, { text: visit.form['text'] ?? '' });
      return inspection.answerComplaint({ ...input, text });
    }),
  );
  inspector.post('/inspection/:id/close', here, (visit) =>
    step(visit, 'CLOSED', (input) => inspection.closeComplaint(input)),
  );

  async function step(
    visit: Posted<StaffActor>,
    said: NonNullable<z.output<typeof done>>,
    run: (input: { readonly actor: StaffActor; readonly id: string }) => Promise<Complaint>,
  ) {
    const id = idFrom(visit.params);
    try {
      await run({ actor: visit.actor, id });
      return { seeOther: pathTo(['inspection', id], { done: said }) };
    } catch (error) {
      const refusal = formRefusal(error, visit.lang, { field: 'text', words: fieldWords });
      return {
        ...refusal,
        page: await draw(visit, { refusal, typed: typedValues(visit.form, ['text']).text }),
      };
    }
  }

  async function draw(
    { actor, context, lang, params }: Visit<StaffActor>,
    state: Pick<OneComplaintModel, 'done' | 'typed'> & { readonly refusal?: FormRefusal },
  ) {
    const { complaint, access, paper } = await inspection.inspect({ actor, id: idFrom(params) });
    return inspectionPage({
      ...context,
      complaint: complaintView(complaint),
      access: access && viewOf(access),
      paper,
      types: deps.types,
      // What the paper is called is its owner's business.
      titles: new Map(),
      ownerCalled: context.t('audit.inspection.owner'),
      linksConsents: false,
      procedures: deps.procedures,
      refusals: refusalWords[lang],
      done: state.done,
      errors: state.refusal?.errors ?? [],
      typed: state.typed,
    });
  }
}

function here({ id = '' }: Visit<unknown>['params']): string {
  return pathTo(['inspection', id]);
}
