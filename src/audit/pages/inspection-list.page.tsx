import { Button } from '../../ui/components/button.js';
import { Layout } from '../../ui/components/layout.js';
import { Pagination } from '../../ui/components/pagination.js';
import { Select } from '../../ui/components/select.js';
import { InsetText, Link } from '../../ui/components/texts.js';
import type { CodeOf } from '../../ui/i18n.js';
import type { Maybe } from '../../ui/page.js';
import { pathTo } from '../../ui/safe-href.js';
import type { ComplaintListModel } from './complaint-list.page.js';
import { ComplaintState } from './complaint-parts.js';

const states = [
  'RECEIVED',
  'IN_REVIEW',
  'ANSWERED',
  'CLOSED',
] as const satisfies readonly CodeOf<'complaintState'>[];

export interface InspectionListModel extends ComplaintListModel {
  readonly state?: Maybe<CodeOf<'complaintState'>>;
}

/** An inspector's queue: what is due first stands in front. */
export function inspectionListPage(model: InspectionListModel) {
  const { t, complaints, state, after } = model;
  return (
    <Layout context={model} title={t('audit.inspection.title')}>
      <h1 class="govuk-heading-l">{t('audit.inspection.title')}</h1>
      <form
        class="motlan-filter"
        method="get"
        action="/inspection"
        role="search"
        aria-label={t('audit.inspection.filter')}
      >
        <Select
          name="state"
          label={t('audit.inspection.state')}
          value={state ?? ''}
          items={[
            { value: '', text: t('audit.inspection.toAnswer') },
            ...states.map((one) => ({ value: one, text: t(`complaintState.${one}`) })),
          ]}
        />
        <Button kind="secondary">{t('audit.filter.apply')}</Button>
      </form>
      {complaints.length === 0 ? (
        <InsetText>{t('audit.inspection.none')}</InsetText>
      ) : (
        <ol class="motlan-cards">
          {complaints.map((complaint) => (
            <li key={complaint.id} class="motlan-card">
              <h2 class="motlan-card__title">
                <Link href={pathTo(['inspection', complaint.id])}>{complaint.number}</Link>
              </h2>
              <p class="govuk-body">
                {complaint.documentId === null
                  ? t('audit.complaint.aboutLook')
                  : t('audit.complaint.aboutPaper')}
              </p>
              <ComplaintState {...model} complaint={complaint} />
            </li>
          ))}
        </ol>
      )}
      <Pagination
        label={t('common.pages')}
        previous={after ? { href: pathTo(['inspection'], { state }), text: t('common.firstPage') } : null}
        next={
          model.next === null
            ? null
            : { href: pathTo(['inspection'], { state, after: model.next }), text: t('common.nextPage') }
        }
      />
    </Layout>
  );
}
