import type { Connection, Model } from 'mongoose';
import { defineModel } from '../platform/mongo-model.js';
import type { EvidenceRequest } from './evidence-request.js';

export type EvidenceRecord = Omit<EvidenceRequest, 'id'> & { _id: string };

const text = { type: String, required: true };
const optional = { type: String, default: null };
const number = { type: Number, required: true };

export function makeEvidenceModel(connection: Connection): Model<EvidenceRecord> {
  return defineModel<EvidenceRecord>(
    connection,
    'evidenceRequests',
    {
      _id: text,
      openedBy: { _id: false, type: { kind: text, id: text }, required: true },
      dossierId: text,
      dossierCode: text,
      procedureCode: text,
      componentCode: text,
      ownerId: text,
      basis: text,
      legalGround: optional,
      catalogueGround: optional,
      purpose: { _id: false, type: { code: text, text }, required: true },
      officer: {
        _id: false,
        type: { kind: text, id: text, name: text, position: { type: String, default: '' } },
        required: true,
      },
      state: text,
      items: [
        {
          _id: false,
          documentId: text,
          version: number,
          sha256: text,
          sizeBytes: number,
          mediaType: text,
          typeCode: text,
          number: optional,
          issuer: { _id: false, type: { code: optional, name: String }, default: null },
          issuedOn: optional,
          validTo: optional,
          trustClass: text,
          factsRevision: number,
        },
      ],
      reasons: [{ _id: false, typeCode: text, code: text }],
      consentId: optional,
      createdAt: { type: Date, required: true },
    },
    (schema) => schema.index({ dossierId: 1, _id: -1 }),
  );
}
