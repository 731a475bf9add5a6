import express, { type Request, type Response, Router } from 'express';
import { languageOf } from '../http/language.js';
import type { AuthLevel } from '../platform/actor.js';
import { AppError, fieldError } from '../platform/app-error.js';
import type { Logger } from '../platform/logger.js';
import { returnPath } from './return-to.js';
import { actorOf } from './session.js';
import type { SessionLayer } from './session.routes.js';
import type { SignIn } from './sign-in.js';
import type { SignInAs, SignInAttempts } from './sign-in-attempt.js';
import { signInFailed } from './sign-in-failure.js';

export interface IdentityRoutesDeps {
  readonly signIn: SignIn;
  readonly attempts: SignInAttempts;
  readonly sessions: SessionLayer;
  readonly checkCsrf: (request: Request, token: string | undefined) => void;
  readonly publicUrl: string;
  /** Where to go after signing in when no path was asked for. */
  readonly landing: Readonly<Record<SignInAs, string>>;
  /** The page on which a person chooses for whom she acts, before she goes on; null when there is nothing to choose. */
  readonly choosing: (personId: string, returnTo: string) => Promise<string | null>;
  readonly logger: Logger;
}

const readForm = express.urlencoded({ extended: false, limit: '4kb', parameterLimit: 10 });

/** GET /sign-in, GET /sign-in/callback, POST /sign-out. */
export function makeIdentityRouter(deps: IdentityRoutesDeps): Router {
  const { signIn, attempts, sessions, landing, logger } = deps;
  const router = Router();

  router.get('/sign-in', async (request, response) => {
    const elsewhere = ownNameOf(request, deps.publicUrl);
    if (elsewhere) {
      redirect(response, elsewhere);
      return;
    }
    const as = request.query['as'] ?? 'owner';
    if (as !== 'owner' && as !== 'staff') throw fieldError('?as', 'INVALID', 'must be owner or staff');
    const returnTo = returnPath(request.query['returnTo'], landing[as]);
    const { attempt, url } = await signIn
      .begin({ as, returnTo, level: levelIn(request), uiLocales: languageOf(request) })
      .catch((error: unknown) => failed(error, logger, as));
    response.append('Set-Cookie', await attempts.begin(attempt, request.headers.cookie));
    redirect(response, url.href);
  });

  router.get('/sign-in/callback', sessions.loadSessionBefore, async (request, response) => {
    const search = new URL(request.originalUrl, deps.publicUrl).search;
    const state = new URLSearchParams(search).get('state') ?? '';
    const found = await attempts.finish(state, request.headers.cookie);
    if (!found) failed(signInFailed('ATTEMPT_UNKNOWN'), logger);
    // Ended before it is known how it goes: an attempt is good for one answer.
    response.append('Set-Cookie', found.ended);
    const { as } = found.attempt;
    const user = await signIn
      .finish(found.attempt, search)
      .catch((error: unknown) => failed(error, logger, as));
    const again = await sessions.open(request, user);
    logger.info({ event: 'signed-in', kind: user.kind, actorId: user.id }, 'signed in');
    const { returnTo } = found.attempt;
    // Whoever signed in anew was asked before; a program that signs in for the API chooses by itself.
    const asked = user.kind === 'OWNER' && !again && wantsPage(request);
    redirect(response, (asked && (await deps.choosing(user.id, returnTo))) || returnTo);
  });

  router.post('/sign-out', sessions.loadSession, readForm, async (request: Request, response: Response) => {
    const actor = actorOf(request);
    if (actor) {
      const field: unknown = request.body?.['_csrf'];
      const token = request.get('x-csrf-token') ?? (typeof field === 'string' ? field : undefined);
      deps.checkCsrf(request, token);
      await sessions.close(request);
      logger.info({ event: 'signed-out', kind: actor.kind, actorId: actor.id }, 'signed out');
    }
    response.clearCookie(sessions.cookie.name, {
      ...sessions.cookie.options,
      httpOnly: true,
      sameSite: 'lax',
    });
    redirect(response, '/');
  });

  return router;
}

/** Whether a browser asks: programs take anything, and do not name HTML. */
function wantsPage(request: Request): boolean {
  return /\btext\/html\b/.test(request.get('accept') ?? '');
}

/** @throws AppError VALIDATION_FAILED */
function levelIn(request: Request): AuthLevel | null {
  const wanted = request.query['level'];
  if (wanted === undefined) return null;
  const level = ([1, 2, 3, 4] as const).find((one) => String(one) === wanted);
  if (level === undefined) throw fieldError('?level', 'INVALID', 'must be 1, 2, 3 or 4');
  return level;
}

/** Logs why, without who, and passes the refusal on, with the kind of account for the page that says so. */
function failed(error: unknown, logger: Logger, as: SignInAs = 'owner'): never {
  if (error instanceof AppError) {
    const { cause } = error;
    // A code alone: messages of libraries may quote what came from outside.
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : cause?.constructor.name;
    logger.warn({ event: 'sign-in-failed', kind: error.code, code }, 'sign-in failed');
    if (error.code === 'SIGN_IN_FAILED') throw new AppError(error.code, { ...error.details, as }, { cause });
  }
  throw error;
}

function redirect(response: Response, to: string): void {
  response.setHeader('Cache-Control', 'no-store');
  response.redirect(303, to);
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * On one machine localhost and 127.0.0.1 are two sites to a browser, and cookies of the one do not reach the other:
 * who begins under the wrong name is sent to the right one first. Null when the name is right or not ours to judge.
 */
function ownNameOf(request: Request, publicUrl: string): string | null {
  const own = new URL(publicUrl);
  const [, name = '', port = ''] = /^(.*?)(?::(\d+))?$/.exec(request.headers.host ?? '') ?? [];
  const differs = name !== own.hostname && port === own.port;
  if (!differs || !loopback.has(name) || !loopback.has(own.hostname)) return null;
  return `${own.origin}${request.originalUrl}`;
}
