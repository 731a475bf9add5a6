import type { Router } from 'express';
import type { Catalogue } from '../catalogue/index.js';
import type { DrawnPage } from '../http/page-answer.js';
import type { PageDeps } from '../http/page-context.js';
import type { Form } from '../http/page-form.js';
import { type FieldWords, type FormRefusal, formRefusal } from '../http/page-refusal.js';
import { idFrom, makePageRoutes, type Visit } from '../http/page-routes.js';
import { idCursorSchema } from '../http/paging.js';
import { parseWith } from '../http/parse.js';
import { z } from '../http/zod.js';
import type { AuthLevel, OwnerActor } from '../platform/actor.js';
import { AppError } from '../platform/app-error.js';
import type { Clock } from '../platform/clock.js';
import type { FormError } from '../ui/form-errors.js';
import { pathTo } from '../ui/safe-href.js';
import type { WantsChildsAgreement } from './child-agreement.js';
import { type Consent, stateAt } from './consent.js';
import { typedCode, withCode } from './consent-code.js';
import { ownerConsentView, wayBack } from './consent-view.js';
import type { ConsentUseCases } from './consents.routes.js';
import { acceptSchema } from './consents.schemas.js';
import { consentNotice } from './notice.js';
import { consentPage, nothingChosen } from './pages/consent.page.js';
import { consentDonePage } from './pages/consent-done.page.js';
import { consentListPage } from './pages/consent-list.page.js';
import type { WaitsForOther } from './waits-for-other.js';

export interface ConsentPagesDeps extends PageDeps {
  readonly use: ConsentUseCases & {
    /** The authentication level that agreeing may ask for. */
    readonly levelToAgree: (consent: Consent) => AuthLevel;
    readonly wantsChildsAgreement: WantsChildsAgreement;
    readonly waitsForOther: WaitsForOther;
  };
  /** Throws where an account may not share. */
  readonly mayShare: (actor: OwnerActor) => void;
  /** Pages of those versions that their owner can look at now, by the document's id. */
  readonly pagesOf: (
    actor: OwnerActor,
    versions: readonly { readonly documentId: string; readonly version: number }[],
  ) => Promise<ReadonlyMap<string, number>>;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
}

const PER_PAGE = 20;
const MOST_WAITING = 100;
const fieldWords: FieldWords = {
  childAgrees: {
    vi: 'Con đã đủ 7 tuổi: cần hỏi con và con cũng đồng ý.',
    en: 'The child is seven or older: ask, and the child must agree too.',
  },
  documentIds: {
    vi: 'Có giấy tờ không còn dùng được cho yêu cầu này. Chọn lại.',
    en: 'One of the documents can no longer serve this request. Choose again.',
  },
};

type OwnerVisit = Visit<OwnerActor>;

/** Who asks for an owner's documents, and her answers. */
export function makeConsentPages(deps: ConsentPagesDeps): Router {
  const { use, clock } = deps;
  const { router, owner } = makePageRoutes(deps);

  owner.get('/consents', async (visit) => {
    const { after } = visit.query({ after: idCursorSchema.optional() });
    return drawList(visit, { after });
  });

  async function drawList(
    { actor, context, lang }: OwnerVisit,
    { after, typedCode: typed }: { readonly after?: string | undefined; readonly typedCode?: string },
  ): Promise<DrawnPage> {
    const [waiting, page] = await Promise.all([
      use.listConsents({ actor, state: 'REQUESTED', limit: MOST_WAITING }),
      use.listConsents({ actor, after, limit: PER_PAGE }),
    ]);
    const now = clock.now();
    const past = page.items.filter((consent) => stateAt(consent, now) !== 'REQUESTED');
    return {
      status: typed === undefined ? 200 : 404,
      page: consentListPage({
        ...context,
        typedCode: typed,
        waiting: waiting.items.map((consent) => ownerConsentView(consent, lang, now)),
        past: past.map((consent) => ownerConsentView(consent, lang, now)),
        next: page.next,
        after,
      }),
    };
  }

  // What a clerk's screen shows as a picture and as digits; short, for it is typed.
  owner.get('/c/:code', async (visit) => byCode(visit, visit.params['code'] ?? ''));
  owner.get('/c', async (visit) => {
    const { code } = visit.query({ code: z.string().max(40).optional() });
    return code === undefined ? drawList(visit, {}) : byCode(visit, code);
  });

  owner.get('/consents/:id', async (visit) => {
    const { actor, params } = visit;
    try {
      return await draw(visit, await own(visit));
    } catch (error) {
      const absent = error instanceof AppError && error.code === 'CONSENT_NOT_FOUND';
      if (absent && (await use.waitsForOther(actor, { id: idFrom(params) })))
        return choosing(onePath(params));
      throw error;
    }
  });

  owner.get('/consents/:id/done', async (visit) => {
    const consent = await own(visit);
    const view = ownerConsentView(consent, visit.lang, clock.now());
    // Nothing is done yet while it waits for an answer.
    if (view.state === 'REQUESTED') return { seeOther: onePath(visit.params) };
    return { page: consentDonePage({ ...visit.context, consent: view, returnUrl: wayBack(consent) }) };
  });

  owner.post('/consents/:id/accept', onePath, async (visit) => {
    const { actor, form, lang } = visit;
    const consent = await own(visit);
    const ids = chosenIn(form);
    if (ids.length === 0 && stateAt(consent, clock.now()) === 'REQUESTED') {
      return draw(visit, consent, { status: 422, errors: nothingChosen(visit.context) });
    }
    try {
      const { documentIds } = parseWith(acceptSchema, { documentIds: ids });
      const given = await use.acceptConsent({
        actor,
        id: consent.id,
        documentIds,
        language: lang,
        childAgrees: form['childAgrees'] === 'yes',
      });
      return { seeOther: wayBack(given) ?? donePath(given) };
    } catch (error) {
      const refusal = formRefusal(error, lang, { words: fieldWords });
      return draw(visit, await own(visit), refusal, ids);
    }
  });

  owner.post('/consents/:id/deny', onePath, (visit) =>
    end(visit, use.denyConsent, (denied) => wayBack(denied) ?? donePath(denied)),
  );

  owner.post('/consents/:id/withdraw', onePath, (visit) => end(visit, use.withdrawConsent, donePath));

  return router;

  async function byCode(visit: OwnerVisit, typed: string) {
    const code = typedCode(typed);
    const waiting = await use.listConsents({ actor: visit.actor, state: 'REQUESTED', limit: MOST_WAITING });
    const found = code === null ? undefined : withCode(waiting.items, code);
    if (found) return { seeOther: pathTo(['consents', found.id]) };
    if (code !== null && (await use.waitsForOther(visit.actor, { code })))
      return choosing(pathTo(['c', code]));
    return drawList(visit, { typedCode: typed });
  }

  async function end(
    visit: OwnerVisit,
    decide: ConsentUseCases['denyConsent'],
    wayOn: (consent: Consent) => string,
  ) {
    const { actor, lang } = visit;
    try {
      return { seeOther: wayOn(await decide({ actor, id: idFrom(visit.params) })) };
    } catch (error) {
      const refusal = formRefusal(error, lang);
      return draw(visit, await own(visit), refusal);
    }
  }

  /** Where a sign-in at the level of this request begins, and ends here again; null when it needs none. */
  function stepUpPath(actor: OwnerActor, consent: Consent): string | null {
    const level = use.levelToAgree(consent);
    if (actor.authLevel >= level) return null;
    return pathTo(['sign-in'], {
      as: 'owner',
      level: String(level),
      returnTo: pathTo(['consents', consent.id]),
    });
  }

  function own({ actor, params }: OwnerVisit): Promise<Consent> {
    return use.getOwnConsent({ actor, id: idFrom(params) });
  }

  async function draw(
    { actor, context, lang }: OwnerVisit,
    consent: Consent,
    refusal: Pick<FormRefusal, 'status'> & { readonly errors: readonly FormError[] } = {
      status: 200,
      errors: [],
    },
    chosen: readonly string[] = [],
  ): Promise<DrawnPage> {
    const returnUrl = wayBack(consent);
    const view = ownerConsentView(consent, lang, clock.now());
    const looks = view.state === 'REQUESTED' && mayShare(deps, actor);
    return {
      status: refusal.status,
      formAction: returnUrl === null ? [] : [new URL(returnUrl).origin],
      page: consentPage({
        ...context,
        consent: view,
        pagesOf: looks ? await deps.pagesOf(actor, consent.candidates) : null,
        types: deps.catalogue.types,
        returnUrl,
        mayShare: mayShare(deps, actor),
        stepUp: stepUpPath(actor, consent),
        childAsked: view.state === 'REQUESTED' && (await use.wantsChildsAgreement(actor)),
        notice: consentNotice[lang],
        chosen,
        errors: refusal.errors,
      }),
    };
  }
}

/** Where a person chooses for whom she acts, and then goes on. */
function choosing(next: string) {
  return { seeOther: pathTo(['acting'], { next }) };
}

function onePath({ id = '' }: OwnerVisit['params']): string {
  return pathTo(['consents', id]);
}

function donePath({ id }: Consent): string {
  return pathTo(['consents', id, 'done']);
}

function chosenIn(form: Form): string[] {
  return [form['documentIds'] ?? []].flat();
}

function mayShare({ mayShare: check }: ConsentPagesDeps, actor: OwnerActor): boolean {
  try {
    check(actor);
    return true;
  } catch {
    return false;
  }
}
