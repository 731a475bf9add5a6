import type { ComponentChildren } from 'preact';
import type { Translate } from '../i18n.js';
import type { PageContext } from '../page.js';
import { hrefTo, inLanguage, safeHref } from '../safe-href.js';
import { Form } from './form.js';
import { LanguageNavigation, ServiceNavigation, SkipLink } from './navigation.js';
import { BackLink } from './texts.js';

interface LayoutProps {
  readonly context: PageContext;
  /** The page's name; the service's name is put behind it, "Lỗi:" before it when there are faults. */
  readonly title: string;
  readonly hasErrors?: boolean;
  readonly back?: { readonly href: string; readonly text: string } | undefined;
  /** A script of this page's own, beside those that all have. */
  readonly script?: 'upload-queue.js';
  readonly children: ComponentChildren;
}

/** For the script that warns five minutes before the session ends. */
function sessionWords({ t, chrome }: PageContext) {
  return {
    secondsLeft: chrome.secondsLeft,
    ends: t('common.sessionEnds'),
    stay: t('common.sessionContinue'),
    ended: t('common.sessionEnded'),
  };
}

/** What every page has: skip link, header, menu, main part, footer. */
export function Layout(props: LayoutProps) {
  const { t, lang, chrome } = props.context;
  const title = `${props.title} – ${t('common.service')}`;
  return (
    <html lang={lang} class="govuk-template">
      <head>
        <meta charSet="utf-8" />
        <title>{props.hasErrors ? `${t('common.errorPrefix')}: ${title}` : title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="theme-color" content="#7a1420" />
        <meta name="referrer" content="same-origin" />
        <link rel="icon" type="image/svg+xml" {...hrefTo(chrome.asset('icon.svg'))} />
        <link rel="apple-touch-icon" {...hrefTo(chrome.asset('icon-180.png'))} />
        <link rel="stylesheet" {...hrefTo(chrome.asset('main.css'))} />
      </head>
      <body
        class="govuk-template__body"
        data-session={chrome.secondsLeft ? JSON.stringify(sessionWords(props.context)) : undefined}
      >
        <script src={safeHref(chrome.asset('boot.js')) ?? ''} />
        <SkipLink href="#main-content" text={t('common.skip')} />
        <Header context={props.context} />
        <div class="govuk-width-container">
          {props.back && (
            <nav aria-label={t('common.wayBack')}>
              <BackLink href={props.back.href}>{props.back.text}</BackLink>
            </nav>
          )}
          <main class="govuk-main-wrapper" id="main-content">
            {props.children}
          </main>
        </div>
        <Footer context={props.context} />
        <script src={safeHref(chrome.asset('enhance.js')) ?? ''} defer />
        {props.script && <script src={safeHref(chrome.asset(props.script)) ?? ''} defer />}
      </body>
    </html>
  );
}

function Header(props: { readonly context: PageContext }) {
  const { t, lang, chrome } = props.context;
  const { signedIn } = chrome;
  return (
    <header class="govuk-template__header">
      <div class="govuk-generic-header motlan-header">
        <div class="govuk-width-container">
          <div class="govuk-generic-header__logo">
            <a href="/" class="govuk-generic-header__homepage-link">
              {t('common.service')}
            </a>
          </div>
          <div class="motlan-header__tools">
            {signedIn && (
              <Form csrfToken={chrome.csrfToken} action="/sign-out" classes="motlan-account">
                <span>
                  <span class="govuk-visually-hidden">{t('common.signedInAs')} </span>
                  <bdi>{signedIn.name}</bdi>
                </span>
                <button type="submit" class="motlan-link-button">
                  {t('common.signOut')}
                </button>
              </Form>
            )}
            {signedIn?.kind === 'OWNER' && (
              <a href="/acting" class="motlan-header__acting">
                {signedIn.actingFor ? (
                  <>
                    {t('common.actingFor')} <bdi>{signedIn.actingFor}</bdi>
                  </>
                ) : (
                  t('common.acting')
                )}
              </a>
            )}
            <LanguageNavigation
              label={t('common.languages')}
              inverse
              items={[
                {
                  lang: 'vi',
                  text: 'Tiếng Việt',
                  href: inLanguage(chrome.path, 'vi'),
                  current: lang === 'vi',
                },
                { lang: 'en', text: 'English', href: inLanguage(chrome.path, 'en'), current: lang === 'en' },
              ]}
            />
          </div>
        </div>
      </div>
      {signedIn && <Menu context={props.context} />}
    </header>
  );
}

function Menu(props: { readonly context: PageContext }) {
  const { t, chrome } = props.context;
  const entries =
    chrome.signedIn?.kind === 'STAFF'
      ? [
          ...(chrome.signedIn.serves === false ? [] : [{ href: '/counter', text: t('common.menuCounter') }]),
          ...(chrome.signedIn.inspects ? [{ href: '/inspection', text: t('common.menuInspection') }] : []),
        ]
      : [
          { href: '/documents', text: t('common.menuDocuments') },
          { href: '/documents/new', text: t('common.menuAdd') },
          // A delegate has what she was given: papers, nothing else.
          ...(chrome.signedIn?.delegate ? [] : ownersOnly(t)),
        ];
  const path = chrome.path.replace(/\?.*$/s, '');
  // /documents/new lies below /documents: the longest entry that fits is the one.
  const here = entries
    .filter((entry) => path === entry.href || path.startsWith(`${entry.href}/`))
    .toSorted((a, b) => b.href.length - a.href.length)[0];
  return (
    <ServiceNavigation
      label={t('common.menu')}
      items={entries.map((entry) => ({ ...entry, current: entry === here }))}
    />
  );
}

function Footer(props: { readonly context: PageContext }) {
  const { t } = props.context;
  return (
    <footer class="govuk-template__footer motlan-footer">
      <div class="govuk-width-container">
        <p>{t('common.footerPaper')}</p>
        <p>{t('common.footerHelp')}</p>
        <p>
          <a class="govuk-link govuk-link--text-colour" href="/api-docs">
            {t('common.footerDevelopers')}
          </a>
        </p>
      </div>
    </footer>
  );
}

function ownersOnly(t: Translate) {
  return [
    { href: '/consents', text: t('common.menuConsents') },
    { href: '/accesses', text: t('common.menuAccesses') },
    { href: '/notices', text: t('common.menuNotices') },
    { href: '/my-data', text: t('common.menuMyData') },
  ];
}
