import type { Connection, Model } from 'mongoose';
import { defineModel } from '../../platform/mongo-model.js';

export interface RenditionRecord {
  /** Document, version, page and width. */
  _id: string;
  documentId: string;
  ciphertext: { readonly buffer: Uint8Array };
  /** Made anew after it: what nobody looks at takes no room for ever. */
  expiresAt: Date;
}

export function makeRenditionModel(connection: Connection): Model<RenditionRecord> {
  return defineModel<RenditionRecord>(
    connection,
    'renditions',
    {
      _id: { type: String, required: true },
      documentId: { type: String, required: true },
      ciphertext: { type: Buffer, required: true },
      expiresAt: { type: Date, required: true },
    },
    (schema) => {
      schema.index({ documentId: 1 });
      schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
    },
  );
}
