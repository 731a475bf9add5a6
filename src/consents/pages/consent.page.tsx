import { FormErrors } from '../../ui/components/form.js';
import { Layout } from '../../ui/components/layout.js';
import { SummaryList } from '../../ui/components/summary-list.js';
import { Given, Moment } from '../../ui/components/value.js';
import type { FormError } from '../../ui/form-errors.js';
import { formatInstant, formatNumber } from '../../ui/format.js';
import { pathTo } from '../../ui/safe-href.js';
import { Decide } from './consent-decision.js';
import type { ConsentModel } from './consent-model.js';
import { ConsentTag } from './consent-tag.js';
import { agencyOf } from './consent-view.js';
import { ChosenDocuments, Withdraw } from './consent-withdrawal.js';

export type { ConsentModel } from './consent-model.js';

/** The fault of an agreement in which nothing was ticked: a form never falls back to a default choice. */
export function nothingChosen({ t }: Pick<ConsentModel, 't'>): FormError[] {
  return [{ field: 'documentIds', text: t('consents.one.chooseError') }];
}

/** One request: who, why, which dossier and documents, how long, what if refused; then the answer. */
export function consentPage(model: ConsentModel) {
  const { t, consent, errors } = model;
  const title = t('consents.one.title', { agency: agencyOf(consent) });
  return (
    <Layout
      context={model}
      title={title}
      hasErrors={errors.length > 0}
      back={{ href: pathTo(['consents']), text: t('consents.one.back') }}
    >
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-two-thirds">
          <FormErrors
            context={model}
            errors={errors}
            fields={{ documentIds: 'documentIds', childAgrees: 'childAgrees' }}
          />
          <h1 class="govuk-heading-l">
            <Given>{title}</Given>
          </h1>
          <p class="motlan-tags">
            <ConsentTag t={t} state={consent.state} />
          </p>
          <Facts {...model} />
          {consent.state === 'REQUESTED' ? <Decide {...model} /> : <ChosenDocuments {...model} />}
          {consent.state === 'GIVEN' && <Withdraw {...model} />}
        </div>
      </div>
    </Layout>
  );
}

function Facts(model: ConsentModel) {
  const { t, lang, consent } = model;
  const { officer, purpose } = consent;
  const person = officer.position
    ? t('consents.one.officer', { name: officer.name, position: officer.position })
    : officer.name;
  return (
    <SummaryList
      rows={[
        {
          key: t('consents.one.who'),
          value: (
            <>
              <Given>{agencyOf(consent)}</Given>
              <br />
              <Given>{person}</Given>
            </>
          ),
        },
        { key: t('consents.one.why'), value: <Given>{purpose.text}</Given> },
        { key: t('consents.one.dossier'), value: <Given>{consent.dossierCode}</Given> },
        {
          key: t('consents.one.procedure'),
          value: <Given>{`${consent.procedureName} (${consent.procedureCode})`}</Given>,
        },
        { key: t('consents.one.component'), value: <Given>{consent.componentName}</Given> },
        { key: t('consents.one.howLong'), value: howLong(model) },
        { key: t('consents.one.reads'), value: reads(model) },
        { key: t('consents.one.requestedAt'), value: <Moment lang={lang} at={consent.requestedAt} /> },
        consent.state === 'REQUESTED' && {
          key: t('consents.one.answerBy'),
          value: <Moment lang={lang} at={consent.expiresAt} />,
        },
        consent.decidedAt && {
          key: t('consents.one.decidedAt'),
          value: <Moment lang={lang} at={consent.decidedAt} />,
        },
      ].map((row) => row || null)}
    />
  );
}

function howLong({ t, lang, consent }: ConsentModel): string {
  return consent.state === 'REQUESTED'
    ? t('consents.one.days', { count: consent.use.validForDays })
    : t('consents.one.until', { at: formatInstant(lang, consent.expiresAt) });
}

function reads({ t, lang, consent }: ConsentModel): string {
  const { maxReads, reads: used } = consent.use;
  if (maxReads === null) return t('consents.one.readsUnlimited');
  if (consent.state === 'REQUESTED') return t('consents.one.readsLimit', { count: maxReads });
  return t('consents.one.readsUsed', { used: formatNumber(lang, used), limit: formatNumber(lang, maxReads) });
}
