import type { Connection, Model } from 'mongoose';
import { defineModel } from '../../platform/mongo-model.js';

export interface RenditionRecord {
  /** Document and version. */
  _id: string;
  documentId: string;
  ciphertext: { readonly buffer: Uint8Array };
  at: Date;
}

/** Made anew after it: what nobody looks at takes no room for ever. */
const KEPT_SECONDS = 90 * 24 * 3600;

export function makeRenditionModel(connection: Connection): Model<RenditionRecord> {
  return defineModel<RenditionRecord>(
    connection,
    'renditions',
    {
      _id: { type: String, required: true },
      documentId: { type: String, required: true },
      ciphertext: { type: Buffer, required: true },
      at: { type: Date, required: true },
    },
    (schema) => {
      schema.index({ documentId: 1 });
      schema.index({ at: 1 }, { expireAfterSeconds: KEPT_SECONDS });
    },
  );
}
