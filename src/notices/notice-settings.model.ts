import type { Connection, Model } from 'mongoose';
import type { Language } from '../http/language.js';
import { defineModel } from '../platform/mongo-model.js';
import type { ChannelKind } from './channels/channel.js';
import type { NoticeTopic } from './notice.js';

export interface NoticeSettingsRecord {
  /** The owner's id. */
  _id: string;
  language: Language;
  /** What she does without outside the page. */
  muted: readonly NoticeTopic[];
  /** One address a channel, each shown by a code to be hers or of whoever acted for her. */
  addresses: readonly {
    readonly channel: ChannelKind;
    readonly address: string;
    readonly since: Date;
    /** Who gave it: somebody else than the owner is told only as long as she may act for her. */
    readonly setBy: string;
  }[];
  /** An address that waits for its code. */
  pending: PendingAddress | null;
}

export interface PendingAddress {
  readonly channel: ChannelKind;
  readonly address: string;
  readonly codeHash: string;
  readonly expiresAt: Date;
  readonly triesLeft: number;
  readonly setBy: string;
}

const text = { type: String, required: true };
const date = { type: Date, required: true };

export function makeNoticeSettingsModel(connection: Connection): Model<NoticeSettingsRecord> {
  return defineModel<NoticeSettingsRecord>(
    connection,
    'noticeSettings',
    {
      _id: text,
      language: text,
      muted: [String],
      addresses: [{ _id: false, channel: text, address: text, since: date, setBy: text }],
      pending: {
        _id: false,
        type: {
          channel: text,
          address: text,
          codeHash: text,
          expiresAt: date,
          triesLeft: { type: Number, required: true },
          setBy: text,
        },
        default: null,
      },
    },
    () => {},
  );
}
