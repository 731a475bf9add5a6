import { Button } from '../../ui/components/button.js';
import { errorOf, Form } from '../../ui/components/form.js';
import { Input } from '../../ui/components/input.js';
import { Select } from '../../ui/components/select.js';
import { Details } from '../../ui/components/texts.js';
import { pathTo } from '../../ui/safe-href.js';
import type { DocumentModel } from './document-view.js';
import { type FactField, factFields, factsShown } from './facts-shown.js';

/** Type and facts of an own upload, until somebody vouches for them. */
export function CorrectFacts(model: DocumentModel) {
  const { t, lang, chrome, document, errors, typesToday } = model;
  const compared = document.versions.some((version) => version.comparedBy);
  if (document.source === 'RESULT' || compared) return null;
  const values = { ...factsShown(document), ...model.typedFacts };
  const field = (name: FactField) => ({ name, error: errorOf(model, errors, name), value: values[name] });
  const faulty = factFields.some((name) => errorOf(model, errors, name) !== undefined);
  return (
    <Details summary={t('documents.one.correct')} open={faulty}>
      <p class="govuk-body">{t('documents.one.correctHint')}</p>
      <Form csrfToken={chrome.csrfToken} action={pathTo(['documents', document.id, 'facts'])}>
        <Select
          {...field('typeCode')}
          label={t('documents.one.type')}
          items={withOwn(model).map((type) => ({ value: type.code, text: type.name[lang] }))}
        />
        <Input {...field('number')} label={t('documents.one.number')} autocomplete="off" />
        <Input {...field('issuerName')} label={t('documents.one.issuer')} autocomplete="off" />
        <Input
          {...field('issuedOn')}
          type="date"
          classes="govuk-input--width-10"
          label={t('documents.one.issuedOn')}
        />
        <Input
          {...field('validTo')}
          type="date"
          classes="govuk-input--width-10"
          label={t('documents.add.validTo')}
          hint={t('documents.add.validToHint')}
        />
        <Button kind="secondary">{t('documents.one.correctSave')}</Button>
      </Form>
    </Details>
  );

  /** The paper's own type stands among the choices also when no new paper may have it. */
  function withOwn({ types }: DocumentModel) {
    const own = types.filter((type) => type.code === document.typeCode);
    return typesToday.some((type) => type.code === document.typeCode) ? typesToday : [...own, ...typesToday];
  }
}
