import type { Basis } from '../audit/index.js';
import type { TrustClass } from '../catalogue/index.js';

export type EvidenceState = 'READY' | 'CONSENT_REQUIRED' | 'NO_MATCH' | 'LATER';

/** A document that matched, as it stood at the matching. */
export interface EvidenceItem {
  readonly documentId: string;
  readonly version: number;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly mediaType: string;
  readonly typeCode: string;
  readonly number: string | null;
  readonly issuer: { readonly code: string | null; readonly name: string } | null;
  readonly issuedOn: string | null;
  readonly validTo: string | null;
  readonly trustClass: TrustClass;
  /** The facts that a comparison vouches for are those that were shown. */
  readonly factsRevision: number;
}

/** Who asks, in the caller's words; a clerk's come from her session. */
export interface AskingOfficer {
  readonly kind: 'PERSON' | 'SYSTEM';
  /** The caller's own name for the account. */
  readonly id: string;
  readonly name: string;
  readonly position: string;
}

/** Who asks what for which component of which dossier, and on what ground. Matched once, when it is made. */
export interface EvidenceRequest {
  readonly id: string;
  readonly openedBy: { readonly kind: 'CLIENT' | 'STAFF'; readonly id: string };
  readonly dossierId: string;
  readonly dossierCode: string;
  readonly procedureCode: string;
  readonly componentCode: string;
  readonly ownerId: string;
  readonly basis: Basis;
  /** The caller's words. */
  readonly legalGround: string | null;
  readonly catalogueGround: string | null;
  readonly purpose: { readonly code: string; readonly text: string };
  readonly officer: AskingOfficer;
  readonly state: EvidenceState;
  readonly items: readonly EvidenceItem[];
  readonly reasons: readonly { readonly typeCode: string; readonly code: string }[];
  readonly consentId: string | null;
  readonly createdAt: Date;
}
