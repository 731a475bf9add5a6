import type { Connection, Model } from 'mongoose';
import { defineModel } from '../platform/mongo-model.js';
import type { StoredDocument } from './document.js';

export type DocumentRecord = Omit<StoredDocument, 'id'> & {
  _id: string;
  titleFolded: string;
  /** True only for an own upload that lives: the unique index on hashes looks at no others. */
  livingUpload?: true;
  /** True while objects of a deleted document wait to be removed. */
  pendingRemoval?: true;
  /** True while a version waits for its scan. */
  pendingScan?: true;
  /** Moves with each copy that is put behind it. */
  copiesRevision?: number;
};

const optionalText = { type: String, default: null };
const requiredText = { type: String, required: true };
const requiredNumber = { type: Number, required: true };
const requiredDate = { type: Date, required: true };

const version = {
  _id: false,
  version: requiredNumber,
  sha256: requiredText,
  sizeBytes: requiredNumber,
  mediaType: requiredText,
  fileName: { type: String, default: '' },
  pages: requiredNumber,
  scan: { _id: false, type: { state: requiredText, at: { type: Date, default: null } }, required: true },
  trustClass: requiredText,
  comparedBy: {
    _id: false,
    type: { officerId: String, name: String, position: String, agency: String, at: Date },
    default: null,
  },
  createdAt: requiredDate,
  blobKey: requiredText,
  storedBytes: requiredNumber,
  keyId: requiredText,
};

export const UNIQUE_LIVING_HASH = 'owner_living_hash';
export const UNSAVED_PHOTOS = 'owner_unsaved_photos';
export const BEHIND = 'owner_behind';
export const SAME_NUMBER = 'owner_number';
/** Letters of either case, blanks or none between them: people copy numbers in all these ways. */
export const ANY_SPELLING = {
  locale: 'vi',
  strength: 2,
  alternate: 'shifted',
  maxVariable: 'space',
} as const;

export function makeDocumentModel(connection: Connection): Model<DocumentRecord> {
  return defineModel<DocumentRecord>(
    connection,
    'documents',
    {
      _id: requiredText,
      ownerId: requiredText,
      typeCode: requiredText,
      title: { type: String, default: '' },
      titleFolded: { type: String, default: '' },
      number: optionalText,
      issuer: { _id: false, type: { code: optionalText, name: String }, default: null },
      issuedOn: optionalText,
      validFrom: optionalText,
      validTo: optionalText,
      permanent: { type: Boolean, required: true },
      status: requiredText,
      source: requiredText,
      shown: { type: Boolean, required: true },
      currentVersion: requiredNumber,
      versions: { type: [version], required: true },
      factsRevision: requiredNumber,
      citations: { _id: false, type: { open: requiredNumber, closed: requiredNumber }, required: true },
      heldBack: { type: Boolean, required: true },
      disownedAt: Date,
      typedIdentity: { _id: false, type: { name: optionalText, birthDate: optionalText }, default: null },
      aside: {
        _id: false,
        type: { at: requiredDate, behind: optionalText },
        default: null,
      },
      deposit: {
        _id: false,
        type: {
          agency: String,
          dossierCode: String,
          resultCode: String,
          clientId: String,
          releasedAt: { type: Date, default: null },
        },
        default: null,
      },
      photo: {
        _id: false,
        type: {
          of: requiredText,
          joined: { type: Boolean, required: true },
          order: requiredNumber,
          turn: requiredNumber,
          crop: { _id: false, type: { top: Number, right: Number, bottom: Number, left: Number } },
          hints: [String],
        },
        default: null,
      },
      createdAt: requiredDate,
      deletedAt: { type: Date, default: null },
      livingUpload: Boolean,
      pendingRemoval: Boolean,
      pendingScan: Boolean,
      copiesRevision: Number,
    },
    (schema) => {
      schema.index({ ownerId: 1, shown: 1, _id: -1 });
      schema.index({ ownerId: 1, typeCode: 1, status: 1, _id: -1 });
      schema.index(
        { ownerId: 1, 'versions.sha256': 1 },
        { name: UNIQUE_LIVING_HASH, unique: true, partialFilterExpression: { livingUpload: true } },
      );
      schema.index(
        { 'deposit.agency': 1, 'deposit.resultCode': 1 },
        { unique: true, partialFilterExpression: { 'deposit.resultCode': { $type: 'string' } } },
      );
      // For re-encryption: what is still under an old key, and whether anything is.
      schema.index({ 'versions.keyId': 1, _id: 1 });
      // Photos by the document they are pages of; and those that were never joined, by age.
      schema.index(
        { ownerId: 1, 'photo.of': 1, 'photo.order': 1 },
        { partialFilterExpression: { source: 'PHOTO_PAGE' } },
      );
      schema.index(
        { ownerId: 1, 'photo.joined': 1, deletedAt: 1, _id: -1 },
        { name: UNSAVED_PHOTOS, partialFilterExpression: { source: 'PHOTO_PAGE' } },
      );
      schema.index(
        { 'photo.joined': 1, createdAt: 1 },
        { partialFilterExpression: { source: 'PHOTO_PAGE' } },
      );
      // Copies by the paper behind which they lie.
      schema.index(
        { ownerId: 1, 'aside.behind': 1, _id: -1 },
        { name: BEHIND, partialFilterExpression: { 'aside.behind': { $gt: '' } } },
      );
      // Papers with the same number, in any case of letters.
      schema.index(
        { ownerId: 1, number: 1, typeCode: 1 },
        {
          name: SAME_NUMBER,
          collation: ANY_SPELLING,
          partialFilterExpression: { shown: true, number: { $gt: '' } },
        },
      );
      // For reminders: what owners see and ends on a day.
      schema.index(
        { validTo: 1, _id: 1 },
        { partialFilterExpression: { shown: true, validTo: { $gt: '' } } },
      );
      schema.index({ heldBack: 1, _id: 1 }, { partialFilterExpression: { heldBack: true } });
      schema.index({ pendingRemoval: 1, _id: 1 }, { partialFilterExpression: { pendingRemoval: true } });
      schema.index({ pendingScan: 1, _id: 1 }, { partialFilterExpression: { pendingScan: true } });
    },
  );
}
