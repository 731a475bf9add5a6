import { ButtonLink } from '../../ui/components/button.js';
import { Layout } from '../../ui/components/layout.js';
import { Link } from '../../ui/components/texts.js';
import type { PageContext } from '../../ui/page.js';

export type StartModel = PageContext;

/** What this is, and the way in. */
export function startPage(model: StartModel) {
  const { t, chrome } = model;
  return (
    <Layout context={model} title={t('identity.start.title')}>
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-two-thirds">
          <h1 class="govuk-heading-xl">{t('identity.start.title')}</h1>
          <p class="govuk-body-l">{t('identity.start.lead')}</p>
          <ul class="govuk-list govuk-list--bullet govuk-list--spaced">
            <li>{t('identity.start.pointKeep')}</li>
            <li>{t('identity.start.pointConsent')}</li>
            <li>{t('identity.start.pointLog')}</li>
          </ul>
          {chrome.signedIn === null ? (
            <SignIn {...model} />
          ) : (
            <Enter {...model} kind={chrome.signedIn.kind} />
          )}
          <h2 class="govuk-heading-m">{t('identity.start.paperTitle')}</h2>
          <p class="govuk-body">{t('identity.start.paper')}</p>
          {chrome.signedIn === null && (
            <>
              <h2 class="govuk-heading-m">{t('identity.start.staffTitle')}</h2>
              <p class="govuk-body">
                <Link href="/sign-in?as=staff&returnTo=/counter">{t('identity.start.staff')}</Link>
              </p>
            </>
          )}
        </div>
      </div>
    </Layout>
  );
}

function SignIn({ t }: PageContext) {
  return (
    <>
      <ButtonLink href="/sign-in?as=owner&returnTo=/documents" start>
        {t('identity.start.signIn')}
      </ButtonLink>
      <p class="govuk-body">{t('identity.start.signInHint')}</p>
      <p class="govuk-body">
        <Link href="/c">{t('identity.start.code')}</Link>
      </p>
    </>
  );
}

function Enter({ t, kind }: PageContext & { readonly kind: 'OWNER' | 'STAFF' }) {
  return kind === 'STAFF' ? (
    <ButtonLink href="/counter" start>
      {t('identity.start.openCounter')}
    </ButtonLink>
  ) : (
    <ButtonLink href="/documents" start>
      {t('identity.start.open')}
    </ButtonLink>
  );
}
