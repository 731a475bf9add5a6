import { Details } from '../../ui/components/texts.js';
import { Given } from '../../ui/components/value.js';
import { pathTo, safeHref } from '../../ui/safe-href.js';
import { nameOfDocument } from './consent-documents.js';
import type { ConsentModel } from './consent-model.js';
import type { ConsentDocument } from './consent-view.js';

/** More pages than these are looked at on the document's own page. */
const MOST_PAGES = 10;

/**
 * The pages that would be shown, of the very version that would be shown. Closed until asked for, and fetched only then:
 * a request may be answered with somebody beside.
 */
export function Preview(model: ConsentModel) {
  const { t, consent } = model;
  const shown = consent.documents.filter(({ documentId }) => model.pagesOf?.has(documentId));
  if (shown.length === 0) return null;
  return (
    <section class="motlan-section">
      <h2 class="govuk-heading-m">{t('consents.preview.heading')}</h2>
      {shown.map((document) => (
        <Details
          key={document.documentId}
          id={`pages-${document.documentId}`}
          summary={<Given>{t('consents.preview.open', { name: nameOfDocument(model, document) })}</Given>}
        >
          <Pages model={model} document={document} />
        </Details>
      ))}
    </section>
  );
}

function Pages({ model, document }: { readonly model: ConsentModel; readonly document: ConsentDocument }) {
  const { t, pagesOf } = model;
  const pages = pagesOf?.get(document.documentId) ?? 0;
  return (
    <>
      {Array.from({ length: Math.min(pages, MOST_PAGES) }, (_, index) => index + 1).map((page) => (
        <div key={page} class="motlan-page-frame">
          <img
            class="motlan-page-picture"
            loading="lazy"
            alt={t('documents.preview.alt', { page, pages })}
            src={
              safeHref(
                pathTo(['documents', document.documentId, 'pages', String(page)], {
                  version: document.version ? String(document.version) : undefined,
                }),
              ) ?? ''
            }
          />
        </div>
      ))}
      {pages > MOST_PAGES && (
        <p class="govuk-body">{t('consents.preview.more', { count: pages - MOST_PAGES })}</p>
      )}
    </>
  );
}
