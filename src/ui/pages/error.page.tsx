import { ButtonLink } from '../components/button.js';
import { Layout } from '../components/layout.js';
import type { MessageKey } from '../i18n.js';
import type { PageContext } from '../page.js';

export interface ErrorModel extends PageContext {
  /** Title and detail as the problem document has them, in the reader's language. */
  readonly problem: { readonly title: string; readonly detail: string; readonly status: number };
  readonly requestId: string;
}

/** A refusal that has no page of its own: what happened, why, what to do, and the number to report. */
export function errorPage(model: ErrorModel) {
  const { t, problem, chrome } = model;
  const advice = adviceFor(problem.status);
  return (
    <Layout context={model} title={problem.title} hasErrors>
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-two-thirds">
          <h1 class="govuk-heading-l">{problem.title}</h1>
          <p class="govuk-body">{problem.detail}</p>
          {problem.status >= 500 && <p class="govuk-body">{t('common.errorSafe')}</p>}
          {advice && (
            <>
              <h2 class="govuk-heading-m">{t('common.errorNext')}</h2>
              <p class="govuk-body">{t(advice)}</p>
            </>
          )}
          {problem.status === 401 ? (
            <ButtonLink href={`/sign-in?as=owner&returnTo=${encodeURIComponent(chrome.path)}`}>
              {t('common.toSignIn')}
            </ButtonLink>
          ) : (
            <ButtonLink href="/" kind="secondary">
              {t('common.toStart')}
            </ButtonLink>
          )}
          <p class="govuk-body">
            {t('common.requestId')}: <span class="motlan-hash">{model.requestId}</span>
          </p>
          <p class="govuk-hint">{t('common.requestIdHint')}</p>
        </div>
      </div>
    </Layout>
  );
}

/** Where the refusal itself does not say it: most do, and two pieces of advice would contradict each other. */
function adviceFor(status: number): Extract<MessageKey, `common.error${string}`> | null {
  if (status === 401) return 'common.errorSignIn';
  return status === 404 || status === 410 ? 'common.errorHome' : null;
}
