import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import type { Language } from '../http/language.js';
import type { OwnerActor } from '../platform/actor.js';
import { AppError, fieldError } from '../platform/app-error.js';
import type { Clock } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import { addressFor, maskedAddress } from './address.js';
import { type ChannelKind, type Channels, Undeliverable } from './channels/channel.js';
import { codeMessage } from './message.js';
import { type NoticeTopic, noticeTopics } from './notice.js';
import type { NoticeSettings, NoticeSettingsStore } from './notice-settings.store.js';

const CODE_MINUTES = 15;
const TRIES = 5;

interface Deps {
  readonly settings: NoticeSettingsStore;
  readonly channels: Channels;
  /** Counts one code sent for an owner. @throws AppError RATE_LIMITED */
  readonly countCode: (ownerId: string) => Promise<unknown>;
  readonly onFailure: (failure: { channel: ChannelKind; err: unknown }) => void;
  readonly clock: Clock;
}
interface By {
  readonly actor: OwnerActor;
}

/** Where and of what an owner wants to be told outside the page. */
export function makeNoticeSettings({ settings, channels, countCode, onFailure, clock }: Deps) {
  return {
    /** What the operator offers, and what she has chosen. */
    async readSettings({
      actor,
    }: By): Promise<{ offered: readonly ChannelKind[]; settings: NoticeSettings }> {
      return { offered: [...channels.keys()], settings: await settings.of(actor.ownerId) };
    },

    /** For a copy of her data: whoever acts for her learns no more of the addresses than the page shows. */
    async copySettings({ actor }: By) {
      const { language, muted, addresses } = await settings.of(actor.ownerId);
      return {
        language,
        muted,
        addresses: addresses.map(({ channel, address, since, setBy }) => ({
          channel,
          address: setBy === actor.id ? address : maskedAddress(channel, address),
          since,
        })),
      };
    },

    async chooseTopics({
      actor,
      topics,
      language,
    }: By & { readonly topics: readonly NoticeTopic[]; readonly language: Language }): Promise<void> {
      const muted = noticeTopics.filter((topic) => !topics.includes(topic));
      await settings.setMuted(actor.ownerId, muted, language);
    },

    /**
     * Sends a code to an address; nothing else goes there before it has come back.
     * @throws AppError VALIDATION_FAILED at /address, RATE_LIMITED; NOT_FOUND for a channel not offered
     */
    async addAddress({
      actor,
      language,
      ...wanted
    }: By & { readonly channel: ChannelKind; readonly address: string; readonly language: Language }) {
      const channel = channels.get(wanted.channel);
      if (!channel) throw new AppError('NOT_FOUND');
      const address = addressFor(wanted.channel, wanted.address);
      if (address === null) throw fieldError('/address', 'INVALID', 'not an address of this kind');
      await countCode(actor.ownerId);
      const code = String(randomInt(1_000_000)).padStart(6, '0');
      const expiresAt = new Date(clock.now().getTime() + CODE_MINUTES * 60_000);
      const pending = {
        channel: wanted.channel,
        address,
        codeHash: hashOf(code),
        expiresAt,
        triesLeft: TRIES,
        setBy: actor.id,
      };
      await settings.setPending(actor.ownerId, pending, language);
      try {
        await channel.send({ id: newId(), to: address, ...codeMessage(code, language) });
      } catch (error) {
        await settings.dropPending(actor.ownerId);
        if (error instanceof Undeliverable)
          throw fieldError('/address', 'UNDELIVERABLE', 'no message gets there');
        onFailure({ channel: wanted.channel, err: error });
        throw fieldError('/address', 'NOT_SENT', 'the way there is closed just now');
      }
    },

    /** @throws AppError VALIDATION_FAILED at /code: wrong, too late or too often */
    async confirmAddress({ actor, code }: By & { readonly code: string }): Promise<void> {
      const now = clock.now();
      const pending = await settings.takeTry(actor.ownerId, now);
      if (!pending) throw fieldError('/code', 'CODE_OVER', 'no code is waited for any more');
      if (!timingSafeEqual(Buffer.from(hashOf(code)), Buffer.from(pending.codeHash)))
        throw fieldError('/code', 'CODE_WRONG', 'not the code that was sent');
      await settings.confirm(actor.ownerId, pending, now);
    },

    async removeAddress({ actor, channel }: By & { readonly channel: ChannelKind }): Promise<void> {
      await settings.removeAddress(actor.ownerId, channel);
    },

    async forgetPending({ actor }: By): Promise<void> {
      await settings.dropPending(actor.ownerId);
    },
  };
}
export type NoticeSettingsUse = ReturnType<typeof makeNoticeSettings>;

function hashOf(code: string): string {
  return createHash('sha256').update(code).digest('hex');
}
