import type { Connection } from 'mongoose';
import type { Language } from '../http/language.js';
import type { ChannelKind } from './channels/channel.js';
import type { NoticeTopic } from './notice.js';
import {
  makeNoticeSettingsModel,
  type NoticeSettingsRecord,
  type PendingAddress,
} from './notice-settings.model.js';

export type NoticeSettings = Omit<NoticeSettingsRecord, '_id'>;
export type NoticeSettingsStore = ReturnType<typeof makeNoticeSettingsStore>;

const untouched: NoticeSettings = { language: 'vi', muted: [], addresses: [], pending: null };

export function makeNoticeSettingsStore(connection: Connection) {
  const model = makeNoticeSettingsModel(connection);
  const firstTime = { muted: [], addresses: [], pending: null };
  return {
    async of(ownerId: string): Promise<NoticeSettings> {
      const found = await model.findById(ownerId).lean<NoticeSettingsRecord>().exec();
      if (!found) return untouched;
      const { _id, ...settings } = found;
      return settings;
    },

    async setMuted(ownerId: string, muted: readonly NoticeTopic[], language: Language): Promise<void> {
      const { muted: _, ...others } = firstTime;
      await model
        .updateOne(
          { _id: ownerId },
          { $set: { muted: [...muted], language }, $setOnInsert: others },
          { upsert: true },
        )
        .exec();
    },

    async setPending(ownerId: string, pending: PendingAddress, language: Language): Promise<void> {
      const { pending: _, ...others } = firstTime;
      await model
        .updateOne({ _id: ownerId }, { $set: { pending, language }, $setOnInsert: others }, { upsert: true })
        .exec();
    },

    /** Uses up one try; null when none is left or the time is over. */
    async takeTry(ownerId: string, now: Date): Promise<PendingAddress | null> {
      const found = await model
        .findOneAndUpdate(
          { _id: ownerId, 'pending.triesLeft': { $gt: 0 }, 'pending.expiresAt': { $gt: now } },
          { $inc: { 'pending.triesLeft': -1 } },
          { returnDocument: 'after' },
        )
        .lean<NoticeSettingsRecord>()
        .exec();
      return found?.pending ?? null;
    },

    /** Puts the confirmed address in place of the channel's earlier one, only while this very code is waited for. */
    async confirm(ownerId: string, { channel, address, codeHash, setBy }: PendingAddress, since: Date) {
      await model
        .updateOne(
          { _id: ownerId, 'pending.codeHash': codeHash },
          [
            {
              $set: {
                pending: null,
                addresses: {
                  $concatArrays: [
                    {
                      $filter: {
                        input: '$addresses',
                        cond: { $ne: ['$$this.channel', { $literal: channel }] },
                      },
                    },
                    [
                      {
                        channel: { $literal: channel },
                        address: { $literal: address },
                        since,
                        setBy: { $literal: setBy },
                      },
                    ],
                  ],
                },
              },
            },
          ],
          { updatePipeline: true },
        )
        .exec();
    },

    async removeAddress(ownerId: string, channel: ChannelKind): Promise<void> {
      await model.updateOne({ _id: ownerId }, { $pull: { addresses: { channel } } }).exec();
    },

    async dropPending(ownerId: string): Promise<void> {
      await model.updateOne({ _id: ownerId }, { $set: { pending: null } }).exec();
    },
  };
}
