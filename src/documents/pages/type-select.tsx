import type { FieldError } from '../../ui/components/form-group.js';
import { Select } from '../../ui/components/select.js';
import type { Named, PageContext } from '../../ui/page.js';

/** The type of a paper that is being put in; nothing is chosen beforehand. */
export function TypeSelect(props: {
  readonly model: PageContext & { readonly types: readonly Named[] };
  readonly value: string | undefined;
  readonly hint?: string;
  readonly error: FieldError | undefined;
}) {
  const { t, lang, types } = props.model;
  return (
    <Select
      name="typeCode"
      label={t('documents.add.type')}
      labelClasses="govuk-label--s"
      hint={props.hint}
      error={props.error}
      value={props.value ?? ''}
      items={[
        { value: '', text: t('documents.add.typeChoose') },
        ...types.map((type) => ({ value: type.code, text: type.name[lang] })),
      ]}
    />
  );
}
