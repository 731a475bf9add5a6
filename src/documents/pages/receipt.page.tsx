import { Layout } from '../../ui/components/layout.js';
import { SummaryList } from '../../ui/components/summary-list.js';
import { InsetText } from '../../ui/components/texts.js';
import { Given, Moment } from '../../ui/components/value.js';
import { formatNumber, formatSize } from '../../ui/format.js';
import { type Named, nameOf, type PageContext } from '../../ui/page.js';
import { pathTo } from '../../ui/safe-href.js';
import { titleOf } from './document-tags.js';
import type { DocumentView } from './document-view.js';

export interface ReceiptModel extends PageContext {
  readonly document: DocumentView;
  /** What people say to each other: `BN-7K3MQ-9XDWT`. */
  readonly code: string;
  readonly types: readonly Named[];
}

/** Proof for her who put a paper in: which files came, when, how large. Made to be printed or kept as a picture. */
export function receiptPage(model: ReceiptModel) {
  const { t, lang, document, code, types, chrome } = model;
  const title = t('documents.receipt.title', { code });
  return (
    <Layout
      context={model}
      title={title}
      back={{ href: pathTo(['documents', document.id]), text: t('documents.receipt.back') }}
    >
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-two-thirds">
          <h1 class="govuk-heading-l">{title}</h1>
          <SummaryList
            rows={[
              {
                key: t('documents.receipt.owner'),
                value: <Given>{chrome.signedIn?.actingFor ?? chrome.signedIn?.name ?? ''}</Given>,
              },
              {
                key: t('documents.receipt.document'),
                value: <Given>{titleOf(model, types, document)}</Given>,
              },
              { key: t('documents.one.type'), value: nameOf(lang, types, document.typeCode) },
            ]}
          />
          {document.versions.map((version) => (
            <section key={version.version} class="motlan-section">
              <h2 class="govuk-heading-m">{t('documents.one.version', { version: version.version })}</h2>
              <SummaryList
                rows={[
                  { key: t('documents.receipt.at'), value: <Moment lang={lang} at={version.createdAt} /> },
                  {
                    key: t('documents.receipt.file'),
                    value: <Given>{version.fileName ?? t('common.unknown')}</Given>,
                  },
                  { key: t('documents.receipt.pages'), value: formatNumber(lang, version.pages ?? 1) },
                  { key: t('documents.receipt.size'), value: formatSize(lang, version.sizeBytes) },
                  { key: 'SHA-256', value: <span class="motlan-hash">{version.sha256}</span> },
                ]}
              />
            </section>
          ))}
          <InsetText>{t('documents.receipt.next')}</InsetText>
        </div>
      </div>
    </Layout>
  );
}
