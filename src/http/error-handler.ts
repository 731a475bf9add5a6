import type { ErrorRequestHandler, Request, Response } from 'express';
import { AppError } from '../platform/app-error.js';
import type { Logger } from '../platform/logger.js';
import { endAnswer } from './end-answer.js';
import { apiLanguageOf, type Language, languageOf } from './language.js';
import { type Problem, problemOf, retryAfterOf } from './problem.js';
import { setRateHeaders } from './rate-headers.js';
import { RateExceeded } from './rate-limits.store.js';
import { requestIdOf } from './request-id.js';

export interface ErrorHandlerDeps {
  readonly logger: Logger;
  /** Turns a fault of the database's driver into its refusal; null when it is none. */
  readonly toDatabaseUnavailable: (error: unknown) => AppError | null;
  /** Draws a refusal for a person; for paths outside the API. */
  readonly drawProblem: (problem: Problem, request: Request, language: Language, refusal: AppError) => string;
}

/** The one place that turns errors into answers. */
export function makeErrorHandler(deps: ErrorHandlerDeps): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const refusal = refusalOf(error, deps);
    const requestId = requestIdOf(response);
    response.locals['refusal'] = refusal.code;
    const status = problemOf(refusal, 'en', requestId).status;
    if (status >= 500) deps.logger.error({ err: error, code: refusal.code, requestId }, 'request failed');
    if (response.headersSent) {
      // Bytes are out: only a broken connection keeps the client from taking them for the whole.
      response.destroy();
      return;
    }
    answer(refusal, request, response, deps);
  };
}

function refusalOf(error: unknown, deps: ErrorHandlerDeps): AppError {
  if (error instanceof AppError) return error;
  const unavailable = deps.toDatabaseUnavailable(error);
  if (unavailable) return unavailable;
  const known = error as { type?: string; status?: number; statusCode?: number };
  // A path that is no text names nothing.
  if (error instanceof URIError) return new AppError('NOT_FOUND', {}, { cause: error });
  // Express's own parsers: a body that is no text.
  if (known.status === 400 || known.statusCode === 400)
    return new AppError('BODY_MALFORMED', {}, { cause: error });
  return new AppError('INTERNAL_ERROR', {}, { cause: error });
}

function answer(refusal: AppError, request: Request, response: Response, deps: ErrorHandlerDeps): void {
  const forProgram = isForProgram(request);
  const language = forProgram ? apiLanguageOf(request) : languageOf(request);
  const problem = problemOf(refusal, language, requestIdOf(response));
  const payload = Buffer.from(
    forProgram ? JSON.stringify(problem) : deps.drawProblem(problem, request, language, refusal),
  );
  response.status(problem.status);
  response.setHeader(
    'Content-Type',
    forProgram ? 'application/problem+json; charset=utf-8' : 'text/html; charset=utf-8',
  );
  response.setHeader('Content-Language', language);
  response.setHeader('Cache-Control', 'no-store');
  response.vary('Accept-Language');
  for (const name of ['ETag', 'Content-Disposition', 'Repr-Digest', 'Accept-Ranges'])
    response.removeHeader(name);
  const retryAfter = retryAfterOf(refusal);
  if (retryAfter !== undefined) response.setHeader('Retry-After', retryAfter);
  if (refusal instanceof RateExceeded) setRateHeaders(response, refusal.state);
  if (refusal.code === 'TOKEN_INVALID') {
    response.setHeader('WWW-Authenticate', 'Bearer error="invalid_token"');
  }
  endAnswer(request, response, payload);
}

function isForProgram(request: Request): boolean {
  return /^\/(api|oauth2|\.well-known)(\/|$)/.test(request.path) || !request.accepts('html');
}
