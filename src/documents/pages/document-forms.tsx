import { Button } from '../../ui/components/button.js';
import { FileUpload } from '../../ui/components/file-upload.js';
import { errorOf, Form } from '../../ui/components/form.js';
import { Input } from '../../ui/components/input.js';
import { Details } from '../../ui/components/texts.js';
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
