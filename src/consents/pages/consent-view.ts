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

/** A consent as its owner sees it: the fields of the API. */
export interface ConsentView {
  readonly id: string;
  readonly state: CodeOf<'consentState'>;
  readonly requestedAt: Instant;
  /** While undecided: the end of the request. Once given: the end of the consent. */
  readonly expiresAt: Instant;
  readonly decidedAt?: Maybe<Instant>;
  /** The asking system, or the clerk's centre. */
  readonly recipient: { readonly name: string; readonly agencyCode: string };
  readonly officer: { readonly name: string; readonly position?: Maybe<string> };
  readonly purpose: { readonly text: string };
  readonly dossierCode: string;
  readonly procedureCode: string;
  /** Names in the reader's language. */
  readonly procedureName: string;
  readonly componentCode: string;
  readonly componentName: string;
  readonly use: {
    /** Null: no limit. */
    readonly maxReads: number | null;
    readonly reads: number;
    /** Days counted from acceptance. */
    readonly validForDays: number;
  };
  /** The catalogue's words, in the reader's language. */
  readonly ifRefused?: Maybe<string>;
  /** What could be chosen. */
  readonly documents: readonly ConsentDocument[];
  /** What was agreed to; empty before. */
  readonly items: readonly ConsentDocument[];
}

/** Who asks, in words. */
export function agencyOf({ recipient }: Pick<ConsentView, 'recipient'>): string {
  return `${recipient.name} (${recipient.agencyCode})`;
}
