import { Button } from '../../ui/components/button.js';
import { FileUpload } from '../../ui/components/file-upload.js';
import { errorOf, Form } from '../../ui/components/form.js';
import { Input } from '../../ui/components/input.js';
import { Textarea } from '../../ui/components/textarea.js';
import { Details, Link } from '../../ui/components/texts.js';
import type { MessageKey } from '../../ui/i18n.js';
import { pathTo } from '../../ui/safe-href.js';
import type { Deletion, DocumentModel } from './document-view.js';
import { acceptedFiles, uploadWords } from './upload.js';

/** The title is the owner's own word for it; the rest belongs to the paper. */
export function Rename(model: DocumentModel) {
  const { t, chrome, document } = model;
  const error = errorOf(model, model.errors, 'title');
  return (
    <Details summary={t('documents.one.edit')} open={error !== undefined}>
      <Form csrfToken={chrome.csrfToken} action={pathTo(['documents', document.id, 'title'])}>
        <Input
          name="title"
          label={t('documents.one.editLabel')}
          error={error}
          value={model.typedTitle ?? document.title ?? ''}
          autocomplete="off"
        />
        <Button kind="secondary">{t('documents.one.editSave')}</Button>
      </Form>
    </Details>
  );
}

export function AddVersion(model: DocumentModel) {
  const { t, chrome, document } = model;
  const error = errorOf(model, model.errors, 'file');
  return (
    <Details summary={t('documents.one.addVersion')} open={error !== undefined}>
      <p class="govuk-body">{t('documents.one.addVersionHint')}</p>
      <Form csrfToken={chrome.csrfToken} action={pathTo(['documents', document.id, 'versions'])} upload>
        <FileUpload
          name="file"
          label={t('documents.add.file')}
          hint={`${t('documents.add.fileHint')} ${t('documents.add.photoHint')}`}
          error={error}
          accept={acceptedFiles}
          enhanced={uploadWords(t)}
        />
        <Button kind="secondary" preventDoubleClick>
          {t('documents.one.addVersionSubmit')}
        </Button>
      </Form>
    </Details>
  );
}

const reasons = {
  RESULT_NOT_DELETABLE: 'documents.one.cannotRemoveResult',
  DOCUMENT_IN_USE: 'documents.one.cannotRemoveInUse',
  LEVEL_TOO_LOW: 'documents.one.cannotRemoveLevel',
} as const satisfies Record<Extract<Deletion, { allowed: false }>['why'], MessageKey>;

/** The way to delete it, or why there is none: a missing button explains nothing. */
export function Remove(model: DocumentModel) {
  const { t, chrome, document, deletion } = model;
  if (!deletion.allowed) {
    return (
      <Details summary={t('documents.one.cannotRemove')}>
        <p class="govuk-body">{t(reasons[deletion.why])}</p>
        {!model.aside && (
          <>
            <p class="govuk-body">{t('documents.aside.hideText')}</p>
            <Form csrfToken={chrome.csrfToken} action={pathTo(['documents', document.id, 'hide'])}>
              <Button kind="secondary" preventDoubleClick>
                {t('documents.aside.hide')}
              </Button>
            </Form>
          </>
        )}
      </Details>
    );
  }
  return (
    <Details summary={t('documents.one.remove')}>
      <p class="govuk-body">{t('documents.one.removeText')}</p>
      <Form csrfToken={chrome.csrfToken} action={pathTo(['documents', document.id, 'delete'])}>
        <Button kind="warning">{t('documents.one.removeSubmit')}</Button>
      </Form>
    </Details>
  );
}

/** A mistake in what others vouch for, to an inspector; or where the report stands that is open. */
export function Mistake(model: DocumentModel) {
  const { t, chrome, document, mistake } = model;
  if (!model.vouchedFor) return null;
  if (mistake) {
    return (
      <p class="govuk-body">
        <Link href={pathTo(['complaints', mistake.id])}>
          {t('documents.mistake.open', { number: mistake.number })}
        </Link>{' '}
        ({t(`complaintState.${mistake.state}`)})
      </p>
    );
  }
  const error = errorOf(model, model.errors, 'text');
  return (
    <Details summary={t('documents.mistake.title')} open={error !== undefined}>
      <p class="govuk-body">{t('documents.mistake.what')}</p>
      <Form csrfToken={chrome.csrfToken} action={pathTo(['documents', document.id, 'mistake'])}>
        <Textarea
          name="text"
          label={t('documents.mistake.label')}
          hint={t('documents.mistake.hint')}
          error={error}
          value={model.typedMistake ?? ''}
          rows={4}
          maxLength={2000}
        />
        <Button kind="secondary" preventDoubleClick>
          {t('documents.mistake.submit')}
        </Button>
      </Form>
    </Details>
  );
}

/** A result that came to the wrong person; an own upload she just deletes. */
export function NotMine({ t, chrome, document, mayOpen }: DocumentModel) {
  if (document.source !== 'RESULT' || !mayOpen) return null;
  return (
    <Details summary={t('documents.one.notMine')}>
      <p class="govuk-body">{t('documents.one.notMineText')}</p>
      <Form csrfToken={chrome.csrfToken} action={pathTo(['documents', document.id, 'not-mine'])}>
        <Button kind="warning" preventDoubleClick>
          {t('documents.one.notMineSubmit')}
        </Button>
      </Form>
    </Details>
  );
}
