import type { TrustClass, Words } from '../catalogue/index.js';
import type { MandateKind } from '../platform/actor.js';

export type ConsentState = 'REQUESTED' | 'GIVEN' | 'DENIED' | 'WITHDRAWN' | 'EXPIRED' | 'USED_UP';

/** A document offered or agreed to: version and hash are those of the matching, whatever comes later. */
export interface ConsentItem {
  readonly componentCode: string;
  readonly documentId: string;
  readonly version: number;
  readonly sha256: string;
  /** For the owner's eyes. */
  readonly title: string;
  readonly typeCode: string;
  readonly trustClass: TrustClass;
  readonly sizeBytes: number;
  readonly pages: number;
  readonly issuedOn: string | null;
}

/** Who asks and is bound by the answer. */
export interface Recipient {
  readonly kind: 'CLIENT' | 'STAFF';
  /** client_id, or the officer's account. */
  readonly id: string;
  readonly name: string;
  readonly agencyCode: string;
}

/** What the request for consent tells, frozen when it is made, so that answering it looks nothing up. */
export interface ConsentRequest {
  readonly id: string;
  readonly ownerId: string;
  readonly evidenceRequestId: string;
  readonly recipient: Recipient;
  readonly officer: { readonly name: string; readonly position: string };
  readonly dossierCode: string;
  readonly procedureCode: string;
  readonly procedureName: Words;
  readonly componentCode: string;
  readonly componentName: Words;
  /** What happens when the owner refuses: the catalogue's words. */
  readonly ifRefused: Words;
  readonly purpose: { readonly code: string; readonly text: string };
  /** Best first. */
  readonly candidates: readonly ConsentItem[];
  readonly use: { readonly maxReads: number | null; readonly validForDays: number };
  readonly returnUrl: string | null;
}

/** Who answered: the owner herself, or somebody who acts for her and by what. */
export interface DecidedBy {
  readonly personId: string;
  readonly name: string;
  readonly capacity: MandateKind | null;
  /** Answered by a parent for a child of seven or more: the child agreed too. */
  readonly childAgreed: boolean | null;
}

/** One decision of an owner. */
export interface Consent extends ConsentRequest {
  readonly state: ConsentState;
  /** What was agreed to; empty before. */
  readonly items: readonly ConsentItem[];
  readonly reads: number;
  /** How often it was cited on. */
  readonly citations: number;
  readonly requestedAt: Date;
  readonly decidedAt: Date | null;
  /** Absent in a decision of before people could act for each other: it was the owner's. */
  readonly decidedBy?: DecidedBy | null;
  /** Who refused or withdrew it. */
  readonly endedBy?: DecidedBy | null;
  /** Until when to decide; once given, until when it holds. Exclusive. */
  readonly expiresAt: Date;
  /** Compact JWS, `typ: consent+jwt`; null unless it was given. */
  readonly artefact: string | null;
}

/** An undecided request ends after this long. */
export const DAYS_TO_DECIDE = 14;
export const DEFAULT_VALID_DAYS = 30;

const ending: readonly ConsentState[] = ['REQUESTED', 'GIVEN'];

/** The state at an instant: what has run out counts as expired, whether or not the sweep has come by. */
export function stateAt(consent: Pick<Consent, 'state' | 'expiresAt'>, now: Date): ConsentState {
  return ending.includes(consent.state) && consent.expiresAt <= now ? 'EXPIRED' : consent.state;
}

export function daysLater(from: Date, days: number): Date {
  return new Date(from.getTime() + days * 24 * 60 * 60 * 1000);
}
