import { FormErrors } from '../../ui/components/form.js';
import { Layout } from '../../ui/components/layout.js';
import { Pagination } from '../../ui/components/pagination.js';
import { InsetText, Link } from '../../ui/components/texts.js';
import { formatDay } from '../../ui/format.js';
import { pathTo } from '../../ui/safe-href.js';
import { AccessCard } from './access-card.js';
import { AccessFilterForm, isFiltered } from './access-filter.js';
import { type AccessListModel, type AccessView, complaintId } from './access-view.js';

export type { AccessListModel, AccessView } from './access-view.js';

/** Each look in words: when, who, for whom, what for, on which ground; refused and statutory ones marked. */
export function accessListPage(model: AccessListModel) {
  const { t, accesses, filter, after, complaint } = model;
  const title = model.documentTitle
    ? t('audit.list.titleDocument', { title: model.documentTitle })
    : t('audit.list.title');
  const errors = [...model.filterErrors, ...(complaint?.errors ?? [])];
  return (
    <Layout context={model} title={title} hasErrors={errors.length > 0}>
      <FormErrors
        context={model}
        errors={errors}
        fields={{ text: complaintId(complaint?.accessId ?? ''), from: 'from', to: 'to' }}
      />
      <h1 class="govuk-heading-l">
        <bdi>{title}</bdi>
      </h1>
      <p class="govuk-body">{t('audit.list.lead')}</p>
      <p class="govuk-body">
        <Link href="/complaints">{t('audit.list.complaints')}</Link>
      </p>
      {filter.documentId && (
        <p class="govuk-body">
          {t('audit.list.onlyDocument')} <Link href="/accesses">{t('audit.list.showAll')}</Link>
        </p>
      )}
      <AccessFilterForm {...model} />
      {accesses.length === 0 ? (
        <InsetText>{t(isFiltered(model) ? 'audit.list.nothing' : 'audit.list.empty')}</InsetText>
      ) : (
        <>
          <p class="govuk-body">
            <Link href={pathTo(['accesses.csv'], { ...filter })}>{t('audit.list.csv')}</Link>{' '}
            <span class="govuk-hint">{t('audit.list.csvHint')}</span>
          </p>
          {byDay(model).map(([day, looks]) => (
            <section key={day} aria-labelledby={idOfDay(looks)}>
              <h2 class="govuk-heading-m" id={idOfDay(looks)}>
                {day}
              </h2>
              <ol class="motlan-cards">
                {looks.map((access) => (
                  <AccessCard key={access.id} model={model} access={access} />
                ))}
              </ol>
            </section>
          ))}
        </>
      )}
      <Pagination
        label={t('common.pages')}
        previous={after ? { href: pathTo(['accesses'], { ...filter }), text: t('common.firstPage') } : null}
        next={
          model.next === null
            ? null
            : {
                href: pathTo(['accesses'], { ...filter, after: model.next }),
                text: t('common.nextPage'),
              }
        }
      />
    </Layout>
  );
}

/** The looks under the day they fell on, in the order of the list. */
function byDay({ lang, accesses }: AccessListModel): [string, AccessView[]][] {
  const days: [string, AccessView[]][] = [];
  for (const access of accesses) {
    const day = formatDay(lang, access.at);
    const last = days.at(-1);
    if (last?.[0] === day) last[1].push(access);
    else days.push([day, [access]]);
  }
  return days;
}

function idOfDay([first]: readonly AccessView[]): string {
  return `day-${(first?.id ?? '').replace(/[^A-Za-z0-9_-]/g, '-')}`;
}
