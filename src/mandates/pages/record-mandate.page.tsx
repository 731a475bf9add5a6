import { Button } from '../../ui/components/button.js';
import { Checkboxes, Radios } from '../../ui/components/choices.js';
import { errorOf, Form, FormErrors } from '../../ui/components/form.js';
import { Input } from '../../ui/components/input.js';
import { Layout } from '../../ui/components/layout.js';
import { NotificationBanner } from '../../ui/components/notification-banner.js';
import { Select } from '../../ui/components/select.js';
import { Textarea } from '../../ui/components/textarea.js';
import type { FormError } from '../../ui/form-errors.js';
import type { Maybe, PageContext } from '../../ui/page.js';

export const recordFields = ['kind', 'personalId', 'owner.kind', 'owner.value', 'until', 'proof'] as const;
export type RecordField = (typeof recordFields)[number];

export interface RecordMandateModel extends PageContext {
  readonly values: Readonly<Partial<Record<RecordField, string>>>;
  readonly done?: Maybe<boolean>;
  readonly errors: readonly FormError[];
}

const kinds = ['PARENT', 'ATTORNEY', 'LEGAL_REPRESENTATIVE', 'HOUSEHOLD_OWNER'] as const;
const ownerKinds = ['PERSONAL_ID', 'TAX', 'ORG_CODE'] as const;
const fieldIds = Object.fromEntries([...recordFields, 'compared'].map((name) => [name, name]));

/** A clerk records a right to act that a paper proves, after comparing the paper with its original. */
export function recordMandatePage(model: RecordMandateModel) {
  const { t, chrome, values, errors } = model;
  const error = (field: string) => errorOf(model, errors, field);
  return (
    <Layout
      context={model}
      title={t('mandates.record.title')}
      hasErrors={errors.length > 0}
      back={{ href: '/counter', text: t('common.menuCounter') }}
    >
      <FormErrors context={model} errors={errors} fields={fieldIds} />
      {model.done && (
        <NotificationBanner title={t('common.done')} success>
          {t('mandateDone.RECORDED')}
        </NotificationBanner>
      )}
      <h1 class="govuk-heading-l">{t('mandates.record.title')}</h1>
      <p class="govuk-body">{t('mandates.record.lead')}</p>
      <Form csrfToken={chrome.csrfToken} action="/counter/mandates">
        <Radios
          name="kind"
          legend={t('mandates.record.kind')}
          error={error('kind')}
          items={kinds.map((kind) => ({
            value: kind,
            text: t(`mandateKind.${kind}`),
            checked: values.kind === kind,
          }))}
        />
        <Input
          name="personalId"
          label={t('mandates.record.personalId')}
          classes="govuk-input--width-20"
          inputmode="numeric"
          autocomplete="off"
          value={values.personalId ?? ''}
          error={error('personalId')}
        />
        <Select
          name="owner.kind"
          label={t('mandates.record.ownerKind')}
          error={error('owner.kind')}
          value={values['owner.kind'] ?? 'PERSONAL_ID'}
          items={ownerKinds.map((kind) => ({ value: kind, text: t(`ownerKind.${kind}`) }))}
        />
        <Input
          name="owner.value"
          label={t('mandates.record.ownerValue')}
          classes="govuk-input--width-20"
          autocomplete="off"
          value={values['owner.value'] ?? ''}
          error={error('owner.value')}
        />
        <Input
          name="until"
          type="date"
          label={`${t('mandates.record.until')} (${t('common.optional')})`}
          hint={t('mandates.record.untilHint')}
          classes="govuk-input--width-10"
          value={values.until ?? ''}
          error={error('until')}
        />
        <Textarea
          name="proof"
          label={t('mandates.record.proof')}
          hint={t('mandates.record.proofHint')}
          rows={3}
          maxLength={500}
          value={values.proof ?? ''}
          error={error('proof')}
        />
        <Checkboxes
          name="compared"
          legend={t('mandates.record.compared')}
          error={error('compared')}
          items={[{ value: 'yes', text: t('mandates.record.comparedYes') }]}
        />
        <Button preventDoubleClick>{t('mandates.record.submit')}</Button>
      </Form>
    </Layout>
  );
}
