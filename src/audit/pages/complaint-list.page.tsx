import { Layout } from '../../ui/components/layout.js';
import { Pagination } from '../../ui/components/pagination.js';
import { InsetText, Link } from '../../ui/components/texts.js';
import type { Maybe, PageContext } from '../../ui/page.js';
import { pathTo } from '../../ui/safe-href.js';
import type { ComplaintModel } from './complaint-model.js';
import { ComplaintState } from './complaint-parts.js';

export interface ComplaintListModel extends PageContext {
  readonly complaints: readonly ComplaintModel[];
  readonly next: string | null;
  readonly after?: Maybe<string>;
}

/** An owner's complaints and how each stands. */
export function complaintListPage(model: ComplaintListModel) {
  const { t, complaints, after } = model;
  return (
    <Layout
      context={model}
      title={t('audit.complaint.listTitle')}
      back={{ href: '/accesses', text: t('audit.complaint.backToLooks') }}
    >
      <h1 class="govuk-heading-l">{t('audit.complaint.listTitle')}</h1>
      {complaints.length === 0 ? (
        <InsetText>
          {t('audit.complaint.none')} <Link href="/accesses">{t('audit.complaint.backToLooks')}</Link>
        </InsetText>
      ) : (
        <ul class="motlan-cards">
          {complaints.map((complaint) => (
            <li key={complaint.id} class="motlan-card">
              <h2 class="motlan-card__title">
                <Link href={pathTo(['complaints', complaint.id])}>{complaint.number}</Link>
              </h2>
              <p class="govuk-body">
                {complaint.documentId === null
                  ? t('audit.complaint.aboutLook')
                  : t('audit.complaint.aboutPaper')}
              </p>
              <ComplaintState {...model} complaint={complaint} />
            </li>
          ))}
        </ul>
      )}
      <Pagination
        label={t('common.pages')}
        previous={after ? { href: '/complaints', text: t('common.firstPage') } : null}
        next={
          model.next === null
            ? null
            : { href: pathTo(['complaints'], { after: model.next }), text: t('common.nextPage') }
        }
      />
    </Layout>
  );
}
