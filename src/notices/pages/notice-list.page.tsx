import { Layout } from '../../ui/components/layout.js';
import { Pagination } from '../../ui/components/pagination.js';
import { Tag } from '../../ui/components/tag.js';
import { InsetText, Link } from '../../ui/components/texts.js';
import { Given, Moment } from '../../ui/components/value.js';
import { formatDate } from '../../ui/format.js';
import type { Maybe, PageContext } from '../../ui/page.js';
import { pathTo } from '../../ui/safe-href.js';
import type { NoticeModel } from './notice-model.js';

export interface NoticeListModel extends PageContext {
  readonly notices: readonly NoticeModel[];
  /** Names of the papers that are still to be seen, by id. */
  readonly titles: ReadonlyMap<string, string>;
  readonly next: string | null;
  readonly after?: Maybe<string>;
}

/** What an owner has been told, newest first. */
export function noticeListPage(model: NoticeListModel) {
  const { t, notices, after } = model;
  return (
    <Layout context={model} title={t('notices.list.title')}>
      <h1 class="govuk-heading-l">{t('notices.list.title')}</h1>
      <p class="govuk-body">
        <Link href="/notices/settings">{t('notices.list.settings')}</Link>
      </p>
      {notices.length === 0 ? (
        <InsetText>{t('notices.list.none')}</InsetText>
      ) : (
        <ul class="motlan-cards">
          {notices.map((notice) => (
            <Card key={notice.id} model={model} notice={notice} />
          ))}
        </ul>
      )}
      <Pagination
        label={t('common.pages')}
        previous={after ? { href: '/notices', text: t('common.firstPage') } : null}
        next={
          model.next === null
            ? null
            : { href: pathTo(['notices'], { after: model.next }), text: t('common.nextPage') }
        }
      />
    </Layout>
  );
}

function Card({ model, notice }: { readonly model: NoticeListModel; readonly notice: NoticeModel }) {
  const { t, lang } = model;
  const { words, more, href } = told(model, notice);
  return (
    <li class="motlan-card">
      <h2 class="motlan-card__title">
        {href === null ? (
          <Given>{words}</Given>
        ) : (
          <Link href={href}>
            <Given>{words}</Given>
          </Link>
        )}
      </h2>
      {notice.readAt === null && (
        <p class="motlan-tags">
          <Tag colour="turquoise">{t('notices.list.new')}</Tag>
        </p>
      )}
      {more && <p class="govuk-body">{more}</p>}
      <p class="motlan-meta">
        <Moment lang={lang} at={notice.at} />
      </p>
    </li>
  );
}

function told(
  { t, lang, titles }: NoticeListModel,
  { kind, about }: NoticeModel,
): { readonly words: string; readonly more?: string; readonly href: string | null } {
  const agency = about.agency ?? t('common.unknown');
  const dossier = about.dossierCode ?? t('common.unknown');
  const title = titles.get(about.documentId ?? '');
  const paper = title ?? t('notices.kind.somePaper');
  const toPaper = title !== undefined && about.documentId ? pathTo(['documents', about.documentId]) : null;
  switch (kind) {
    case 'CONSENT_ASKED':
      return {
        words: t('notices.kind.consentAsked', { agency, dossier }),
        href: about.consentId ? pathTo(['consents', about.consentId]) : '/consents',
      };
    case 'STATUTORY_LOOK':
      return {
        words: t('notices.kind.statutoryLook', { agency, dossier }),
        more: t('notices.kind.statutoryLookMore'),
        href: '/accesses',
      };
    case 'EXPIRES':
      return {
        words: t('notices.kind.expires', {
          paper,
          date: about.validTo ? formatDate(lang, about.validTo) : t('common.unknown'),
        }),
        more: t('notices.kind.expiresMore'),
        href: toPaper,
      };
    case 'RESULT_RELEASED':
      return { words: t('notices.kind.resultReleased', { agency, dossier }), href: toPaper };
    case 'RESULT_REVOKED':
      return {
        words: t('notices.kind.resultRevoked', { agency, paper }),
        more: t('notices.kind.resultRevokedMore'),
        href: toPaper,
      };
    case 'COMPLAINT_MOVED':
      return {
        words: t('notices.kind.complaintMoved', { number: about.complaintNumber ?? '' }),
        href: about.complaintId ? pathTo(['complaints', about.complaintId]) : '/complaints',
      };
    case 'MANDATE_CHANGED':
      return { words: t('notices.kind.mandateChanged'), href: '/acting' };
    case 'PAPER_INFECTED':
      return {
        words: t('notices.kind.paperInfected', { paper }),
        more: t('notices.kind.paperInfectedMore'),
        href: toPaper,
      };
  }
}
