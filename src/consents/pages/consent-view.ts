import type { Instant } from '../../ui/format.js';
import type { CodeOf } from '../../ui/i18n.js';
import type { Maybe } from '../../ui/page.js';

/** A document that the request could be answered with, or was. */
export interface ConsentDocument {
  readonly documentId: string;
  readonly version?: Maybe<number>;
  readonly typeCode: string;
  readonly title?: Maybe<string>;
  readonly number?: Maybe<string>;
  readonly issuer?: Maybe<{ readonly name: string }>;
  /** Date of law. */
  readonly issuedOn?: Maybe<string>;
  readonly trustClass?: Maybe<CodeOf<'trustClass'>>;
}

/** A consent as its owner sees it: the fields of the API, with the names of procedure and component. */
export interface ConsentView {
  readonly id: string;
  readonly state: CodeOf<'consentState'>;
  readonly requestedAt: Instant;
  /** While undecided: the end of the request. Once given: the end of the consent. */
  readonly expiresAt: Instant;
  readonly decidedAt?: Maybe<Instant>;
  readonly recipient: {
    readonly agencyCode: string;
    readonly agencyName?: Maybe<string>;
    /** The asking system. */
    readonly clientName?: Maybe<string>;
  };
  readonly officer: {
    readonly name: string;
    readonly position?: Maybe<string>;
    readonly kind?: Maybe<string>;
  };
  readonly purpose: {
    readonly text: string;
    readonly procedureCode: string;
    /** In the reader's language. */
    readonly procedureName?: Maybe<string>;
    readonly dossierCode: string;
    readonly componentCode: string;
    readonly componentName?: Maybe<string>;
  };
  readonly use: {
    /** Null: no limit. */
    readonly maxReads?: Maybe<number>;
    readonly reads?: Maybe<number>;
    /** Days counted from acceptance. */
    readonly validForDays: number;
  };
  /** From the catalogue, in the reader's language: what happens when the owner refuses. */
  readonly ifRefused?: Maybe<string>;
  /** Undecided: what could be chosen. Given: what was. */
  readonly documents: readonly ConsentDocument[];
}

/** Who asks, in words: the agency's name, else its code. */
export function agencyOf(consent: Pick<ConsentView, 'recipient'>): string {
  const { agencyName, clientName, agencyCode } = consent.recipient;
  return agencyName || clientName || agencyCode;
}
