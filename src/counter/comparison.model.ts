import type { Connection, Model } from 'mongoose';
import { defineModel } from '../platform/mongo-model.js';

export type ComparisonOutcome = 'MATCHES' | 'DIFFERS' | 'NO_ORIGINAL';

/** A clerk held a paper beside what the store shows. Kept whatever the outcome. */
export interface ComparisonRecord {
  _id: string;
  evidenceRequestId: string;
  dossierCode: string;
  ownerId: string;
  documentId: string;
  version: number;
  outcome: ComparisonOutcome;
  note: string | null;
  officer: { id: string; name: string; position: string; agency: string };
  at: Date;
}

const text = { type: String, required: true };

export function makeComparisonModel(connection: Connection): Model<ComparisonRecord> {
  return defineModel<ComparisonRecord>(
    connection,
    'comparisons',
    {
      _id: text,
      evidenceRequestId: text,
      dossierCode: text,
      ownerId: text,
      documentId: text,
      version: { type: Number, required: true },
      outcome: text,
      note: { type: String, default: null },
      officer: {
        _id: false,
        type: { id: text, name: text, position: { type: String, default: '' }, agency: text },
        required: true,
      },
      at: { type: Date, required: true },
    },
    (schema) => schema.index({ documentId: 1, _id: -1 }),
  );
}
