import { FormErrors } from '../../ui/components/form.js';
import { Layout } from '../../ui/components/layout.js';
import { NotificationBanner } from '../../ui/components/notification-banner.js';
import { Pagination } from '../../ui/components/pagination.js';
import { InsetText, Link } from '../../ui/components/texts.js';
import { pathTo } from '../../ui/safe-href.js';
import { AccessCard } from './access-card.js';
import { type AccessListModel, complaintId } from './access-view.js';

export type { AccessListModel, AccessView } from './access-view.js';

/** Each look in words: when, who, for whom, what for, on which ground; refused ones marked. */
export function accessListPage(model: AccessListModel) {
  const { t, accesses, documentId, after, complaint } = model;
  const title = model.documentTitle
    ? t('audit.list.titleDocument', { title: model.documentTitle })
    : t('audit.list.title');
  const errors = complaint?.errors ?? [];
  return (
    <Layout context={model} title={title} hasErrors={errors.length > 0}>
      <FormErrors context={model} errors={errors} fields={{ text: complaintId(complaint?.accessId ?? '') }} />
      {model.complaintReceived && (
        <NotificationBanner title={t('common.done')} success>
          {t('audit.list.complaintReceived', { reference: model.complaintReceived })}
        </NotificationBanner>
      )}
      <h1 class="govuk-heading-l">
        <bdi>{title}</bdi>
      </h1>
      <p class="govuk-body">{t('audit.list.lead')}</p>
      {documentId && (
        <p class="govuk-body">
          {t('audit.list.onlyDocument')} <Link href="/accesses">{t('audit.list.showAll')}</Link>
        </p>
      )}
      {accesses.length === 0 ? (
        <InsetText>{t('audit.list.empty')}</InsetText>
      ) : (
        <ol class="motlan-cards">
          {accesses.map((access) => (
            <AccessCard key={access.id} model={model} access={access} />
          ))}
        </ol>
      )}
      <Pagination
        label={t('common.pages')}
        previous={after ? { href: pathTo(['accesses'], { documentId }), text: t('common.firstPage') } : null}
        next={
          model.next === null
            ? null
            : { href: pathTo(['accesses'], { documentId, after: model.next }), text: t('common.nextPage') }
        }
      />
    </Layout>
  );
}
