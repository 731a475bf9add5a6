import type { Connection, Model } from 'mongoose';
import { defineModel } from '../platform/mongo-model.js';
import type { ChannelKind } from './channels/channel.js';
import type { Notice } from './notice.js';

export type NoticeRecord = Omit<Notice, 'id'> & {
  _id: string;
  /** When to try to send it on next; absent when it need not be. */
  sendAt?: Date;
  attempts: number;
  /** Where it went. */
  sent: readonly { readonly channel: ChannelKind; readonly at: Date }[];
};

/** Two years; the looks themselves stay in the log. */
const KEPT_SECONDS = 2 * 365 * 24 * 3600;

const text = { type: String, required: true };
const date = { type: Date, required: true };

export function makeNoticeModel(connection: Connection): Model<NoticeRecord> {
  return defineModel<NoticeRecord>(
    connection,
    'notices',
    {
      _id: text,
      ownerId: text,
      kind: text,
      key: text,
      about: {
        _id: false,
        type: {
          agency: String,
          dossierCode: String,
          consentId: String,
          documentId: String,
          complaintId: String,
          complaintNumber: String,
          validTo: String,
        },
        required: true,
      },
      at: date,
      readAt: { type: Date, default: null },
      sendAt: Date,
      attempts: { type: Number, default: 0 },
      sent: [{ _id: false, channel: text, at: date }],
    },
    (schema) => {
      schema.index({ ownerId: 1, _id: -1 });
      schema.index({ ownerId: 1, key: 1 }, { unique: true });
      schema.index({ ownerId: 1, readAt: 1 });
      schema.index({ sendAt: 1 }, { partialFilterExpression: { sendAt: { $type: 'date' } } });
      schema.index({ at: 1 }, { expireAfterSeconds: KEPT_SECONDS });
    },
  );
}
