import { FormErrors } from '../../ui/components/form.js';
import { Layout } from '../../ui/components/layout.js';
import { NotificationBanner } from '../../ui/components/notification-banner.js';
import { SummaryList } from '../../ui/components/summary-list.js';
import { Link, WarningText } from '../../ui/components/texts.js';
import { Day, Given, Meta, Moment } from '../../ui/components/value.js';
import { formatDate } from '../../ui/format.js';
import { nameOf } from '../../ui/page.js';
import { pathTo } from '../../ui/safe-href.js';
import { wordFor } from '../../ui/words.js';
import { CorrectFacts } from './correct-facts.js';
import { AsideNotice, CopiesBehind, CopiesOffer } from './document-copies.js';
import { AddVersion, Mistake, NotMine, Remove, Rename } from './document-forms.js';
import { DocumentPreview } from './document-preview.js';
import { DocumentTags, titleOf } from './document-tags.js';
import { Versions } from './document-versions.js';
import type { DocumentModel } from './document-view.js';
import { factFields } from './facts-shown.js';

const fieldIds = Object.fromEntries(['title', 'file', 'text', ...factFields].map((name) => [name, name]));

/** One document: what it is, what it is worth, its files, and who looked. */
export function documentPage(model: DocumentModel) {
  const { t, document, errors } = model;
  const title = titleOf(model, model.types, document);
  return (
    <Layout
      context={model}
      title={title}
      hasErrors={errors.length > 0}
      back={{ href: '/documents', text: t('documents.one.back') }}
    >
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-two-thirds">
          <FormErrors context={model} errors={errors} fields={fieldIds} />
          <Done {...model} />
          <h1 class="govuk-heading-l">
            <Given>{title}</Given>
          </h1>
          <DocumentTags t={t} document={document} />
          <p class="govuk-body">{t(`trustMeaning.${document.trustClass}`)}</p>
          <Warnings {...model} />
          <AsideNotice {...model} />
          <CopiesOffer {...model} />
          <DocumentPreview {...model} />
          <Facts {...model} />
          <Versions {...model} />
          <CopiesBehind {...model} />
          <Looks {...model} />
          {!model.readOnly && <Changes {...model} />}
        </div>
      </div>
    </Layout>
  );
}

/** What its owner may do with it; those who were only given a sight of it may not. */
function Changes(model: DocumentModel) {
  return (
    <>
      <Rename {...model} />
      <CorrectFacts {...model} />
      {model.mayOpen && model.document.source !== 'RESULT' && <AddVersion {...model} />}
      <Mistake {...model} />
      <NotMine {...model} />
      <Remove {...model} />
    </>
  );
}

function Done({ t, done, document }: DocumentModel) {
  if (!done) return null;
  const words = {
    ADDED: () => t('documents.one.added'),
    DUPLICATE: () => t('documents.one.duplicate'),
    VERSION_ADDED: () => t('documents.one.versionAdded', { version: document.currentVersion }),
    RENAMED: () => t('documents.one.renamed'),
    CORRECTED: () => t('documents.one.corrected'),
    MERGED: () => t('documents.copies.merged'),
    HIDDEN: () => t('documents.aside.done'),
    BROUGHT_BACK: () => t('documents.aside.broughtBack'),
  };
  const received = done === 'ADDED' || done === 'DUPLICATE' || done === 'VERSION_ADDED';
  return (
    <NotificationBanner title={t('common.done')} success>
      {words[done]()}
      {received && (
        <p class="govuk-body">
          <Link
            classes="govuk-notification-banner__link"
            href={pathTo(['documents', document.id, 'receipt'])}
          >
            {t('documents.receipt.link')}
          </Link>
        </p>
      )}
    </NotificationBanner>
  );
}

function Warnings({ t, document, mayOpen }: DocumentModel) {
  const icon = t('common.warning');
  return (
    <>
      {!mayOpen && <WarningText iconText={icon}>{t('documents.one.levelTooLow')}</WarningText>}
      {document.status === 'REVOKED' && (
        <WarningText iconText={icon}>{t('documents.one.revoked')}</WarningText>
      )}
      {document.status === 'EXPIRED' && (
        <WarningText iconText={icon}>{t('documents.one.expired')}</WarningText>
      )}
    </>
  );
}

function Facts(model: DocumentModel) {
  const { t, lang, document } = model;
  const { number, issuer, issuedOn, source } = document;
  const validity = validityOf(model);
  return (
    <>
      <h2 class="govuk-heading-m">{t('documents.one.facts')}</h2>
      <SummaryList
        rows={[
          { key: t('documents.one.type'), value: nameOf(lang, model.types, document.typeCode) },
          number && { key: t('documents.one.number'), value: <Given>{number}</Given> },
          issuer && { key: t('documents.one.issuer'), value: <Given>{issuer.name}</Given> },
          issuedOn && { key: t('documents.one.issuedOn'), value: <Day lang={lang} date={issuedOn} /> },
          validity && { key: t('documents.one.validity'), value: validity },
          model.reminders.length > 0 && {
            key: t('documents.one.reminders'),
            value: model.reminders.map((day) => formatDate(lang, day)).join(', '),
          },
          source && { key: t('documents.one.source'), value: wordFor(t, 'documentSource', source) },
          { key: t('documents.one.createdAt'), value: <Moment lang={lang} at={document.createdAt} /> },
          { key: t('documents.one.reference'), value: <span class="motlan-hash">{document.id}</span> },
          document.source === 'OWN_UPLOAD' && {
            key: t('documents.receipt.row'),
            value: (
              <Link href={pathTo(['documents', document.id, 'receipt'])}>{t('documents.receipt.link')}</Link>
            ),
          },
        ].map((row) => row || null)}
      />
    </>
  );
}

function validityOf({ t, lang, document }: DocumentModel): string | null {
  const { validFrom, validTo, permanent } = document;
  const from = validFrom ? formatDate(lang, validFrom) : null;
  const to = validTo ? formatDate(lang, validTo) : null;
  if (from && to) return t('documents.one.validFromTo', { from, to });
  if (to) return t('documents.one.validTo', { to });
  if (permanent) return t('documents.one.permanent');
  return from ? t('documents.one.validFrom', { from }) : null;
}

function Looks({ t, lang, chrome, looks, document }: DocumentModel) {
  if (!looks) return null;
  return (
    <section class="motlan-section">
      <h2 class="govuk-heading-m">{t('documents.one.lastLooks')}</h2>
      {looks.length === 0 ? (
        <p class="govuk-body">{t('documents.one.noLooks')}</p>
      ) : (
        <ul class="motlan-cards">
          {looks.map((look) => (
            <li
              key={look.id}
              class={look.outcome === 'REFUSED' ? 'motlan-card motlan-card--refused' : 'motlan-card'}
            >
              {t(`accessAction.${look.action}`)}
              {look.outcome === 'REFUSED' && <strong> ({t('audit.list.refused')})</strong>}
              <Meta
                items={[
                  <Moment lang={lang} at={look.at} />,
                  look.actor.kind === 'OWNER' && !look.actor.capacity && !chrome.signedIn?.actingFor ? (
                    t('audit.list.self')
                  ) : (
                    <Given>{look.actor.name}</Given>
                  ),
                  look.actor.position && <Given>{look.actor.position}</Given>,
                  look.actor.agency && <Given>{look.actor.agency}</Given>,
                ]}
              />
            </li>
          ))}
        </ul>
      )}
      <p class="govuk-body">
        <Link href={pathTo(['accesses'], { documentId: document.id })}>{t('documents.one.allLooks')}</Link>
      </p>
    </section>
  );
}
