import { FormErrors } from '../../ui/components/form.js';
import { Layout } from '../../ui/components/layout.js';
import { NotificationBanner } from '../../ui/components/notification-banner.js';
import { SummaryList } from '../../ui/components/summary-list.js';
import { Table } from '../../ui/components/table.js';
import { InsetText, Link } from '../../ui/components/texts.js';
import { Day, Given } from '../../ui/components/value.js';
import { formatInstant } from '../../ui/format.js';
import { pathTo } from '../../ui/safe-href.js';
import { wordFor } from '../../ui/words.js';
import { Components } from './dossier-components.js';
import type { DossierModel, DossierView } from './dossier-model.js';

export type { DossierModel, DossierView } from './dossier-model.js';

/** One dossier: its components with what is cited, and a look-up for each that the store may hold. */
export function dossierPage(model: DossierModel) {
  const { t, dossier, errors } = model;
  const title = t('counter.dossier.title', { code: dossier.code });
  return (
    <Layout
      context={model}
      title={title}
      hasErrors={errors.length > 0}
      back={{ href: '/counter', text: t('counter.dossier.back') }}
    >
      <FormErrors context={model} errors={errors} fields={{}} />
      <Alerts {...model} />
      <h1 class="govuk-heading-l">
        <Given>{title}</Given>
      </h1>
      <Facts {...model} />
      {dossier.closed && <InsetText>{t('counter.dossier.closed')}</InsetText>}
      <h2 class="govuk-heading-m">{t('counter.dossier.components')}</h2>
      {!dossier.closed && <p class="govuk-body">{t('counter.dossier.lookUpHint')}</p>}
      <Components {...model} />
      <Requests {...model} />
      <Results {...model} />
    </Layout>
  );
}

function Facts({ t, lang, dossier, procedure }: DossierModel) {
  const { owner } = dossier;
  return (
    <SummaryList
      rows={[
        {
          key: t('counter.dossier.procedure'),
          value: `${procedure?.name[lang] ?? ''} (${dossier.procedureCode})`.trim(),
        },
        {
          key: t('counter.dossier.owner'),
          value: (
            <>
              <Given>{owner.name ?? t('common.unknown')}</Given>
              <br />
              {wordFor(t, 'ownerKind', owner.kind)}: <Given>{owner.value}</Given>
            </>
          ),
        },
        { key: t('counter.dossier.submittedOn'), value: <Day lang={lang} date={dossier.submittedOn} /> },
        { key: t('counter.dossier.channel'), value: wordFor(t, 'channel', dossier.channel) },
        { key: t('counter.dossier.status'), value: wordFor(t, 'dossierStatus', dossier.status) },
        { key: t('counter.dossier.agency'), value: <Given>{dossier.agencyCode}</Given> },
      ]}
    />
  );
}

function Alerts({ t, lang, dossier }: DossierModel) {
  if (dossier.alerts.length === 0) return null;
  return (
    <NotificationBanner title={t('counter.dossier.alerts')}>
      <ul class="govuk-list govuk-list--bullet">
        {dossier.alerts.map((alert) => {
          const values = {
            component: citingComponent(dossier, alert.documentId),
            at: formatInstant(lang, alert.at),
          };
          return (
            <li key={`${alert.documentId} ${alert.type}`}>
              {alert.type === 'DOCUMENT_REVOKED' && t('counter.dossier.alertRevoked', values)}
              {alert.type === 'DOCUMENT_EXPIRED' && t('counter.dossier.alertExpired', values)}
              {alert.type === 'RESULT_DISOWNED' && t('counter.dossier.alertDisowned', { at: values.at })}
              {alert.type === 'MISTAKE_REPORTED' && t('counter.dossier.alertMistake', { at: values.at })}
              {alert.type === 'DOCUMENT_NEW_VERSION' && t('counter.dossier.alertNewVersion', values)}
            </li>
          );
        })}
      </ul>
    </NotificationBanner>
  );
}

/** A clerk knows a document by the component that cites it, not by its id. */
function citingComponent(dossier: DossierView, documentId: string): string {
  const citing = dossier.components.find((component) =>
    component.citations.some((citation) => citation.documentId === documentId),
  );
  return citing?.name ?? documentId;
}

function Requests({ t, lang, dossier, requests }: DossierModel) {
  if (!requests || requests.length === 0) return null;
  const nameOfComponent = (code: string) =>
    dossier.components.find((component) => component.componentCode === code)?.name ?? code;
  return (
    <Table
      classes="motlan-rows"
      caption={t('counter.dossier.requests')}
      captionClasses="govuk-table__caption--m"
      head={[t('counter.dossier.request'), t('counter.dossier.status')]}
      rows={requests.map((request) => [
        <Link href={pathTo(['counter', 'evidence-requests', request.id])}>
          {t('counter.dossier.requestAt', {
            component: nameOfComponent(request.componentCode),
            at: formatInstant(lang, request.createdAt),
          })}
        </Link>,
        t(`requestState.${request.state}`),
      ])}
    />
  );
}

function Results({ t, dossier }: DossierModel) {
  const words = {
    HIDDEN: t('counter.dossier.resultHidden'),
    RELEASED: t('counter.dossier.resultReleased'),
    REVOKED: t('counter.dossier.resultRevoked'),
  };
  if (dossier.results.length === 0) return null;
  return (
    <Table
      classes="motlan-rows"
      caption={t('counter.dossier.results')}
      captionClasses="govuk-table__caption--m"
      head={[t('counter.dossier.result'), t('counter.dossier.status')]}
      rows={dossier.results.map((result) => [<Given>{result.resultCode}</Given>, words[result.state]])}
    />
  );
}
