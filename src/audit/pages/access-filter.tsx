import { Button } from '../../ui/components/button.js';
import { errorOf } from '../../ui/components/form.js';
import { Input } from '../../ui/components/input.js';
import { Select } from '../../ui/components/select.js';
import { Link } from '../../ui/components/texts.js';
import type { CodeOf } from '../../ui/i18n.js';
import type { AccessListModel } from './access-view.js';

const acts = [
  'OPENED',
  'LOOKED_UP',
  'CITED',
  'COMPARED',
  'PUT_IN',
  'TAKEN_OUT',
  'ENDED',
] as const satisfies readonly CodeOf<'accessAct'>[];

/** By which agency, at which paper, what, and when. */
export function AccessFilterForm(model: AccessListModel) {
  const { t, filter, filterErrors } = model;
  const all = { value: '', text: t('audit.filter.all') };
  const day = (name: 'from' | 'to', label: string) => (
    <Input
      name={name}
      type="date"
      label={label}
      value={filter[name] ?? ''}
      error={errorOf(model, filterErrors, name)}
    />
  );
  return (
    <form
      class="motlan-filter"
      method="get"
      action="/accesses"
      role="search"
      aria-label={t('audit.filter.title')}
      noValidate
    >
      <div class="motlan-filter__fields motlan-filter__fields--even">
        <Select
          name="agency"
          label={t('audit.filter.agency')}
          value={filter.agency ?? ''}
          items={[all, ...agenciesOf(model)]}
        />
        <Select
          name="documentId"
          label={t('audit.filter.document')}
          value={filter.documentId ?? ''}
          items={[all, ...documentsOf(model)]}
        />
        <Select
          name="act"
          label={t('audit.filter.act')}
          value={filter.act ?? ''}
          items={[all, ...acts.map((act) => ({ value: act, text: t(`accessAct.${act}`) }))]}
        />
        {day('from', t('audit.filter.from'))}
        {day('to', t('audit.filter.to'))}
      </div>
      <div class="govuk-button-group">
        <Button kind="secondary">{t('audit.filter.apply')}</Button>
        {isFiltered(model) && <Link href="/accesses">{t('audit.filter.clear')}</Link>}
      </div>
    </form>
  );
}

export function isFiltered({ filter }: AccessListModel): boolean {
  return Object.values(filter).some(Boolean);
}

function agenciesOf({ t, agencies, filter }: AccessListModel) {
  const known = agencies.map(({ code, client }) => ({
    value: code,
    text: client ? t('audit.filter.agencyNamed', { code, client }) : code,
  }));
  const { agency } = filter;
  // What was asked for stays chosen, also when nothing of it is there.
  return !agency || known.some(({ value }) => value === agency)
    ? known
    : [...known, { value: agency, text: agency }];
}

function documentsOf({ documents, documentTitle, filter }: AccessListModel) {
  const known = documents.map(({ id, title }) => ({ value: id, text: title }));
  const { documentId } = filter;
  return !documentId || known.some(({ value }) => value === documentId)
    ? known
    : [{ value: documentId, text: documentTitle ?? documentId }, ...known];
}
