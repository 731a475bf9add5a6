import { ButtonLink } from '../../ui/components/button.js';
import { Layout } from '../../ui/components/layout.js';
import { InsetText } from '../../ui/components/texts.js';
import { Given } from '../../ui/components/value.js';
import type { Maybe, PageContext } from '../../ui/page.js';

export interface SignInFailedModel extends PageContext {
  /** What the e-ID service or our own check said, in the reader's language. */
  readonly reason: Maybe<string>;
  readonly as: 'owner' | 'staff';
}

/** Sign-in came back without a person: why, and what helps. */
export function signInFailedPage(model: SignInFailedModel) {
  const { t } = model;
  return (
    <Layout context={model} title={t('identity.failed.title')} hasErrors>
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-two-thirds">
          <h1 class="govuk-heading-l">{t('identity.failed.title')}</h1>
          <p class="govuk-body">{t('identity.failed.lead')}</p>
          {model.reason && (
            <InsetText>
              <Given>{t('identity.failed.reason', { reason: model.reason })}</Given>
            </InsetText>
          )}
          <h2 class="govuk-heading-m">{t('identity.failed.nextTitle')}</h2>
          <ul class="govuk-list govuk-list--bullet govuk-list--spaced">
            <li>{t('identity.failed.again')}</li>
            <li>{t('identity.failed.account')}</li>
            <li>{t('identity.failed.counter')}</li>
          </ul>
          {model.as === 'staff' ? (
            <ButtonLink href="/sign-in?as=staff&returnTo=/counter">
              {t('identity.failed.retryStaff')}
            </ButtonLink>
          ) : (
            <ButtonLink href="/sign-in?as=owner&returnTo=/documents">{t('identity.failed.retry')}</ButtonLink>
          )}
        </div>
      </div>
    </Layout>
  );
}
