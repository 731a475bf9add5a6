import { ButtonLink } from '../../ui/components/button.js';
import { Link } from '../../ui/components/texts.js';
import { pathTo, safeHref } from '../../ui/safe-href.js';
import type { DocumentModel } from './document-view.js';

/** What can be shown of a document's pages now. */
export type Preview =
  /** `page` of `pages`, from 1. */
  | { readonly state: 'SHOWN'; readonly page: number; readonly pages: number; readonly masked: boolean }
  /** Of a sensitive type: shown when asked for, since somebody may look over the shoulder. */
  | { readonly state: 'MASKED' }
  | { readonly state: 'NOT_SCANNED' };

/** One page as a picture, with the ways to the page before and after it. */
export function DocumentPreview(model: DocumentModel) {
  const { t, document, preview } = model;
  if (!preview) return null;
  return (
    <section class="motlan-section" id="pages">
      <h2 class="govuk-heading-m">{t('documents.preview.heading')}</h2>
      {preview.state === 'NOT_SCANNED' && <p class="govuk-body">{t('documents.preview.notScanned')}</p>}
      {preview.state === 'MASKED' && (
        <>
          <p class="govuk-body">{t('documents.preview.masked')}</p>
          <ButtonLink href={pathOfPage(document.id, 1, true)} kind="secondary">
            {t('documents.preview.show')}
          </ButtonLink>
        </>
      )}
      {preview.state === 'SHOWN' && <Shown {...model} preview={preview} />}
    </section>
  );
}

function Shown({
  t,
  document,
  preview: { page, pages, masked },
}: Omit<DocumentModel, 'preview'> & { readonly preview: Extract<Preview, { state: 'SHOWN' }> }) {
  const picture = pathTo(['documents', document.id, 'pages', String(page)], {
    version: String(document.currentVersion),
  });
  return (
    <>
      <div class="motlan-page-frame">
        <img
          class="motlan-page-picture"
          src={safeHref(picture) ?? ''}
          alt={t('documents.preview.alt', { page, pages })}
        />
      </div>
      <nav class="motlan-page-ways" aria-label={t('documents.preview.ways')}>
        {page > 1 && (
          <Link href={pathOfPage(document.id, page - 1, masked)}>{t('documents.preview.before')}</Link>
        )}
        <span>{t('documents.preview.at', { page, pages })}</span>
        {page < pages && (
          <Link href={pathOfPage(document.id, page + 1, masked)}>{t('documents.preview.after')}</Link>
        )}
        <Link href={pathTo(['documents', document.id, 'content'])}>{t('documents.one.download')}</Link>
        {masked && <Link href={pathTo(['documents', document.id])}>{t('documents.preview.hide')}</Link>}
      </nav>
    </>
  );
}

function pathOfPage(id: string, page: number, show: boolean): string {
  return `${pathTo(['documents', id], { page: String(page), show: show ? '1' : undefined })}#pages`;
}
