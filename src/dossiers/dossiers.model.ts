import type { Connection, Model } from 'mongoose';
import { defineModel } from '../platform/mongo-model.js';
import type { Dossier } from './dossier.js';

export type DossierRecord = Omit<Dossier, 'id'> & {
  _id: string;
  /** Results so far; the next one's number is one more. */
  resultCount: number;
};

const text = { type: String, required: true };
const optional = { type: String, default: null };
const number = { type: Number, required: true };
const date = { type: Date, required: true };

export function makeDossierModel(connection: Connection): Model<DossierRecord> {
  return defineModel<DossierRecord>(
    connection,
    'dossiers',
    {
      _id: text,
      rootAgency: text,
      code: text,
      codeAgency: text,
      centre: text,
      procedureCode: text,
      ownerId: text,
      ownerKey: { _id: false, type: { kind: text, value: text, country: String }, required: true },
      ownerName: optional,
      ownerBirthDate: optional,
      submitter: optional,
      submittedOn: text,
      channel: number,
      status: number,
      open: { type: Boolean, required: true },
      citations: [
        {
          _id: false,
          id: text,
          componentCode: text,
          documentId: text,
          version: number,
          sha256: text,
          citedAt: date,
          evidenceRequestId: text,
          receipt: text,
          validTo: optional,
        },
      ],
      results: [{ _id: false, resultCode: text, documentId: text, state: text, at: date }],
      resultCount: number,
      alerts: [{ _id: false, type: { type: String, required: true }, documentId: text, at: date }],
      createdAt: date,
    },
    (schema) => {
      schema.index({ rootAgency: 1, code: 1 }, { unique: true });
      schema.index({ centre: 1, open: 1, _id: -1 });
      schema.index({ 'citations.documentId': 1, open: 1 });
    },
  );
}
