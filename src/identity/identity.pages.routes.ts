import type { Router } from 'express';
import type { PageDeps } from '../http/page-context.js';
import { makePageRoutes } from '../http/page-routes.js';
import type { AppError } from '../platform/app-error.js';
import type { PageContext } from '../ui/page.js';
import { signInFailedPage } from './pages/sign-in-failed.page.js';
import { startPage } from './pages/start.page.js';
import { addSessionPages, type SessionPagesDeps } from './sessions.pages.routes.js';

/** The way in. */
export function makeIdentityPages(deps: PageDeps & SessionPagesDeps): Router {
  const routes = makePageRoutes(deps);
  const { router, anyone } = routes;
  addSessionPages(routes, deps);
  anyone.get('/', async ({ context }) => ({ page: startPage(context) }));
  return router;
}

/** The page of a sign-in that did not finish; null for another refusal. */
export function drawSignInFailed({ code, details }: AppError, context: PageContext) {
  if (code !== 'SIGN_IN_FAILED') return null;
  const { reason } = details;
  // Its own address answers only once, so a change of language begins at the start.
  const chrome = { ...context.chrome, path: '/' };
  return signInFailedPage({
    ...context,
    chrome,
    reason: typeof reason === 'object' ? reason[context.lang] : null,
    as: details['as'] === 'staff' ? 'staff' : 'owner',
  });
}
