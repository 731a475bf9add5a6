import { Button } from '../../ui/components/button.js';
import { errorOf, FormErrors } from '../../ui/components/form.js';
import { Input } from '../../ui/components/input.js';
import { Layout } from '../../ui/components/layout.js';
import { Pagination } from '../../ui/components/pagination.js';
import { InsetText, Link } from '../../ui/components/texts.js';
import { Given, Meta } from '../../ui/components/value.js';
import type { FormError } from '../../ui/form-errors.js';
import { formatInstant } from '../../ui/format.js';
import type { Maybe, PageContext } from '../../ui/page.js';
import { pathTo } from '../../ui/safe-href.js';
import { ConsentTag } from './consent-tag.js';
import { agencyOf, type ConsentView } from './consent-view.js';

export interface ConsentListModel extends PageContext {
  /** All that wait for an answer; shown on the first page. */
  readonly waiting: readonly ConsentView[];
  readonly past: readonly ConsentView[];
  /** Cursor of the next page of past ones. */
  readonly next: string | null;
  readonly after?: Maybe<string>;
  /** A code that leads to none of the requests that wait. */
  readonly typedCode?: Maybe<string>;
}

/** Who asks: what waits for an answer first, then what was answered. */
export function consentListPage(model: ConsentListModel) {
  const { t, waiting, past, after } = model;
  const faults = codeFaults(model);
  return (
    <Layout context={model} title={t('consents.list.title')} hasErrors={faults.length > 0}>
      <FormErrors context={model} errors={faults} fields={{ code: 'code' }} />
      <h1 class="govuk-heading-l">{t('consents.list.title')}</h1>
      <p class="govuk-body">{t('consents.list.lead')}</p>
      {!after && <CodeForm {...model} />}
      {!after && (
        <>
          <h2 class="govuk-heading-m">{t('consents.list.waiting')}</h2>
          {waiting.length === 0 ? (
            <InsetText>{t('consents.list.noneWaiting')}</InsetText>
          ) : (
            <Cards model={model} consents={waiting} />
          )}
        </>
      )}
      <h2 class="govuk-heading-m">{t('consents.list.past')}</h2>
      {past.length === 0 ? (
        <p class="govuk-body">{t('consents.list.nonePast')}</p>
      ) : (
        <Cards model={model} consents={past} />
      )}
      <Pagination
        label={t('common.pages')}
        previous={after ? { href: '/consents', text: t('common.firstPage') } : null}
        next={
          model.next === null
            ? null
            : { href: pathTo(['consents'], { after: model.next }), text: t('common.nextPage') }
        }
      />
    </Layout>
  );
}

function codeFaults({ t, typedCode }: ConsentListModel): FormError[] {
  return typeof typedCode === 'string' ? [{ field: 'code', text: t('consents.list.codeUnknown') }] : [];
}

/** For those who cannot scan the picture on the clerk's screen. */
function CodeForm(model: ConsentListModel) {
  const { t, typedCode } = model;
  return (
    <form class="motlan-inline-form" method="get" action="/c" noValidate>
      <Input
        name="code"
        label={t('consents.list.code')}
        hint={t('consents.list.codeHint')}
        classes="govuk-input--width-10"
        inputmode="numeric"
        autocomplete="off"
        maxLength={20}
        value={typedCode ?? ''}
        error={errorOf(model, codeFaults(model), 'code')}
      />
      <Button kind="secondary">{t('consents.list.codeOpen')}</Button>
    </form>
  );
}

function Cards({
  model,
  consents,
}: {
  readonly model: ConsentListModel;
  readonly consents: readonly ConsentView[];
}) {
  const { t, lang } = model;
  return (
    <ul class="motlan-cards">
      {consents.map((consent) => (
        <li key={consent.id} class="motlan-card">
          <h3 class="motlan-card__title">
            <Link href={pathTo(['consents', consent.id])}>
              <Given>
                {t('consents.list.line', { agency: agencyOf(consent), dossier: consent.dossierCode })}
              </Given>
            </Link>
          </h3>
          <p class="motlan-tags">
            <ConsentTag t={t} state={consent.state} />
          </p>
          <Meta
            items={[
              <Given>{consent.componentName}</Given>,
              t('consents.list.requested', { at: formatInstant(lang, consent.requestedAt) }),
              consent.state === 'REQUESTED' &&
                t('consents.list.answerBy', { at: formatInstant(lang, consent.expiresAt) }),
              consent.state === 'GIVEN' &&
                t('consents.list.until', { at: formatInstant(lang, consent.expiresAt) }),
            ]}
          />
        </li>
      ))}
    </ul>
  );
}
