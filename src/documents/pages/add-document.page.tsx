import { Button } from '../../ui/components/button.js';
import { FileUpload } from '../../ui/components/file-upload.js';
import { errorOf, Form, FormErrors } from '../../ui/components/form.js';
import { Input } from '../../ui/components/input.js';
import { Layout } from '../../ui/components/layout.js';
import { Details, Link } from '../../ui/components/texts.js';
import type { FormError } from '../../ui/form-errors.js';
import type { Named, PageContext } from '../../ui/page.js';
import { TypeSelect } from './type-select.js';
import { acceptedFiles, queueWords, uploadWords } from './upload.js';

/** The fields of the form, named as in the API. */
export type AddDocumentField = 'typeCode' | 'title' | 'number' | 'issuerName' | 'issuedOn' | 'validTo';

export interface AddDocumentModel extends PageContext {
  /** Types that may be chosen today, `OTHER` among them. */
  readonly types: readonly Named[];
  /** What was typed before a refusal: it is kept. */
  readonly values: Readonly<Partial<Record<AddDocumentField, string>>>;
  readonly errors: readonly FormError[];
}

const more = ['number', 'issuerName', 'issuedOn', 'validTo'] as const;
const fieldIds = Object.fromEntries(['typeCode', 'title', ...more, 'file'].map((name) => [name, name]));

/** One form: type, name, then the file. `_csrf` comes first, so that a forged upload is refused before its bytes. */
export function addDocumentPage(model: AddDocumentModel) {
  const { t, chrome, values, errors } = model;
  const error = (field: string) => errorOf(model, errors, field);
  const moreOpen = more.some((field) => values[field] || errors.some((fault) => fault.field === field));
  return (
    <Layout
      context={model}
      title={t('documents.add.title')}
      script="upload-queue.js"
      hasErrors={errors.length > 0}
      back={{ href: '/documents', text: t('documents.one.back') }}
    >
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-two-thirds">
          <FormErrors context={model} errors={errors} fields={fieldIds} />
          <h1 class="govuk-heading-l">{t('documents.add.title')}</h1>
          <p class="govuk-body">{t('documents.add.lead')}</p>
          <p class="govuk-body">
            <Link href="/photos">{t('documents.add.photos')}</Link>
          </p>
          <Form csrfToken={chrome.csrfToken} action="/documents" upload queue={queueWords(model)}>
            <TypeSelect
              model={model}
              value={values.typeCode}
              hint={t('documents.add.typeHint')}
              error={error('typeCode')}
            />
            <Input
              name="title"
              label={`${t('documents.add.titleLabel')} (${t('common.optional')})`}
              labelClasses="govuk-label--s"
              hint={t('documents.add.titleHint')}
              error={error('title')}
              value={values.title ?? ''}
              autocomplete="off"
            />
            <Details summary={t('documents.add.moreTitle')} open={moreOpen}>
              <Input
                name="number"
                label={t('documents.add.number')}
                error={error('number')}
                value={values.number ?? ''}
                autocomplete="off"
              />
              <Input
                name="issuerName"
                label={t('documents.add.issuer')}
                error={error('issuerName')}
                value={values.issuerName ?? ''}
                autocomplete="off"
              />
              <Input
                name="issuedOn"
                type="date"
                classes="govuk-input--width-10"
                label={t('documents.add.issuedOn')}
                error={error('issuedOn')}
                value={values.issuedOn ?? ''}
              />
              <Input
                name="validTo"
                type="date"
                classes="govuk-input--width-10"
                label={t('documents.add.validTo')}
                hint={t('documents.add.validToHint')}
                error={error('validTo')}
                value={values.validTo ?? ''}
              />
            </Details>
            <FileUpload
              name="file"
              label={t('documents.add.file')}
              labelClasses="govuk-label--s"
              hint={
                <>
                  {t('documents.add.fileHint')} {t('documents.add.photoHint')}
                  {errors.length > 0 && !error('file') && (
                    <>
                      {' '}
                      <strong>{t('documents.add.again')}</strong>
                    </>
                  )}
                </>
              }
              error={error('file')}
              accept={acceptedFiles}
              enhanced={uploadWords(t)}
            />
            <Button preventDoubleClick>{t('documents.add.submit')}</Button>
          </Form>
        </div>
      </div>
    </Layout>
  );
}
