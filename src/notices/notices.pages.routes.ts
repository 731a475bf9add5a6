import type { Router } from 'express';
import type { PageAnswer } from '../http/page-answer.js';
import type { PageDeps } from '../http/page-context.js';
import { typedValues } from '../http/page-form.js';
import { type FieldWords, type FormRefusal, formRefusal } from '../http/page-refusal.js';
import { makePageRoutes, type Posted, type Visit } from '../http/page-routes.js';
import { idCursorSchema } from '../http/paging.js';
import { parseWith } from '../http/parse.js';
import { z } from '../http/zod.js';
import type { OwnerActor } from '../platform/actor.js';
import { pathTo } from '../ui/safe-href.js';
import { maskedAddress } from './address.js';
import type { NoticeSettingsUse } from './change-settings.js';
import { channelKinds } from './channels/channel.js';
import type { ReadNotices } from './list-notices.js';
import { noticeTopics } from './notice.js';
import { noticeListPage } from './pages/notice-list.page.js';
import { noticeSettingsPage } from './pages/notice-settings.page.js';

export interface NoticePagesDeps extends PageDeps {
  readonly use: NoticeSettingsUse & { readonly readNotices: ReadNotices };
  /** Names of those of an owner's papers, by id. */
  readonly titlesOf: (ownerId: string, ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;
}

const PER_PAGE = 20;
const here = () => '/notices/settings';
const done = z.enum(['TOPICS', 'CODE_SENT', 'CONFIRMED', 'REMOVED']).optional().catch(undefined);
const channelSchema = z.object({ channel: z.enum(channelKinds) });
const addressSchema = channelSchema.extend({ address: z.string().max(300) });
const topicsSchema = z.array(z.enum(noticeTopics));
const codeSchema = z.object({ code: z.string().regex(/^\d{6}$/) });
const fieldWords: FieldWords = {
  channel: { vi: 'Chọn nơi nhận tin.', en: 'Choose where to be told.' },
  address: {
    vi: 'Ghi địa chỉ thư như ten@vidu.vn, hoặc số di động như 0912 345 678.',
    en: 'Give an e-mail address like name@example.vn, or a mobile number like 0912 345 678.',
  },
  'address:UNDELIVERABLE': {
    vi: 'Không gửi được đến địa chỉ này. Xem lại địa chỉ.',
    en: 'Nothing can be sent to this address. Check it.',
  },
  'address:NOT_SENT': {
    vi: 'Chưa gửi được mã vì đường gửi đang bận. Địa chỉ không có lỗi; thử lại sau ít phút.',
    en: 'The code could not be sent just now. Nothing is wrong with the address; try again in a few minutes.',
  },
  code: { vi: 'Ghi đủ 6 chữ số của mã đã nhận.', en: 'Give all 6 digits of the code received.' },
  'code:CODE_WRONG': {
    vi: 'Mã không đúng. Xem lại tin mới nhất.',
    en: 'This is not the code. Look at the latest message.',
  },
  'code:CODE_OVER': {
    vi: 'Mã đã hết hạn hoặc nhập sai quá 5 lần. Gửi mã mới.',
    en: 'The code has expired, or was wrong five times. Send a new one.',
  },
};

/** What an owner is told, and where and of what she wants to be told besides. */
export function makeNoticePages(deps: NoticePagesDeps): Router {
  const { use } = deps;
  const { router, owner } = makePageRoutes(deps);

  owner.get('/notices', async (visit) => {
    const { actor, context } = visit;
    const { after } = visit.query({ after: idCursorSchema.optional() });
    const page = await use.readNotices({ actor, after, limit: PER_PAGE });
    const papers = page.items.flatMap(({ about }) => about.documentId ?? []);
    const titles = await deps.titlesOf(actor.ownerId, papers);
    return { page: noticeListPage({ ...context, notices: page.items, titles, next: page.next, after }) };
  });

  owner.get('/notices/settings', async (visit) => ({
    page: await draw(visit, { done: visit.query({ done }).done }),
  }));

  owner.post(
    '/notices/settings/topics',
    here,
    changing('TOPICS', async ({ actor, lang, form }) => {
      const topics = parseWith(topicsSchema, [form['topics'] ?? []].flat());
      await use.chooseTopics({ actor, topics, language: lang });
    }),
  );
  owner.post(
    '/notices/settings/addresses',
    here,
    changing('CODE_SENT', async ({ actor, lang, form }) => {
      const wanted = parseWith(addressSchema, { channel: form['channel'], address: form['address'] ?? '' });
      await use.addAddress({ actor, language: lang, ...wanted });
    }),
  );
  owner.post(
    '/notices/settings/confirm',
    here,
    changing('CONFIRMED', async ({ actor, form }) => {
      const typed = [form['code'] ?? ''].flat()[0]?.replace(/\s/g, '');
      const { code } = parseWith(codeSchema, { code: typed });
      await use.confirmAddress({ actor, code });
    }),
  );
  owner.post(
    '/notices/settings/forget',
    here,
    changing(undefined, ({ actor }) => use.forgetPending({ actor })),
  );
  owner.post(
    '/notices/settings/remove',
    here,
    changing('REMOVED', async ({ actor, form }) => {
      const { channel } = parseWith(channelSchema, { channel: form['channel'] });
      await use.removeAddress({ actor, channel });
    }),
  );

  return router;

  function changing(said: z.output<typeof done>, work: (posted: Posted<OwnerActor>) => Promise<void>) {
    return async (posted: Posted<OwnerActor>): Promise<PageAnswer> => {
      try {
        await work(posted);
        return { seeOther: pathTo(['notices', 'settings'], { done: said }) };
      } catch (error) {
        const refusal = formRefusal(error, posted.lang, { field: 'address', words: fieldWords });
        const typed = typedValues(posted.form, ['channel', 'address']);
        return { ...refusal, page: await draw(posted, { refusal, typed }) };
      }
    };
  }

  async function draw(
    { actor, context }: Visit<OwnerActor>,
    state: {
      readonly done?: z.output<typeof done>;
      readonly refusal?: FormRefusal;
      readonly typed?: Readonly<Partial<Record<'channel' | 'address', string>>>;
    },
  ) {
    const { offered, settings } = await use.readSettings({ actor });
    const { addresses, pending, muted } = settings;
    return noticeSettingsPage({
      ...context,
      offered,
      addresses: addresses.map(({ channel, address }) => ({
        channel,
        address: maskedAddress(channel, address),
      })),
      pending: pending && {
        channel: pending.channel,
        address: maskedAddress(pending.channel, pending.address),
      },
      topics: noticeTopics.map((topic) => ({ topic, chosen: !muted.includes(topic) })),
      done: state.done,
      errors: state.refusal?.errors ?? [],
      typed: state.typed ?? {},
    });
  }
}
