import type { OwnerKey } from '../identity/index.js';

/** Dossier statuses of the national portal (2.8): 1 new … 10 result returned. */
export type DossierStatus = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10;

/** Refused, withdrawn, stopped, result returned: nothing more is asked, read or cited. */
const closing: readonly DossierStatus[] = [3, 7, 8, 10];

export function closes(status: DossierStatus): boolean {
  return closing.includes(status);
}

/** A document's version and hash, frozen into a dossier; later edits and revocations never change it. */
export interface Citation {
  readonly id: string;
  readonly componentCode: string;
  readonly documentId: string;
  readonly version: number;
  readonly sha256: string;
  readonly citedAt: Date;
  readonly evidenceRequestId: string;
  /** Compact JWS, `typ: receipt+jwt`. */
  readonly receipt: string;
  /** As it stood when cited, to warn of an end that comes while the dossier is open. */
  readonly validTo: string | null;
}

export type ResultState = 'HIDDEN' | 'RELEASED' | 'REVOKED';

export interface DossierResult {
  readonly resultCode: string;
  readonly documentId: string;
  readonly state: ResultState;
  readonly at: Date;
}

export interface DossierAlert {
  /** RESULT_DISOWNED: the owner says that a result of this dossier is not hers; MISTAKE_REPORTED: that it is wrong. */
  readonly type:
    | 'DOCUMENT_REVOKED'
    | 'DOCUMENT_NEW_VERSION'
    | 'DOCUMENT_EXPIRED'
    | 'RESULT_DISOWNED'
    | 'MISTAKE_REPORTED';
  readonly documentId: string;
  readonly at: Date;
}

/** One application of one owner for one procedure (hồ sơ). */
export interface Dossier {
  readonly id: string;
  /** Root of the code's agency: H09. Codes are unique within it. */
  readonly rootAgency: string;
  readonly code: string;
  /** The agency in the code, in its new form. */
  readonly codeAgency: string;
  /** The receiving service centre. */
  readonly centre: string;
  readonly procedureCode: string;
  readonly ownerId: string;
  readonly ownerKey: OwnerKey;
  /** As the caller typed them. */
  readonly ownerName: string | null;
  readonly ownerBirthDate: string | null;
  /** Who handed it in, when not the owner. */
  readonly submitter: string | null;
  /** Date of law. */
  readonly submittedOn: string;
  /** 1 counter, 2 online, 3 post. */
  readonly channel: 1 | 2 | 3;
  readonly status: DossierStatus;
  readonly open: boolean;
  readonly citations: readonly Citation[];
  readonly results: readonly DossierResult[];
  readonly alerts: readonly DossierAlert[];
  readonly createdAt: Date;
}

export const MAX_CITATIONS = 100;
export const MAX_RESULTS = 50;
export const MAX_ALERTS = 200;
