import encodeQR from 'qr';
import { atLeast } from '../catalogue/index.js';
import { spacedCode } from '../consents/index.js';
import { citeSchema, type EvidenceRequestView } from '../evidence/index.js';
import { type Form, typedValues } from '../http/page-form.js';
import { type FormRefusal, formRefusal } from '../http/page-refusal.js';
import { idFrom, type PageRoutes, type Posted, type Visit } from '../http/page-routes.js';
import { parseWith } from '../http/parse.js';
import { z } from '../http/zod.js';
import type { StaffActor } from '../platform/actor.js';
import { AppError } from '../platform/app-error.js';
import { newId } from '../platform/ids.js';
import { pathTo } from '../ui/safe-href.js';
import { comparisonSchema } from './counter.routes.js';
import type { CounterPagesDeps } from './counter-pages-deps.js';
import { type EvidenceModel, evidencePage } from './pages/evidence.page.js';
import { fieldWords } from './pages/field-words.js';

const COMPARISONS = 100;
const done = z.enum(['COMPARED', 'CITED']).optional().catch(undefined);
const version = z.coerce.number().pipe(comparisonSchema.shape.version);
const comparisonForm = comparisonSchema.extend({ version });
const citeForm = citeSchema.extend({ version });

type ClerkVisit = Visit<StaffActor>;

/** One look-up: what was found, its bytes, the comparison with the original, the citation. */
export function addEvidencePages({ clerk }: PageRoutes, deps: CounterPagesDeps): void {
  const { use } = deps;
  const own = ({ actor, params }: ClerkVisit) => use.getEvidenceRequest({ actor, id: idFrom(params) });

  clerk.get('/counter/evidence-requests/:id', async (visit) => ({
    page: await draw(visit, { done: visit.query({ done }).done }),
  }));

  clerk.get('/counter/evidence-requests/:id/qr.svg', async (visit) => {
    const { consent } = deps.viewOfRequest(await own(visit));
    if (consent?.state !== 'REQUESTED') throw new AppError('NOT_FOUND');
    return { svg: encodeQR(consent.shortUrl, 'svg', { border: 4 }) };
  });

  clerk.get('/counter/evidence-requests/:id/items/:documentId/content', ({ actor, params, conditions }) =>
    use.readItemContent({
      actor,
      requestId: idFrom(params),
      documentId: idFrom(params, 'documentId'),
      conditions,
    }),
  );

  clerk.post('/counter/evidence-requests/:id/comparisons', here, async (visit) => {
    const { actor, form } = visit;
    const { request } = await own(visit);
    try {
      const input = parseWith(comparisonForm, { ...form, evidenceRequestId: request.id });
      await use.recordComparison({ actor, id: newId(), ...input });
      return { seeOther: requestPath(request.id, 'COMPARED') };
    } catch (error) {
      return refused(visit, formRefusal(error, visit.lang, { field: 'outcome', words: fieldWords }));
    }
  });

  clerk.post('/counter/evidence-requests/:id/citations', here, async (visit) => {
    const { actor, form } = visit;
    const { request } = await own(visit);
    try {
      const input = parseWith(citeForm, { ...form, evidenceRequestId: request.id });
      await use.citeItem({ actor, id: newId(), ...input });
      return { seeOther: requestPath(request.id, 'CITED') };
    } catch (error) {
      return refused(visit, formRefusal(error, visit.lang, { words: fieldWords }));
    }
  });

  async function refused(visit: Posted<StaffActor>, refusal: FormRefusal) {
    return { ...refusal, page: await draw(visit, { refused: refusedForm(visit.form, refusal) }) };
  }

  async function draw(visit: ClerkVisit, state: Pick<EvidenceModel, 'done' | 'refused'>) {
    const { actor, context, lang } = visit;
    const asked = await own(visit);
    const view = deps.viewOfRequest(asked);
    const ids = view.items.map((item) => item.documentId);
    const [dossier, comparisons] = await Promise.all([
      use.findDossier({ actor, code: view.dossierCode }),
      use.comparisonsOfRequest(view.id, ids, COMPARISONS),
    ]);
    return evidencePage({
      ...context,
      request: {
        ...view,
        componentName: deps.catalogue.component(view.procedureCode, view.componentCode)?.name[lang],
        consent: view.consent && { ...view.consent, code: spacedCode(view.consent.code) },
        legalGround: asked.request.legalGround,
        items: view.items.map((item) => raised(item, comparisons)),
      },
      types: deps.catalogue.types,
      comparisons: comparisons.map((entry) => ({ ...entry, name: entry.officer.name })),
      citations: dossier.citations.filter((entry) => entry.componentCode === view.componentCode),
      ...state,
    });
  }
}

/** An item stands as it was found; what was compared since is worth what the comparison made it. */
function raised(
  item: EvidenceRequestView['items'][number],
  comparisons: Awaited<ReturnType<CounterPagesDeps['use']['comparisonsOfRequest']>>,
): EvidenceModel['request']['items'][number] {
  const matches = comparisons.some(
    ({ documentId, version: compared, outcome }) =>
      documentId === item.documentId && compared === item.version && outcome === 'MATCHES',
  );
  return matches && !atLeast(item.trustClass, 'PHOTO_COMPARED')
    ? { ...item, trustClass: 'PHOTO_COMPARED' }
    : item;
}

function here({ id = '' }: ClerkVisit['params']): string {
  return requestPath(id);
}

export function requestPath(id: string, saying?: z.output<typeof done>): string {
  return pathTo(['counter', 'evidence-requests', id], { done: saying });
}

function refusedForm(form: Form, { errors }: FormRefusal): NonNullable<EvidenceModel['refused']> {
  const typed = typedValues(form, ['documentId', 'outcome', 'note']);
  return { documentId: typed.documentId ?? '', outcome: typed.outcome, note: typed.note, errors };
}
