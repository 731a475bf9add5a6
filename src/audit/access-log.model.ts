import type { Connection, Model, Schema } from 'mongoose';
import { defineModel } from '../platform/mongo-model.js';
import type { AccessEntry } from './access-entry.js';

export type AccessRecord = Omit<AccessEntry, 'id'> & { _id: string };

const text = { type: String, default: null };

/** The access log: it only grows. Every operation that would change or remove a line is refused here. */
export function makeAccessLogModel(connection: Connection): Model<AccessRecord> {
  return defineModel<AccessRecord>(
    connection,
    'accessLog',
    {
      _id: { type: String, required: true },
      ownerId: { type: String, required: true },
      at: { type: Date, required: true },
      action: { type: String, required: true },
      actor: {
        _id: false,
        type: {
          kind: { type: String, required: true },
          name: { type: String, required: true },
          position: text,
          agency: text,
          client: text,
          capacity: String,
          onBehalfOf: String,
        },
        required: true,
      },
      actorId: { type: String, required: true },
      dossierCode: text,
      procedureCode: text,
      componentCode: text,
      purpose: { _id: false, type: { code: String, text: String }, default: null },
      basis: text,
      legalGround: text,
      catalogueGround: text,
      consentId: text,
      evidenceRequestId: text,
      documentId: text,
      version: { type: Number, default: null },
      outcome: { type: String, required: true },
      refusalCode: text,
    },
    (schema) => {
      schema.index({ ownerId: 1, _id: -1 });
      schema.index({ ownerId: 1, documentId: 1, _id: -1 });
      schema.index({ ownerId: 1, 'actor.agency': 1, _id: -1 });
      schema.index({ ownerId: 1, action: 1, _id: -1 });
      refuseChanges(schema);
    },
  );
}

function refuse(): never {
  throw new Error('the access log only grows');
}

function refuseChanges(schema: Schema): void {
  schema.pre(['updateOne', 'updateMany', 'findOneAndUpdate', 'findOneAndReplace', 'replaceOne'], refuse);
  schema.pre(['deleteOne', 'deleteMany', 'findOneAndDelete'], refuse);
  schema.pre('bulkWrite', refuse);
  schema.pre('save', function () {
    if (!this.isNew) refuse();
  });
  schema.pre('aggregate', function () {
    if (this.pipeline().some((stage) => '$out' in stage || '$merge' in stage)) refuse();
  });
}
