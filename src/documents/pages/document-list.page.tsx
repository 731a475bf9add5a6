import { Button, ButtonLink } from '../../ui/components/button.js';
import { Input } from '../../ui/components/input.js';
import { Layout } from '../../ui/components/layout.js';
import { NotificationBanner } from '../../ui/components/notification-banner.js';
import { Pagination } from '../../ui/components/pagination.js';
import { Quota, type QuotaModel } from '../../ui/components/quota.js';
import { Select } from '../../ui/components/select.js';
import { InsetText, Link, WarningText } from '../../ui/components/texts.js';
import { Given, Meta } from '../../ui/components/value.js';
import { formatDate, formatDay } from '../../ui/format.js';
import { type Maybe, type Named, nameOf, type PageContext } from '../../ui/page.js';
import { pathTo, safeHref } from '../../ui/safe-href.js';
import { DocumentTags, titleOf } from './document-tags.js';
import type { DocumentView } from './document-view.js';

export interface DocumentListModel extends PageContext {
  readonly documents: readonly DocumentView[];
  /** Cursor of the next page. */
  readonly next: string | null;
  readonly query: {
    readonly q?: Maybe<string>;
    readonly typeCode?: Maybe<string>;
    readonly status?: Maybe<string>;
    readonly after?: Maybe<string>;
  };
  /** All types of the catalogue. */
  readonly types: readonly Named[];
  /** Consent requests that wait for this owner. */
  readonly waitingConsents: number;
  /** Notices that have not been shown to her. */
  readonly unreadNotices: number;
  /** False with account level 1: names and states only. */
  readonly mayOpen: boolean;
  /** Ids of those that have a small picture. */
  readonly thumbnails?: ReadonlySet<string>;
  readonly quota?: Maybe<QuotaModel>;
  /** What has just been done, said once. */
  readonly done?: Maybe<'DISOWNED'>;
}

/** The states by which papers are found; HIDDEN are those that the list leaves out at its owner's wish. */
export const listStatuses = ['VALID', 'EXPIRING', 'EXPIRED', 'REVOKED', 'HIDDEN'] as const;

function statusWords({ t }: PageContext, status: (typeof listStatuses)[number]): string {
  if (status === 'EXPIRING') return t('documents.list.expiring');
  return status === 'HIDDEN' ? t('documents.list.hidden') : t(`documentStatus.${status}`);
}

/** The owner's documents: found by name, type and state, a card each. */
export function documentListPage(model: DocumentListModel) {
  const { t, query, documents } = model;
  const searching = Boolean(query.q || query.typeCode || query.status);
  const nothingAtAll = documents.length === 0 && !searching && !query.after;
  const { after, ...filter } = query;
  return (
    <Layout context={model} title={t('documents.list.title')}>
      {model.done && (
        <NotificationBanner title={t('common.done')} success>
          {t('documents.list.disowned')}
        </NotificationBanner>
      )}
      {model.waitingConsents > 0 && (
        <NotificationBanner title={t('common.notice')}>
          <p class="govuk-notification-banner__heading">
            {t('documents.list.waiting', { count: model.waitingConsents })}
          </p>
          <p class="govuk-body">
            <Link classes="govuk-notification-banner__link" href="/consents">
              {t('documents.list.waitingLink')}
            </Link>
          </p>
        </NotificationBanner>
      )}
      {model.unreadNotices > 0 && (
        <p class="govuk-body">
          <Link href="/notices">{t('documents.list.unread', { count: model.unreadNotices })}</Link>
        </p>
      )}
      <h1 class="govuk-heading-l">{t('documents.list.title')}</h1>
      {!model.mayOpen && (
        <WarningText iconText={t('common.warning')}>{t('documents.list.levelTooLow')}</WarningText>
      )}
      {model.mayOpen && <ButtonLink href="/documents/new">{t('documents.list.add')}</ButtonLink>}
      {nothingAtAll ? <Empty {...model} /> : <Filter {...model} />}
      {documents.length === 0 && searching && (
        <InsetText>
          <p class="govuk-body">
            <strong>{t('documents.list.nothing')}</strong>
          </p>
          <p class="govuk-body">{t('documents.list.nothingText')}</p>
        </InsetText>
      )}
      {documents.length > 0 && (
        <ul class="motlan-cards">
          {documents.map((document) => (
            <Card key={document.id} model={model} document={document} />
          ))}
        </ul>
      )}
      <Pagination
        label={t('common.pages')}
        previous={after ? { href: pathTo(['documents'], filter), text: t('common.firstPage') } : null}
        next={
          model.next === null
            ? null
            : { href: pathTo(['documents'], { ...filter, after: model.next }), text: t('common.nextPage') }
        }
      />
      {model.quota && <Quota {...model} quota={model.quota} />}
    </Layout>
  );
}

function Empty({ t }: PageContext) {
  return (
    <InsetText>
      <p class="govuk-body">
        <strong>{t('documents.list.empty')}</strong>
      </p>
      <p class="govuk-body">{t('documents.list.emptyText')}</p>
    </InsetText>
  );
}

function Filter(model: DocumentListModel) {
  const { t, lang, query } = model;
  const all = { value: '', text: t('documents.list.all') };
  return (
    <form
      class="motlan-filter"
      method="get"
      action="/documents"
      role="search"
      aria-label={t('documents.list.filterTitle')}
    >
      <div class="motlan-filter__fields">
        <Input
          name="q"
          type="search"
          label={t('documents.list.search')}
          value={query.q ?? ''}
          maxLength={200}
        />
        <Select
          name="typeCode"
          label={t('documents.list.type')}
          value={query.typeCode ?? ''}
          items={[all, ...model.types.map((type) => ({ value: type.code, text: type.name[lang] }))]}
        />
        <Select
          name="status"
          label={t('documents.list.status')}
          value={query.status ?? ''}
          items={[
            all,
            ...listStatuses.map((status) => ({
              value: status,
              text: statusWords(model, status),
            })),
          ]}
        />
      </div>
      <div class="govuk-button-group">
        <Button kind="secondary">{t('documents.list.apply')}</Button>
        {(query.q || query.typeCode || query.status) && (
          <Link href="/documents">{t('documents.list.clear')}</Link>
        )}
      </div>
    </form>
  );
}

function Card(props: { readonly model: DocumentListModel; readonly document: DocumentView }) {
  const { model, document } = props;
  const { t, lang } = model;
  const pictured = model.thumbnails?.has(document.id) === true;
  const title = titleOf(model, model.types, document);
  const type = nameOf(lang, model.types, document.typeCode);
  return (
    <li class={pictured ? 'motlan-card motlan-card--pictured' : 'motlan-card'}>
      {pictured && (
        <img
          class="motlan-card__picture"
          src={safeHref(pathTo(['documents', document.id, 'thumbnail'])) ?? ''}
          alt=""
          width={60}
          height={80}
          loading="lazy"
        />
      )}
      <h2 class="motlan-card__title">
        {model.mayOpen ? (
          <Link href={pathTo(['documents', document.id])}>
            <Given>{title}</Given>
          </Link>
        ) : (
          <Given>{title}</Given>
        )}
      </h2>
      <DocumentTags t={t} document={document} />
      <Meta
        items={[
          title !== type && type,
          issued(model, document),
          document.validTo && t('documents.list.expires', { date: formatDate(lang, document.validTo) }),
          t('documents.list.added', { date: formatDay(lang, document.createdAt) }),
        ]}
      />
    </li>
  );
}

function issued({ t, lang }: PageContext, { issuer, issuedOn }: DocumentView) {
  if (issuer && issuedOn)
    return (
      <Given>{t('documents.list.issued', { issuer: issuer.name, date: formatDate(lang, issuedOn) })}</Given>
    );
  if (issuer) return <Given>{t('documents.list.issuedBy', { issuer: issuer.name })}</Given>;
  if (issuedOn) return t('documents.list.issuedOn', { date: formatDate(lang, issuedOn) });
  return null;
}
