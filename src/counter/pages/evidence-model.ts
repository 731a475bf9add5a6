import type { FormError } from '../../ui/form-errors.js';
import type { Instant } from '../../ui/format.js';
import type { CodeOf } from '../../ui/i18n.js';
import type { Maybe, Named, PageContext } from '../../ui/page.js';

/** A document that answers the request: the fields of the API. */
export interface EvidenceItem {
  readonly documentId: string;
  readonly version: number;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly mediaType: string;
  readonly typeCode: string;
  readonly number?: Maybe<string>;
  readonly issuer?: Maybe<{ readonly name: string }>;
  readonly issuedOn?: Maybe<string>;
  readonly validTo?: Maybe<string>;
  readonly trustClass: CodeOf<'trustClass'>;
}

export interface EvidenceModel extends PageContext {
  readonly request: {
    readonly id: string;
    readonly dossierCode: string;
    readonly componentCode: string;
    /** In the reader's language. */
    readonly componentName?: Maybe<string>;
    readonly basis: CodeOf<'basis'>;
    readonly legalGround?: Maybe<string>;
    readonly state: CodeOf<'requestState'>;
    readonly createdAt?: Maybe<Instant>;
    readonly consent?: Maybe<{
      readonly state: CodeOf<'consentState'>;
      readonly expiresAt?: Maybe<Instant>;
      /** Eight digits that lead the owner to the request, and the address to type them at. */
      readonly code?: Maybe<string>;
      readonly shortUrl?: Maybe<string>;
    }>;
    readonly items: readonly EvidenceItem[];
    readonly reasons?: Maybe<readonly { readonly typeCode: string; readonly code: string }[]>;
  };
  readonly types: readonly Named[];
  /** What was already recorded for items of this request. */
  readonly comparisons: readonly {
    readonly documentId: string;
    readonly version: number;
    readonly outcome: CodeOf<'comparisonOutcome'>;
    readonly name: string;
    readonly at: Instant;
  }[];
  /** What the dossier cites for this component. */
  readonly citations: readonly {
    readonly documentId: string;
    readonly version: number;
    readonly citedAt: Instant;
  }[];
  readonly done?: Maybe<'COMPARED' | 'CITED'>;
  /** The form that was refused: of which document, what was chosen, what is wrong. */
  readonly refused?: Maybe<{
    readonly documentId: string;
    readonly outcome?: Maybe<string>;
    readonly note?: Maybe<string>;
    readonly errors: readonly FormError[];
  }>;
}

/** The prefix of the ids of one item's form. */
export function itemId(index: number, field: string): string {
  return `${field}-${index + 1}`;
}
