import type { Router } from 'express';
import { isInForce } from '../catalogue/index.js';
import { agencyCodeSchema, dossierCodeSchema, dossierView, openDossierSchema } from '../dossiers/index.js';
import { asClerk, openEvidenceAsClerkSchema } from '../evidence/index.js';
import { nested, typedValues } from '../http/page-form.js';
import { type FormRefusal, formRefusal } from '../http/page-refusal.js';
import { makePageRoutes, type Visit } from '../http/page-routes.js';
import { parseWith } from '../http/parse.js';
import { z } from '../http/zod.js';
import type { StaffActor } from '../platform/actor.js';
import { vietnamDate } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import { pathTo } from '../ui/safe-href.js';
import type { CounterPagesDeps } from './counter-pages-deps.js';
import { addEvidencePages, requestPath } from './evidence.pages.routes.js';
import { counterHomePage, type OpenDossierField, openDossierFields } from './pages/counter-home.page.js';
import { dossierPage } from './pages/dossier.page.js';
import { fieldWords } from './pages/field-words.js';

const RECENT = 20;
const REQUESTS = 20;

/** A dossier as the form has it: its code is a field, the centre is the clerk's own. */
const openForm = z.strictObject({
  dossierCode: dossierCodeSchema,
  ...openDossierSchema.shape,
  agencyCode: agencyCodeSchema,
  channel: z.coerce.number().pipe(openDossierSchema.shape.channel),
});

type ClerkVisit = Visit<StaffActor>;

/** The counter: open a dossier, look up a component, view, compare, cite. */
export function makeCounterPages(deps: CounterPagesDeps): Router {
  const { use, catalogue, clock } = deps;
  const routes = makePageRoutes(deps);
  const { router, clerk } = routes;
  const today = () => vietnamDate(clock.now());

  clerk.get('/counter', async (visit) => ({
    page: await drawHome(visit, { submittedOn: today(), channel: '1', 'owner.kind': 'PERSONAL_ID' }),
  }));

  clerk.post(
    '/counter/dossiers',
    () => '/counter',
    async (visit) => {
      const { actor, form, lang } = visit;
      try {
        const { dossierCode, ...fields } = parseWith(openForm, { ...nested(form), agencyCode: actor.agency });
        const { dossier } = await use.openDossier({ actor, id: newId(), code: dossierCode, ...fields });
        return { seeOther: dossierPath(dossier.code) };
      } catch (error) {
        const refusal = formRefusal(error, lang, {
          field: 'dossierCode',
          words: fieldWords,
          alsoShow: ['DOSSIER_NOT_FOUND'],
        });
        const typed = typedValues(form, openDossierFields);
        return { ...refusal, page: await drawHome(visit, typed, refusal) };
      }
    },
  );

  clerk.get('/counter/dossiers/:code', async (visit) => ({ page: await drawDossier(visit) }));

  clerk.post(
    '/counter/dossiers/:code/evidence-requests',
    ({ code = '' }) => dossierPath(code),
    async (visit) => {
      const { actor, form, lang } = visit;
      const { code = '' } = visit.params;
      const dossier = await use.findDossier({ actor, code });
      try {
        const asked = parseWith(openEvidenceAsClerkSchema, { ...form, dossierCode: dossier.code });
        const input = asClerk(actor, asked, catalogue, dossier.procedureCode, lang);
        const { request } = await use.openEvidenceRequest({ ...input, id: newId(), returnUrl: null });
        return { seeOther: requestPath(request.id) };
      } catch (error) {
        const refusal = formRefusal(error, lang, { words: fieldWords });
        return { ...refusal, page: await drawDossier(visit, refusal) };
      }
    },
  );

  addEvidencePages(routes, deps);
  return router;

  async function drawHome(
    { actor, context }: ClerkVisit,
    values: Partial<Record<OpenDossierField, string>>,
    refusal?: FormRefusal,
  ) {
    const dossiers = await use.listCentreDossiers({ actor, limit: RECENT });
    return counterHomePage({
      ...context,
      procedures: catalogue.procedures.filter((procedure) => isInForce(procedure.inForce, today())),
      values,
      errors: refusal?.errors ?? [],
      dossiers,
    });
  }

  async function drawDossier({ actor, context, lang, params }: ClerkVisit, refusal?: FormRefusal) {
    const { code = '' } = params;
    const dossier = await use.findDossier({ actor, code });
    const asked = await use.listEvidenceRequests({ actor, dossierCode: code, limit: REQUESTS });
    return dossierPage({
      ...context,
      dossier: dossierView(dossier, catalogue, lang, today()),
      procedure: catalogue.procedure(dossier.procedureCode),
      requests: asked.map((entry) => deps.viewOfRequest(entry)),
      errors: refusal?.errors ?? [],
    });
  }
}

function dossierPath(code: string): string {
  return pathTo(['counter', 'dossiers', code]);
}
