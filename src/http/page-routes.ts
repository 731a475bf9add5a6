import { type Request, type Response, Router } from 'express';
import { isDelegate, type OwnerActor, type StaffActor } from '../platform/actor.js';
import { AppError } from '../platform/app-error.js';
import type { PageContext } from '../ui/page.js';
import { keptFormPage } from '../ui/pages/kept-form.page.js';
import { pathTo } from '../ui/safe-href.js';
import type { ContentConditions } from './content.js';
import { type Language, languageOf } from './language.js';
import { type DrawnPage, type PageAnswer, type SeeOther, sendPageAnswer } from './page-answer.js';
import { type PageDeps, pageContext } from './page-context.js';
import { type Form, readForm } from './page-form.js';
import { noteActor } from './request-log.js';
import { wrongKind } from './run-endpoint.js';
import { inspects, mayServe } from './staff-work.js';
import { readTypedTexts } from './typed-texts.js';
import { z } from './zod.js';

/** One visit to a page, by a person of the kind that the page is for. */
export interface Visit<Actor> {
  readonly actor: Actor;
  readonly params: Readonly<Record<string, string>>;
  readonly context: PageContext;
  readonly lang: Language;
  readonly conditions: ContentConditions;
  /** Which of the person's sessions this is. */
  readonly sessionHandle: string | null;
  /** Acts for another from the next request on, by a mandate that holds; null: for herself again. */
  actAs(mandateId: string | null): Promise<void>;
  /** The named parameters of the query. @throws AppError NOT_FOUND: an address that leads nowhere */
  query<Shape extends z.ZodRawShape>(shape: Shape): z.output<z.ZodObject<Shape>>;
}

/** A form that came by POST, its token checked. */
export interface Posted<Actor> extends Visit<Actor> {
  readonly form: Form;
}

/** A form with a file: its body is read by the use case, which passes `_csrf` to `checkCsrf` before the file. */
export interface Uploaded<Actor> extends Visit<Actor> {
  readonly request: Request;
  readonly checkCsrf: (token: string | undefined) => void;
}

/** The path of the page that shows a form: where its sender goes after signing in, and to change the language. */
type FormAt = (params: Visit<unknown>['params']) => string;

export interface PagesFor<Actor> {
  get(path: string, handle: (visit: Visit<Actor>) => Promise<PageAnswer>): void;
  post(path: string, formAt: FormAt, handle: (posted: Posted<Actor>) => Promise<PageAnswer>): void;
  /**
   * @param redrawAt where its texts are sent to draw the form again, when it came after the session had ended: files are
   *   not kept for people whom nobody knows. Left out for forms without texts
   */
  upload(
    path: string,
    formAt: FormAt,
    handle: (uploaded: Uploaded<Actor>) => Promise<PageAnswer>,
    redrawAt?: string,
  ): void;
}

/** An Express router for pages: `owner`, `clerk` and `anyone` add pages for each kind of person. */
export interface PageRoutes {
  readonly router: Router;
  readonly owner: PagesFor<OwnerActor>;
  /** Owners, and delegates within what they were given: the policy looks at the types. */
  readonly delegate: PagesFor<OwnerActor>;
  /** Receiving and processing officers. */
  readonly clerk: PagesFor<StaffActor>;
  readonly inspector: PagesFor<StaffActor>;
  /** Whoever is signed in. */
  readonly person: PagesFor<OwnerActor | StaffActor>;
  readonly anyone: PagesFor<OwnerActor | StaffActor | null>;
}

/** Answers with the actor, or with where to sign in. @throws AppError ROLE_MISSING */
type Admit<Actor> = (
  signedIn: OwnerActor | StaffActor | null,
  here: string,
) => { readonly actor: Actor } | SeeOther;

export function makePageRoutes(deps: PageDeps): PageRoutes {
  const router = Router({ caseSensitive: true, strict: true });
  return {
    router,
    owner: pagesFor(router, deps, (signedIn, here) => {
      const admitted = anOwner(signedIn, here);
      if ('actor' in admitted && isDelegate(admitted.actor)) throw new AppError('NOT_ALLOWED_FOR_OTHERS');
      return admitted;
    }),
    delegate: pagesFor(router, deps, anOwner),
    clerk: pagesFor(router, deps, (signedIn, here) => {
      if (!signedIn) return toSignIn('staff', here);
      // Where staff land after signing in; an inspector's work lies elsewhere.
      if (here === '/counter' && inspects(signedIn) && !mayServe(signedIn))
        return { seeOther: '/inspection' };
      if (signedIn.kind !== 'STAFF' || !mayServe(signedIn)) throw wrongKind({ actor: 'STAFF' });
      return { actor: signedIn };
    }),
    inspector: pagesFor(router, deps, (signedIn, here) => {
      if (!signedIn) return toSignIn('staff', here);
      if (!inspects(signedIn)) throw forInspectors();
      return { actor: signedIn };
    }),
    person: pagesFor(router, deps, (signedIn, here) =>
      signedIn ? { actor: signedIn } : toSignIn('owner', here),
    ),
    anyone: pagesFor(router, deps, (signedIn) => ({ actor: signedIn })),
  };
}

interface Handling<Actor> {
  readonly handle: (visit: Visit<Actor>) => Promise<PageAnswer>;
  /** Instead of the way to the sign-in. */
  readonly signedOut?: (context: PageContext, signIn: SeeOther) => Promise<PageAnswer>;
}

/** What was typed, kept on a page of its own: by itself nothing is done with it. */
function kept(
  action: string,
  context: PageContext,
  form: Form,
  signIn: SeeOther | null,
  fileGone = false,
): DrawnPage {
  return {
    status: signIn ? 401 : 403,
    page: keptFormPage({ ...context, action, fields: form, fileGone, signIn: signIn?.seeOther }),
  };
}

function forInspectors(): AppError {
  return new AppError('ROLE_MISSING', { wanted: { vi: 'thanh tra', en: 'inspectors' } });
}

const anOwner: Admit<OwnerActor> = (signedIn, here) => {
  if (!signedIn) return toSignIn('owner', here);
  if (signedIn.kind !== 'OWNER') throw wrongKind({ actor: 'OWNER' });
  return { actor: signedIn };
};

function toSignIn(as: 'owner' | 'staff', here: string): SeeOther {
  return { seeOther: pathTo(['sign-in'], { as, returnTo: here }) };
}

function pagesFor<Actor>(router: Router, deps: PageDeps, admit: Admit<Actor>): PagesFor<Actor> {
  /** In the fixed order of refusals: who, then where the form came from, then what was sent. */
  const run = async (
    request: Request,
    response: Response,
    path: string,
    { handle, signedOut }: Handling<Actor>,
  ): Promise<void> => {
    const signedIn = deps.session.actorOf(request);
    noteActor(response, signedIn);
    const admitted = admit(signedIn, path);
    const answer = await ('actor' in admitted
      ? handle(visitOf(deps, request, path, admitted.actor))
      : signedIn || !signedOut
        ? admitted
        : signedOut(pageContext(deps, request, path), admitted));
    await sendPageAnswer(request, response, answer, languageOf(request));
  };
  return {
    get(path, handle) {
      router.get(path, (request, response) => run(request, response, request.originalUrl, { handle }));
    },
    post(path, formAt, handle) {
      router.post(path, (request, response) =>
        run(request, response, formAt(paramsOf(request)), {
          handle: async (visit) => {
            const { token, form } = await readForm(request, response);
            try {
              deps.session.checkCsrf(request, token);
            } catch (error) {
              // Signed in again since the form was drawn: it goes on with one press.
              if (!deps.session.isFromOwnPage(request)) throw error;
              return kept(request.path, visit.context, form, null);
            }
            return handle({ ...visit, form });
          },
          // Signed out since the form was drawn: what was typed stays on the page.
          signedOut: async (context, signIn) => {
            if (!deps.session.isFromOwnPage(request)) return signIn;
            const { form } = await readForm(request, response);
            return Object.keys(form).length === 0 ? signIn : kept(request.path, context, form, signIn);
          },
        }),
      );
    },
    upload(path, formAt, handle, redrawAt) {
      router.post(path, (request, response) =>
        run(request, response, formAt(paramsOf(request)), {
          handle: (visit) =>
            handle({ ...visit, request, checkCsrf: (token) => deps.session.checkCsrf(request, token) }),
          signedOut: async (context, signIn) => {
            if (redrawAt === undefined || !deps.session.isFromOwnPage(request)) return signIn;
            const texts = await readTypedTexts(request, response);
            return texts && Object.keys(texts).length > 0
              ? kept(redrawAt, context, texts, signIn, true)
              : signIn;
          },
        }),
      );
    },
  };
}

function visitOf<Actor>(deps: PageDeps, request: Request, path: string, actor: Actor): Visit<Actor> {
  const lang = languageOf(request);
  return {
    actor,
    params: paramsOf(request),
    context: pageContext(deps, request, path, lang),
    lang,
    conditions: {
      ifNoneMatch: request.get('if-none-match'),
      range: request.get('range'),
      ifRange: request.get('if-range'),
    },
    actAs: (mandateId) => deps.session.actAs(request, mandateId),
    sessionHandle: deps.session.sessionHandleOf(request),
    query(shape) {
      const parsed = z.object(shape).safeParse(request.query);
      if (!parsed.success) throw new AppError('NOT_FOUND');
      return parsed.data;
    },
  };
}

function paramsOf(request: Request): Visit<unknown>['params'] {
  return Object.fromEntries(
    Object.entries(request.params).map(([name, value]) => [name, [value].flat().join('/')]),
  );
}

/** An id of ours from the address. @throws AppError NOT_FOUND for what cannot be one */
export function idFrom(params: Visit<unknown>['params'], name = 'id'): string {
  const parsed = z.uuid().safeParse(params[name]);
  if (!parsed.success) throw new AppError('NOT_FOUND');
  return parsed.data;
}
