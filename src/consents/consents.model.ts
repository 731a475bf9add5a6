import type { Connection, Model } from 'mongoose';
import { defineModel } from '../platform/mongo-model.js';
import type { Consent } from './consent.js';

export type ConsentRecord = Omit<Consent, 'id'> & { _id: string };

const text = { type: String, required: true };
const number = { type: Number, required: true };
const date = { type: Date, required: true };
const words = { _id: false, type: { vi: text, en: text }, required: true };
const items = [
  {
    _id: false,
    componentCode: text,
    documentId: text,
    version: number,
    sha256: text,
    title: { type: String, default: '' },
    typeCode: text,
    trustClass: text,
    sizeBytes: number,
    pages: number,
    issuedOn: { type: String, default: null },
  },
];

const decidedBy = {
  _id: false,
  type: {
    personId: text,
    name: text,
    capacity: { type: String, default: null },
    childAgreed: { type: Boolean, default: null },
  },
  default: null,
};

export function makeConsentModel(connection: Connection): Model<ConsentRecord> {
  return defineModel<ConsentRecord>(
    connection,
    'consents',
    {
      _id: text,
      ownerId: text,
      evidenceRequestId: text,
      recipient: { _id: false, type: { kind: text, id: text, name: text, agencyCode: text }, required: true },
      officer: { _id: false, type: { name: text, position: { type: String, default: '' } }, required: true },
      dossierCode: text,
      procedureCode: text,
      procedureName: words,
      componentCode: text,
      componentName: words,
      ifRefused: words,
      purpose: { _id: false, type: { code: text, text }, required: true },
      candidates: items,
      use: {
        _id: false,
        type: { maxReads: { type: Number, default: null }, validForDays: number },
        required: true,
      },
      returnUrl: { type: String, default: null },
      state: text,
      items,
      reads: number,
      citations: number,
      requestedAt: date,
      decidedAt: { type: Date, default: null },
      decidedBy,
      endedBy: decidedBy,
      expiresAt: date,
      artefact: { type: String, default: null },
    },
    (schema) => {
      schema.index({ ownerId: 1, _id: -1 });
      schema.index({ ownerId: 1, state: 1, _id: -1 });
      schema.index({ state: 1, expiresAt: 1 });
    },
  );
}

export type ConsentEventType = 'accepted' | 'denied' | 'withdrawn' | 'expired' | 'used_up';

/** A numbered event for one recipient. */
export interface ConsentEventRecord {
  recipientId: string;
  sequence: number;
  type: ConsentEventType;
  consentId: string;
  at: Date;
}

export function makeConsentEventModel(connection: Connection): Model<ConsentEventRecord> {
  return defineModel<ConsentEventRecord>(
    connection,
    'consentEvents',
    {
      recipientId: text,
      sequence: number,
      type: { type: String, required: true },
      consentId: text,
      at: date,
    },
    (schema) => schema.index({ recipientId: 1, sequence: 1 }, { unique: true }),
  );
}

/** The last sequence given to a recipient. */
export interface EventCounterRecord {
  _id: string;
  value: number;
}

export function makeEventCounterModel(connection: Connection): Model<EventCounterRecord> {
  return defineModel<EventCounterRecord>(
    connection,
    'consentEventCounters',
    { _id: text, value: number },
    () => {},
  );
}
