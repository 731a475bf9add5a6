import { Button } from '../../ui/components/button.js';
import { Radios } from '../../ui/components/choices.js';
import { errorOf, Form, FormErrors } from '../../ui/components/form.js';
import { Fieldset } from '../../ui/components/form-group.js';
import { Input } from '../../ui/components/input.js';
import { Layout } from '../../ui/components/layout.js';
import { Select } from '../../ui/components/select.js';
import { Table } from '../../ui/components/table.js';
import { Link } from '../../ui/components/texts.js';
import { Given } from '../../ui/components/value.js';
import type { FormError } from '../../ui/form-errors.js';
import type { CodeOf } from '../../ui/i18n.js';
import type { Named, PageContext } from '../../ui/page.js';
import { pathTo } from '../../ui/safe-href.js';
import { wordFor } from '../../ui/words.js';

/** The form's fields: the API's names, a dot where the API nests. */
export const openDossierFields = [
  'dossierCode',
  'procedureCode',
  'owner.kind',
  'owner.value',
  'owner.country',
  'owner.name',
  'owner.birthDate',
  'submittedOn',
  'channel',
] as const;
export type OpenDossierField = (typeof openDossierFields)[number];

export interface CounterHomeModel extends PageContext {
  /** Procedures in force. */
  readonly procedures: readonly Named[];
  /** What was typed, or the defaults (today, counter, PERSONAL_ID). */
  readonly values: Readonly<Partial<Record<OpenDossierField, string>>>;
  readonly errors: readonly FormError[];
  /** Open dossiers of this centre, if the route has them at hand. */
  readonly dossiers?: readonly {
    readonly code: string;
    readonly procedureCode: string;
    readonly ownerName?: string | null | undefined;
    readonly status: number;
  }[];
}

const ownerKinds = [
  'PERSONAL_ID',
  'OLD_ID',
  'TAX',
  'PASSPORT',
  'ORG_CODE',
] as const satisfies readonly CodeOf<'ownerKind'>[];
const channels = ['1', '2', '3'] as const satisfies readonly CodeOf<'channel'>[];
const fieldIds = Object.fromEntries(openDossierFields.map((name) => [name, name]));

/** A clerk opens a dossier; people are never searched for. */
export function counterHomePage(model: CounterHomeModel) {
  const { t, errors } = model;
  return (
    <Layout context={model} title={t('counter.home.title')} hasErrors={errors.length > 0}>
      <FormErrors context={model} errors={errors} fields={fieldIds} />
      <h1 class="govuk-heading-l">{t('counter.home.title')}</h1>
      <p class="govuk-body">{t('counter.home.lead')}</p>
      <p class="govuk-body">
        <Link href="/counter/mandates">{t('counter.home.mandates')}</Link>
      </p>
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-two-thirds">
          <h2 class="govuk-heading-m">{t('counter.home.openTitle')}</h2>
          <OpenForm {...model} />
        </div>
      </div>
      <Dossiers {...model} />
    </Layout>
  );
}

function OpenForm(model: CounterHomeModel) {
  const { t, lang, chrome, values } = model;
  const error = (field: OpenDossierField) => errorOf(model, model.errors, field);
  return (
    <Form csrfToken={chrome.csrfToken} action="/counter/dossiers">
      <Input
        name="dossierCode"
        classes="govuk-input--width-20"
        label={t('counter.home.code')}
        hint={t('counter.home.codeHint')}
        error={error('dossierCode')}
        value={values.dossierCode ?? ''}
        autocomplete="off"
      />
      <Select
        name="procedureCode"
        label={t('counter.home.procedure')}
        error={error('procedureCode')}
        value={values.procedureCode ?? ''}
        items={[
          { value: '', text: t('counter.home.procedureChoose') },
          ...model.procedures.map((entry) => ({
            value: entry.code,
            text: `${entry.name[lang]} (${entry.code})`,
          })),
        ]}
      />
      <div class="govuk-form-group">
        <Fieldset legend={t('counter.home.ownerTitle')} legendClasses="govuk-fieldset__legend--s">
          <OwnerFields {...model} />
        </Fieldset>
      </div>
      <Input
        name="submittedOn"
        type="date"
        classes="govuk-input--width-10"
        label={t('counter.home.submittedOn')}
        error={error('submittedOn')}
        value={values.submittedOn ?? ''}
      />
      <Radios
        name="channel"
        classes="govuk-radios--small"
        legend={t('counter.home.channel')}
        error={error('channel')}
        items={channels.map((channel) => ({
          value: channel,
          text: t(`channel.${channel}`),
          checked: values.channel === channel,
        }))}
      />
      <Button preventDoubleClick>{t('counter.home.submit')}</Button>
    </Form>
  );
}

function OwnerFields(model: CounterHomeModel) {
  const { t, values } = model;
  const error = (field: OpenDossierField) => errorOf(model, model.errors, field);
  return (
    <>
      <Select
        name="owner.kind"
        label={t('counter.home.ownerKind')}
        error={error('owner.kind')}
        value={values['owner.kind'] ?? 'PERSONAL_ID'}
        items={ownerKinds.map((kind) => ({ value: kind, text: t(`ownerKind.${kind}`) }))}
      />
      <Input
        name="owner.value"
        classes="govuk-input--width-20"
        label={t('counter.home.ownerValue')}
        error={error('owner.value')}
        value={values['owner.value'] ?? ''}
        autocomplete="off"
      />
      <Input
        name="owner.country"
        classes="govuk-input--width-3"
        label={t('counter.home.ownerCountry')}
        hint={t('counter.home.ownerCountryHint')}
        error={error('owner.country')}
        value={values['owner.country'] ?? ''}
        autocomplete="off"
        autocapitalize="characters"
      />
      <Input
        name="owner.name"
        label={t('counter.home.ownerName')}
        hint={t('counter.home.ownerNameHint')}
        error={error('owner.name')}
        value={values['owner.name'] ?? ''}
        autocomplete="off"
      />
      <Input
        name="owner.birthDate"
        type="date"
        classes="govuk-input--width-10"
        label={t('counter.home.ownerBirthDate')}
        error={error('owner.birthDate')}
        value={values['owner.birthDate'] ?? ''}
      />
    </>
  );
}

function Dossiers({ t, lang, dossiers, procedures }: CounterHomeModel) {
  if (!dossiers || dossiers.length === 0) return null;
  return (
    <Table
      classes="motlan-rows"
      caption={t('counter.home.recent')}
      captionClasses="govuk-table__caption--m"
      head={[
        t('counter.home.dossier'),
        t('counter.home.procedure'),
        t('counter.home.owner'),
        t('counter.home.status'),
      ]}
      rows={dossiers.map((dossier) => [
        <Link href={pathTo(['counter', 'dossiers', dossier.code])}>{dossier.code}</Link>,
        procedures.find((entry) => entry.code === dossier.procedureCode)?.name[lang] ?? dossier.procedureCode,
        dossier.ownerName ? <Given>{dossier.ownerName}</Given> : t('common.unknown'),
        wordFor(t, 'dossierStatus', dossier.status),
      ])}
    />
  );
}
