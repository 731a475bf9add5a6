import { FormErrors } from '../../ui/components/form.js';
import { Layout } from '../../ui/components/layout.js';
import { NotificationBanner } from '../../ui/components/notification-banner.js';
import { SummaryList } from '../../ui/components/summary-list.js';
import { InsetText, Link } from '../../ui/components/texts.js';
import { Given, Moment } from '../../ui/components/value.js';
import { formatInstant } from '../../ui/format.js';
import { nameOf } from '../../ui/page.js';
import { pathTo, safeHref } from '../../ui/safe-href.js';
import { wordFor } from '../../ui/words.js';
import { Item } from './evidence-item.js';
import { type EvidenceModel, itemId } from './evidence-model.js';

export type { EvidenceItem, EvidenceModel } from './evidence-model.js';

/** What a look-up found: each document to open, compare with the original, and cite. */
export function evidencePage(model: EvidenceModel) {
  const { t, request, refused } = model;
  const title = t('counter.evidence.title', { component: request.componentName ?? request.componentCode });
  const refusedIndex = request.items.findIndex((item) => item.documentId === refused?.documentId);
  const errors = refused?.errors ?? [];
  return (
    <Layout
      context={model}
      title={title}
      hasErrors={errors.length > 0}
      back={{
        href: pathTo(['counter', 'dossiers', request.dossierCode]),
        text: t('counter.evidence.back', { code: request.dossierCode }),
      }}
    >
      <FormErrors
        context={model}
        errors={errors}
        fields={
          refusedIndex < 0
            ? {}
            : { outcome: itemId(refusedIndex, 'outcome'), note: itemId(refusedIndex, 'note') }
        }
      />
      {model.done && (
        <NotificationBanner title={t('common.done')} success>
          {model.done === 'CITED' ? t('counter.evidence.doneCited') : t('counter.evidence.doneCompared')}
        </NotificationBanner>
      )}
      <h1 class="govuk-heading-l">
        <Given>{title}</Given>
      </h1>
      <Facts {...model} />
      <InsetText>
        <Outcome {...model} />
      </InsetText>
      <AskOnTheSpot {...model} />
      {request.items.map((item, index) => (
        <Item key={item.documentId} model={model} item={item} index={index} />
      ))}
    </Layout>
  );
}

function Facts({ t, lang, request }: EvidenceModel) {
  return (
    <SummaryList
      rows={[
        {
          key: t('counter.evidence.dossier'),
          value: (
            <Link href={pathTo(['counter', 'dossiers', request.dossierCode])}>
              <Given>{request.dossierCode}</Given>
            </Link>
          ),
        },
        {
          key: t('counter.evidence.basis'),
          value: (
            <>
              {t(`basis.${request.basis}`)}
              {request.legalGround && (
                <>
                  <br />
                  <Given>{request.legalGround}</Given>
                </>
              )}
            </>
          ),
        },
        { key: t('counter.evidence.state'), value: t(`requestState.${request.state}`) },
        request.createdAt && {
          key: t('counter.evidence.askedAt'),
          value: <Moment lang={lang} at={request.createdAt} />,
        },
      ].map((row) => row || null)}
    />
  );
}

function Outcome(model: EvidenceModel) {
  const { t, request } = model;
  if (request.state === 'READY') return <>{t('counter.evidence.ready', { count: request.items.length })}</>;
  if (request.state === 'CONSENT_REQUIRED') return <Waiting {...model} />;
  if (request.state === 'LATER') return <>{t('counter.evidence.later')}</>;
  return <NoMatch {...model} />;
}

/** Why there is nothing to open under a consent: not answered yet, or ended. */
function Waiting({ t, lang, request }: EvidenceModel) {
  const { consent } = request;
  if (consent?.state === 'DENIED') return <>{t('counter.evidence.denied')}</>;
  if (consent?.state === 'WITHDRAWN') return <>{t('counter.evidence.withdrawn')}</>;
  if (consent?.state === 'EXPIRED') return <>{t('counter.evidence.expired')}</>;
  if (consent?.state === 'USED_UP') return <>{t('counter.evidence.usedUp')}</>;
  return (
    <>
      {t('counter.evidence.waiting')}{' '}
      {consent?.expiresAt &&
        t('counter.evidence.waitingUntil', { at: formatInstant(lang, consent.expiresAt) })}
    </>
  );
}

/** The request for the owner who stands at the counter: to scan, or to type. */
function AskOnTheSpot({ t, request }: EvidenceModel) {
  const { consent } = request;
  if (consent?.state !== 'REQUESTED' || !consent.code || !consent.shortUrl) return null;
  return (
    <section class="motlan-section motlan-spot">
      <h2 class="govuk-heading-m">{t('counter.evidence.spotTitle')}</h2>
      <ol class="govuk-list govuk-list--number">
        <li>{t('counter.evidence.spotScan')}</li>
        <li>{t('counter.evidence.spotAnswer')}</li>
      </ol>
      <img
        class="motlan-qr"
        src={safeHref(pathTo(['counter', 'evidence-requests', request.id, 'qr.svg'])) ?? ''}
        alt={t('counter.evidence.spotPicture')}
        width={240}
        height={240}
      />
      <p class="govuk-body">
        {t('counter.evidence.spotType', { url: consent.shortUrl.replace(/\/\d{8}$/, '') })}
        <br />
        <strong class="motlan-code">{consent.code}</strong>
      </p>
      <p class="govuk-body">
        <Link href={pathTo(['counter', 'evidence-requests', request.id])}>
          {t('counter.evidence.spotReload')}
        </Link>
      </p>
    </section>
  );
}

function NoMatch({ t, lang, request, types }: EvidenceModel) {
  const reasons = request.reasons ?? [];
  return (
    <>
      <p class="govuk-body">{t('counter.evidence.noMatch')}</p>
      {reasons.length > 0 && (
        <ul class="govuk-list govuk-list--bullet">
          {reasons.map((reason) => (
            <li key={`${reason.typeCode} ${reason.code}`}>
              {t('counter.evidence.reason', {
                type: nameOf(lang, types, reason.typeCode),
                reason: wordFor(t, 'noMatchReason', reason.code),
              })}
            </li>
          ))}
        </ul>
      )}
      <p class="govuk-body">{t('counter.evidence.noMatchNext')}</p>
    </>
  );
}
