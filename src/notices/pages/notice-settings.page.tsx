import { Button } from '../../ui/components/button.js';
import { Checkboxes, Radios } from '../../ui/components/choices.js';
import { errorOf, Form, FormErrors } from '../../ui/components/form.js';
import { Input } from '../../ui/components/input.js';
import { Layout } from '../../ui/components/layout.js';
import { NotificationBanner } from '../../ui/components/notification-banner.js';
import { Hidden, InsetText } from '../../ui/components/texts.js';
import type { FormError } from '../../ui/form-errors.js';
import type { CodeOf } from '../../ui/i18n.js';
import type { Maybe, PageContext } from '../../ui/page.js';

type Channel = CodeOf<'noticeChannel'>;
interface AddressModel {
  readonly channel: Channel;
  /** With most of it left out. */
  readonly address: string;
}

export interface NoticeSettingsModel extends PageContext {
  /** What the operator can send by. */
  readonly offered: readonly Channel[];
  readonly addresses: readonly AddressModel[];
  readonly pending: AddressModel | null;
  readonly topics: readonly { readonly topic: CodeOf<'noticeTopic'>; readonly chosen: boolean }[];
  readonly done?: Maybe<'TOPICS' | 'CODE_SENT' | 'CONFIRMED' | 'REMOVED'>;
  readonly errors: readonly FormError[];
  readonly typed: { readonly channel?: Maybe<string>; readonly address?: Maybe<string> };
}

/** Where and of what an owner wants to be told besides the page of notices. */
export function noticeSettingsPage(model: NoticeSettingsModel) {
  const { t, offered, addresses, errors, done } = model;
  return (
    <Layout
      context={model}
      title={t('notices.settings.title')}
      hasErrors={errors.length > 0}
      back={{ href: '/notices', text: t('notices.list.title') }}
    >
      <FormErrors
        context={model}
        errors={errors}
        fields={{ channel: 'channel', address: 'address', code: 'code', topics: 'topics' }}
      />
      {done && (
        <NotificationBanner title={t('common.done')} success>
          {t(`noticeDone.${done}`)}
        </NotificationBanner>
      )}
      <h1 class="govuk-heading-l">{t('notices.settings.title')}</h1>
      <p class="govuk-body">{t('notices.settings.lead')}</p>
      {offered.length === 0 ? (
        <InsetText>{t('notices.settings.nothingOffered')}</InsetText>
      ) : (
        <>
          <InsetText>{t('notices.settings.noLinks')}</InsetText>
          {addresses.length > 0 && <Addresses {...model} />}
          {model.pending ? <Confirm {...model} pending={model.pending} /> : <Add {...model} />}
          {addresses.length > 0 && <Topics {...model} />}
        </>
      )}
    </Layout>
  );
}

function Addresses({ t, chrome, addresses }: NoticeSettingsModel) {
  return (
    <ul class="motlan-cards">
      {addresses.map(({ channel, address }) => (
        <li key={channel} class="motlan-card">
          <h2 class="motlan-card__title">
            {t(`noticeChannel.${channel}`)}: <bdi>{address}</bdi>
          </h2>
          <Form csrfToken={chrome.csrfToken} action="/notices/settings/remove">
            <input type="hidden" name="channel" value={channel} />
            <Button kind="secondary">
              {t('notices.settings.remove')}
              <Hidden> ({t(`noticeChannel.${channel}`)})</Hidden>
            </Button>
          </Form>
        </li>
      ))}
    </ul>
  );
}

function Confirm(model: NoticeSettingsModel & { readonly pending: AddressModel }) {
  const { t, chrome, errors, pending } = model;
  return (
    <section class="motlan-section">
      <h2 class="govuk-heading-m">{t('notices.settings.confirmTitle')}</h2>
      <p class="govuk-body">
        {t('notices.settings.confirmText', {
          channel: t(`noticeChannel.${pending.channel}`),
          address: pending.address,
        })}
      </p>
      <Form csrfToken={chrome.csrfToken} action="/notices/settings/confirm">
        <Input
          name="code"
          label={t('notices.settings.code')}
          classes="govuk-input--width-5"
          inputmode="numeric"
          autocomplete="one-time-code"
          maxLength={10}
          error={errorOf(model, errors, 'code')}
        />
        <Button>{t('notices.settings.confirm')}</Button>
      </Form>
      <Form csrfToken={chrome.csrfToken} action="/notices/settings/forget">
        <Button kind="secondary">{t('notices.settings.forget')}</Button>
      </Form>
    </section>
  );
}

function Add(model: NoticeSettingsModel) {
  const { t, chrome, errors, offered, typed } = model;
  const only = offered.length === 1 ? offered[0] : undefined;
  return (
    <section class="motlan-section">
      <h2 class="govuk-heading-m">{t('notices.settings.addTitle')}</h2>
      <Form csrfToken={chrome.csrfToken} action="/notices/settings/addresses">
        {only ? (
          <input type="hidden" name="channel" value={only} />
        ) : (
          <Radios
            name="channel"
            legend={t('notices.settings.channel')}
            error={errorOf(model, errors, 'channel')}
            items={offered.map((channel) => ({
              value: channel,
              text: t(`noticeChannel.${channel}`),
              checked: typed.channel === channel,
            }))}
          />
        )}
        <Input
          name="address"
          label={only === 'EMAIL' ? t('notices.settings.email') : t('notices.settings.address')}
          hint={t('notices.settings.addressHint')}
          type={only === 'EMAIL' ? 'email' : 'text'}
          autocomplete={only === 'EMAIL' ? 'email' : undefined}
          autocapitalize="none"
          maxLength={254}
          value={typed.address ?? ''}
          error={errorOf(model, errors, 'address')}
        />
        <Button>{t('notices.settings.sendCode')}</Button>
      </Form>
    </section>
  );
}

function Topics({ t, chrome, topics }: NoticeSettingsModel) {
  return (
    <section class="motlan-section">
      <Form csrfToken={chrome.csrfToken} action="/notices/settings/topics">
        <Checkboxes
          name="topics"
          legend={t('notices.settings.topics')}
          legendClasses="govuk-fieldset__legend--m"
          hint={t('notices.settings.topicsHint')}
          items={topics.map(({ topic, chosen }) => ({
            value: topic,
            text: t(`noticeTopic.${topic}`),
            checked: chosen,
          }))}
        />
        <Button kind="secondary">{t('notices.settings.save')}</Button>
      </Form>
    </section>
  );
}
