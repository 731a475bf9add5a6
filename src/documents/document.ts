import type { TrustClass } from '../catalogue/index.js';
import type { Crop, PhotoHint } from '../foreign-bytes/index.js';
import type { MediaType } from './intake/received-file.js';

/** PHOTO_PAGE: a photo from which a document is or was made; never shown as a document itself. */
export type DocumentSource = 'OWN_UPLOAD' | 'RESULT' | 'PHOTO_PAGE';

/** Stored states; EXPIRED is computed from `validTo` on the day of asking. */
export type StoredStatus = 'VALID' | 'HIDDEN' | 'REVOKED' | 'DELETED';
export type ShownStatus = StoredStatus | 'EXPIRED';

export interface ScanResult {
  readonly state: 'CLEAN' | 'INFECTED' | 'NOT_SCANNED';
  readonly at: Date | null;
}

/** Who compared a version with the original, and when. */
export interface ComparedBy {
  readonly officerId: string;
  readonly name: string;
  readonly position: string;
  readonly agency: string;
  readonly at: Date;
}

/** The stored bytes of a version: where they lie and what they must decrypt to. */
export interface StoredObject {
  readonly blobKey: string;
  readonly storedBytes: number;
  readonly keyId: string;
}

export interface DocumentVersion extends StoredObject {
  /** From 1. */
  readonly version: number;
  /** Of the plaintext, hex. */
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly mediaType: MediaType;
  /** As sent, in NFC. */
  readonly fileName: string;
  readonly pages: number;
  readonly scan: ScanResult;
  readonly trustClass: TrustClass;
  readonly comparedBy: ComparedBy | null;
  readonly createdAt: Date;
}

/** A name and birth date as a clerk or agency typed them. */
export interface TypedIdentity {
  readonly name: string | null;
  readonly birthDate: string | null;
}

/** Where an agency's result came from. */
export interface DepositOrigin {
  readonly agency: string;
  readonly dossierCode: string;
  /** `<dossierCode>-KQ<n>` (NĐ 45/2020, Điều 14(3)). */
  readonly resultCode: string;
  readonly clientId: string;
  /** When it was handed over to its owner; null before. */
  readonly releasedAt: Date | null;
}

/** No document has more pages made of photos. */
export const MOST_PHOTOS = 30;

/** What a photo is a page of. */
export interface PhotoPart {
  /** The document that is made of it, or is yet to be made. */
  readonly of: string;
  /** False while its owner still arranges the pages. */
  readonly joined: boolean;
  /** Pages are in rising order. */
  readonly order: number;
  /** Degrees clockwise. */
  readonly turn: 0 | 90 | 180 | 270;
  /** Of the turned photo; nothing where it is absent. */
  readonly crop?: Crop | undefined;
  readonly hints: readonly PhotoHint[];
}

/** That its owner wants a paper out of her lists; nobody else's right to it changes. */
export interface Aside {
  readonly at: Date;
  /** The paper of which this one is another copy; null where it was only hidden. */
  readonly behind: string | null;
}

/** What a paper says of itself; changing it moves `factsRevision`. */
export interface DocumentFacts {
  readonly typeCode: string;
  readonly number: string | null;
  readonly issuer: { readonly code: string | null; readonly name: string } | null;
  /** Dates of law, `YYYY-MM-DD`. */
  readonly issuedOn: string | null;
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly permanent: boolean;
}

/** A paper of one owner with all its versions. */
export interface StoredDocument extends DocumentFacts {
  readonly id: string;
  readonly ownerId: string;
  readonly title: string;
  readonly status: StoredStatus;
  readonly source: DocumentSource;
  /** False while the owner may not know of it (result before release, identity in doubt) and after she deleted it. */
  readonly shown: boolean;
  readonly currentVersion: number;
  readonly versions: readonly DocumentVersion[];
  readonly factsRevision: number;
  readonly citations: { readonly open: number; readonly closed: number };
  readonly heldBack: boolean;
  /** When its owner said that it is not hers; held back since. */
  readonly disownedAt?: Date | null;
  readonly typedIdentity: TypedIdentity | null;
  readonly aside?: Aside | null;
  readonly deposit: DepositOrigin | null;
  /** Of a PHOTO_PAGE alone. */
  readonly photo?: PhotoPart | null;
  readonly createdAt: Date;
  readonly deletedAt: Date | null;
}

export const MAX_VERSIONS = 100;

export function currentVersionOf(document: StoredDocument): DocumentVersion {
  const found = document.versions.find((version) => version.version === document.currentVersion);
  if (!found) throw new Error(`document ${document.id} has no version ${document.currentVersion}`);
  return found;
}

export function versionOf(document: StoredDocument, version: number): DocumentVersion | null {
  return document.versions.find((entry) => entry.version === version) ?? null;
}

export function isExpired(document: Pick<DocumentFacts, 'validTo'>, date: string): boolean {
  return document.validTo !== null && document.validTo < date;
}

/** A paper that ends within this many days ends soon. */
const SOON_DAYS = 30;

/** The last date of law, inclusive, on which what ends counts on `date` as ending soon. */
export function endOfSoon(date: string): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, day + SOON_DAYS)).toISOString().slice(0, 10);
}

/** The status to show on a date of law. */
export function statusOn(document: StoredDocument, date: string): ShownStatus {
  return document.status === 'VALID' && isExpired(document, date) ? 'EXPIRED' : document.status;
}

/** Whether a clerk or agency vouches for the facts, so that the owner may change no more than the title. */
export function isVouchedFor(document: StoredDocument): boolean {
  return document.source === 'RESULT' || document.versions.some((version) => version.comparedBy !== null);
}

const endings: Readonly<Record<MediaType, readonly [string, RegExp]>> = {
  'application/pdf': ['.pdf', /\.pdf$/i],
  'image/jpeg': ['.jpg', /\.(jpe?g|jpe|jfif)$/i],
  'image/png': ['.png', /\.a?png$/i],
};

/** The name to offer at download: as sent, with the content's ending added where it has another or none. */
export function downloadName(version: Pick<DocumentVersion, 'fileName' | 'mediaType'>): string {
  const [ending, fits] = endings[version.mediaType];
  return fits.test(version.fileName) ? version.fileName : `${version.fileName}${ending}`;
}
