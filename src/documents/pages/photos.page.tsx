import { Button, ButtonLink } from '../../ui/components/button.js';
import { FileUpload } from '../../ui/components/file-upload.js';
import { errorOf, Form, FormErrors } from '../../ui/components/form.js';
import { Input } from '../../ui/components/input.js';
import { Layout } from '../../ui/components/layout.js';
import { Hidden } from '../../ui/components/texts.js';
import type { FormError } from '../../ui/form-errors.js';
import type { CodeOf } from '../../ui/i18n.js';
import type { Named, PageContext } from '../../ui/page.js';
import { pathTo, safeHref } from '../../ui/safe-href.js';
import { TypeSelect } from './type-select.js';
import { uploadWords } from './upload.js';

export interface PhotosModel extends PageContext {
  /** Of the document that is yet to be made. */
  readonly id: string;
  /** No document has more. */
  readonly most: number;
  readonly pages: readonly {
    readonly id: string;
    /** How it lies: another way is another picture. */
    readonly lay: string;
    readonly hints: readonly CodeOf<'photoHint'>[];
  }[];
  /** Types that may be chosen today. */
  readonly types: readonly Named[];
  readonly typed: { readonly typeCode?: string; readonly title?: string };
  readonly errors: readonly FormError[];
}

const acceptedPhotos = '.jpg,.jpeg,.png,image/jpeg,image/png';
const steps = ['LEFT', 'RIGHT', 'UP', 'DOWN', 'REMOVE'] as const;

/** The pages of one document, photo by photo: put in, looked through, turned, moved, dropped, saved. */
export function photosPage(model: PhotosModel) {
  const { t, chrome, id, pages, errors } = model;
  return (
    <Layout
      context={model}
      title={t('documents.photos.title')}
      script="upload-queue.js"
      hasErrors={errors.length > 0}
      back={{ href: '/documents/new', text: t('documents.add.title') }}
    >
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-two-thirds">
          <FormErrors
            context={model}
            errors={errors}
            fields={{ file: 'file', typeCode: 'typeCode', title: 'title' }}
          />
          <h1 class="govuk-heading-l">{t('documents.photos.title')}</h1>
          <p class="govuk-body">{t('documents.photos.lead')}</p>
          <p class="govuk-body">{t('documents.add.photoHint')}</p>
          {pages.length > 0 && <Pages {...model} />}
          {pages.length < model.most && (
            <Form
              csrfToken={chrome.csrfToken}
              action={pathTo(['photos', id, 'pages'])}
              upload
              photos={{
                sending: t('documents.photos.sending'),
                cut: t('documents.photos.cut'),
                preparing: t('documents.queue.preparing'),
              }}
            >
              <FileUpload
                name="file"
                label={pages.length === 0 ? t('documents.photos.first') : t('documents.photos.next')}
                labelClasses="govuk-label--s"
                hint={t('documents.photos.fileHint')}
                error={errorOf(model, errors, 'file')}
                accept={acceptedPhotos}
                enhanced={uploadWords(t)}
              />
              <Button kind={pages.length === 0 ? undefined : 'secondary'} preventDoubleClick>
                {t('documents.photos.add')}
              </Button>
            </Form>
          )}
          {pages.length > 0 && <Save {...model} />}
        </div>
      </div>
    </Layout>
  );
}

function Pages({ t, chrome, id, pages }: PhotosModel) {
  return (
    <ol class="motlan-photos" id="pages">
      {pages.map((page, index) => {
        const number = t('documents.photos.page', { n: index + 1, count: pages.length });
        return (
          <li key={page.id} id={`page-${page.id}`} class="motlan-photos__page">
            <h2 class="govuk-heading-s">{number}</h2>
            <img
              class="motlan-photos__picture"
              src={safeHref(pathTo(['photos', id, 'pages', page.id], { lay: page.lay })) ?? ''}
              alt={number}
              width={320}
              height={320}
              loading={index > 1 ? 'lazy' : undefined}
            />
            {page.hints.map((hint) => (
              <p key={hint} class="govuk-body motlan-photos__hint">
                {t(`photoHint.${hint}`)}
              </p>
            ))}
            {page.hints.length > 0 && <p class="govuk-hint">{t('documents.photos.retake')}</p>}
            <Form csrfToken={chrome.csrfToken} action={pathTo(['photos', id, 'pages', page.id])}>
              <div class="motlan-photos__steps">
                {steps
                  .filter(
                    (step) => (step !== 'UP' || index > 0) && (step !== 'DOWN' || index < pages.length - 1),
                  )
                  .map((step) => (
                    <button
                      key={step}
                      type="submit"
                      name="step"
                      value={step}
                      class="govuk-button govuk-button--secondary"
                    >
                      {t(`photoStep.${step}`)}
                      <Hidden> ({number})</Hidden>
                    </button>
                  ))}
                <ButtonLink href={pathTo(['photos', id, 'pages', page.id, 'crop'])} kind="secondary">
                  {t('documents.crop.title')}
                  <Hidden> ({number})</Hidden>
                </ButtonLink>
              </div>
            </Form>
          </li>
        );
      })}
    </ol>
  );
}

function Save(model: PhotosModel) {
  const { t, chrome, id, pages, typed, errors } = model;
  return (
    <section class="motlan-section">
      <h2 class="govuk-heading-m">{t('documents.photos.saveTitle')}</h2>
      {/* With scripts a photo is sent as soon as it is chosen. */}
      <noscript>
        <p class="govuk-body">{t('documents.photos.saveHint')}</p>
      </noscript>
      <Form csrfToken={chrome.csrfToken} action={pathTo(['photos', id, 'save'])}>
        <TypeSelect model={model} value={typed.typeCode} error={errorOf(model, errors, 'typeCode')} />
        <Input
          name="title"
          label={`${t('documents.add.titleLabel')} (${t('common.optional')})`}
          labelClasses="govuk-label--s"
          error={errorOf(model, errors, 'title')}
          value={typed.title ?? ''}
          autocomplete="off"
        />
        <Button preventDoubleClick>{t('documents.photos.save', { count: pages.length })}</Button>
      </Form>
      <Form csrfToken={chrome.csrfToken} action={pathTo(['photos', id, 'discard'])}>
        <Button kind="secondary">{t('documents.photos.discard')}</Button>
      </Form>
    </section>
  );
}
