import { Button } from '../../ui/components/button.js';
import { Form } from '../../ui/components/form.js';
import { Layout } from '../../ui/components/layout.js';
import { NotificationBanner } from '../../ui/components/notification-banner.js';
import { Tag } from '../../ui/components/tag.js';
import { Hidden } from '../../ui/components/texts.js';
import { Meta, Moment } from '../../ui/components/value.js';
import type { Instant } from '../../ui/format.js';
import type { CodeOf } from '../../ui/i18n.js';
import type { Maybe, PageContext } from '../../ui/page.js';
import { pathTo } from '../../ui/safe-href.js';

interface SessionModel {
  readonly handle: string | null;
  readonly device: { readonly browser: CodeOf<'browser'>; readonly system: CodeOf<'system'> } | null;
  readonly signedInAt: Instant;
  readonly seenAt: Instant;
}

export interface SessionListModel extends PageContext {
  /** Latest sign-in first. */
  readonly sessions: readonly SessionModel[];
  /** The handle of the session that looks. */
  readonly own: string | null;
  readonly done?: Maybe<'ENDED'>;
}

/** Where a person is signed in: with what, since when, last used when; never by what session. */
export function sessionListPage(model: SessionListModel) {
  const { t, lang, chrome, own } = model;
  const back = { href: '/my-data', text: t('common.menuMyData') };
  return (
    <Layout
      context={model}
      title={t('identity.sessions.title')}
      back={chrome.signedIn?.kind === 'OWNER' ? back : undefined}
    >
      {model.done && (
        <NotificationBanner title={t('common.done')} success>
          {t('identity.sessions.ended')}
        </NotificationBanner>
      )}
      <h1 class="govuk-heading-l">{t('identity.sessions.title')}</h1>
      <p class="govuk-body">{t('identity.sessions.lead')}</p>
      <ul class="motlan-cards">
        {model.sessions.map((session, index) => {
          const mine = session.handle !== null && session.handle === own;
          const device = deviceWords(model, session);
          return (
            <li key={index} class="motlan-card">
              <h2 class="motlan-card__title">{device}</h2>
              {mine && (
                <p class="motlan-tags">
                  <Tag colour="green">{t('identity.sessions.own')}</Tag>
                </p>
              )}
              <Meta
                items={[
                  <>
                    {t('identity.sessions.signedIn')} <Moment lang={lang} at={session.signedInAt} />
                  </>,
                  <>
                    {t('identity.sessions.seen')} <Moment lang={lang} at={session.seenAt} />
                  </>,
                ]}
              />
              {session.handle !== null && !mine && (
                <Form csrfToken={chrome.csrfToken} action={pathTo(['sessions', session.handle, 'end'])}>
                  <Button kind="secondary">
                    {t('identity.sessions.end')}
                    <Hidden>
                      {' '}
                      ({device}, <Moment lang={lang} at={session.signedInAt} />)
                    </Hidden>
                  </Button>
                </Form>
              )}
            </li>
          );
        })}
      </ul>
      <Form csrfToken={chrome.csrfToken} action="/sessions/end-all">
        <p class="govuk-body">{t('identity.sessions.endAllHint')}</p>
        <Button kind="warning">{t('identity.sessions.endAll')}</Button>
      </Form>
    </Layout>
  );
}

function deviceWords({ t }: PageContext, { device }: SessionModel): string {
  if (!device) return t('identity.sessions.unknownDevice');
  return t('identity.sessions.device', {
    browser: t(`browser.${device.browser}`),
    system: t(`system.${device.system}`),
  });
}
