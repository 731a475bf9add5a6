import type { ClientSession, Connection } from 'mongoose';
import type { ChannelKind } from './channels/channel.js';
import type { Notice } from './notice.js';
import { makeNoticeModel, type NoticeRecord } from './notices.model.js';

export type NoticesStore = ReturnType<typeof makeNoticesStore>;

/** A notice to be sent on, with where it has been sent already. */
export interface DueNotice extends Notice {
  readonly attempts: number;
  readonly sent: readonly ChannelKind[];
}

/** Nobody reads a larger number. */
export const MOST_UNREAD = 99;

export function makeNoticesStore(connection: Connection) {
  const model = makeNoticeModel(connection);
  return {
    /** Nothing happens when the owner was told under this key before. */
    async add(
      { id, ownerId, key, ...rest }: Notice,
      sendAt: Date | null,
      session: ClientSession,
    ): Promise<void> {
      await model
        .updateOne(
          { ownerId, key },
          { $setOnInsert: { _id: id, ...rest, attempts: 0, sent: [], ...(sendAt ? { sendAt } : {}) } },
          { upsert: true, session },
        )
        .exec();
    },

    /** An owner's, newest first: at most `limit + 1`. */
    async list(query: { ownerId: string; before?: string | undefined; limit: number }): Promise<Notice[]> {
      const { ownerId, before, limit } = query;
      const found = await model
        .find({ ownerId, ...(before === undefined ? {} : { _id: { $lt: before } }) })
        .sort({ _id: -1 })
        .hint({ ownerId: 1, _id: -1 })
        .limit(limit + 1)
        .lean<NoticeRecord[]>()
        .exec();
      return found.map(noticeOf);
    },

    /** At most 99, which is enough to say "many". */
    countUnread(ownerId: string): Promise<number> {
      return model
        .countDocuments({ ownerId, readAt: null }, { limit: MOST_UNREAD, hint: { ownerId: 1, readAt: 1 } })
        .exec();
    },

    async markRead(ownerId: string, ids: readonly string[], readAt: Date): Promise<void> {
      await model.updateMany({ _id: { $in: [...ids] }, ownerId, readAt: null }, { $set: { readAt } }).exec();
    },

    /** Takes one that is due; it comes round again at `againAt` unless it is finished before. */
    async takeDue(now: Date, againAt: Date): Promise<DueNotice | null> {
      const found = await model
        .findOneAndUpdate(
          { sendAt: { $lte: now } },
          { $set: { sendAt: againAt }, $inc: { attempts: 1 } },
          { sort: { sendAt: 1 }, returnDocument: 'after' },
        )
        .lean<NoticeRecord>()
        .exec();
      return (
        found && {
          ...noticeOf(found),
          attempts: found.attempts,
          sent: found.sent.map(({ channel }) => channel),
        }
      );
    },

    async noteSent(id: string, channel: ChannelKind, at: Date): Promise<void> {
      await model.updateOne({ _id: id }, { $push: { sent: { channel, at } } }).exec();
    },

    async tryAgainAt(id: string, sendAt: Date): Promise<void> {
      await model.updateOne({ _id: id }, { $set: { sendAt } }).exec();
    },

    async finish(id: string): Promise<void> {
      await model.updateOne({ _id: id }, { $unset: { sendAt: 1 } }).exec();
    },
  };
}

function noticeOf({ _id, ownerId, kind, key, about, at, readAt }: NoticeRecord): Notice {
  return { id: _id, ownerId, kind, key, about, at, readAt };
}
