import type { IncomingMessage } from 'node:http';
import type { VNode } from 'preact';
import type { Language } from '../http/language.js';
import type { Problem } from '../http/problem.js';
import type { AppError } from '../platform/app-error.js';
import type { PageContext } from './page.js';
import { errorPage } from './pages/error.page.js';
import { renderPage } from './render-page.js';

/** Draws one kind of refusal on a page of its own; null leaves it to the general page. */
export type DrawRefusal = (refusal: AppError, context: PageContext) => VNode | null;

/**
 * Draws a refusal that no form shows. Who is signed in keeps name and menu.
 * @param contextOf from the request and the page's path
 */
export function makeDrawProblem(deps: {
  readonly contextOf: (request: IncomingMessage, path: string, language: Language) => PageContext;
  readonly drawRefusal: DrawRefusal;
}) {
  return (
    problem: Problem,
    request: IncomingMessage & { readonly originalUrl?: string },
    language: Language,
    refusal: AppError,
  ): string => {
    // The languages lead to a page that is fetched by GET: after a refused post that can only be the start.
    const path = request.method === 'GET' ? (request.originalUrl ?? '/') : '/';
    const context = deps.contextOf(request, path, language);
    const page =
      deps.drawRefusal(refusal, context) ?? errorPage({ ...context, problem, requestId: problem.requestId });
    return renderPage(page);
  };
}
