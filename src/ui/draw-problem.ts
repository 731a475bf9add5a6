import type { Language } from '../http/language.js';
import type { Problem } from '../http/problem.js';
import type { AssetUrl } from './assets.js';
import { translator } from './i18n.js';
import { errorPage } from './pages/error.page.js';
import { renderPage } from './render-page.js';

/** Draws a refusal that has no page of its own. */
export function makeDrawProblem(asset: AssetUrl) {
  return (problem: Problem, path: string, language: Language): string =>
    renderPage(
      errorPage({
        t: translator(language),
        lang: language,
        chrome: { signedIn: null, csrfToken: null, path, asset },
        problem,
        requestId: problem.requestId,
      }),
    );
}
