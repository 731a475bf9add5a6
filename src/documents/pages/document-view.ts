import type { FormError } from '../../ui/form-errors.js';
import type { Instant } from '../../ui/format.js';
import type { CodeOf } from '../../ui/i18n.js';
import type { Maybe, Named, PageContext } from '../../ui/page.js';
import type { Preview } from './document-preview.js';
import type { TypedFacts } from './facts-shown.js';

/** A version as pages draw it: the fields of the API. */
export interface VersionView {
  readonly version: number;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly mediaType: string;
  readonly fileName: string;
  readonly pages?: Maybe<number>;
  readonly scan: { readonly state: CodeOf<'scanState'>; readonly at?: Maybe<Instant> };
  readonly signature?: Maybe<{
    readonly verdict: CodeOf<'signatureVerdict'>;
    readonly format?: Maybe<string>;
  }>;
  readonly comparedBy?: Maybe<{
    readonly name: string;
    readonly position?: Maybe<string>;
    readonly agency: string;
    readonly at: Instant;
  }>;
  readonly createdAt: Instant;
}

/** A document as pages draw it: the fields of the API. */
export interface DocumentView {
  readonly id: string;
  readonly typeCode: string;
  readonly title?: Maybe<string>;
  readonly number?: Maybe<string>;
  readonly issuer?: Maybe<{ readonly code?: Maybe<string>; readonly name: string }>;
  /** Dates of law, `YYYY-MM-DD`. */
  readonly issuedOn?: Maybe<string>;
  readonly validFrom?: Maybe<string>;
  readonly validTo?: Maybe<string>;
  readonly permanent?: Maybe<boolean>;
  readonly trustClass: CodeOf<'trustClass'>;
  readonly status: CodeOf<'documentStatus'>;
  readonly source?: Maybe<string>;
  readonly currentVersion: number;
  readonly versions: readonly VersionView[];
  readonly createdAt: Instant;
}

/** Why a document may not be deleted, or that it may. */
export type Deletion =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly why: 'RESULT_NOT_DELETABLE' | 'DOCUMENT_IN_USE' | 'LEVEL_TOO_LOW' };

/** A line of the access log, as short as this page shows it: the fields of the API. */
export interface LookView {
  readonly id: string;
  readonly at: Instant;
  readonly action: CodeOf<'accessAction'>;
  readonly actor: {
    readonly kind: string;
    readonly name: string;
    readonly position?: Maybe<string>;
    readonly agency?: Maybe<string>;
    readonly capacity?: Maybe<string>;
  };
  readonly outcome: 'ALLOWED' | 'REFUSED';
}

export interface DocumentModel extends PageContext {
  readonly document: DocumentView;
  readonly types: readonly Named[];
  /** Types that may be chosen today, for a correction. */
  readonly typesToday: readonly Named[];
  /** The newest looks, five or so; null for a delegate, who is not shown the log. */
  readonly looks: readonly LookView[] | null;
  /** False with account level 1. */
  readonly mayOpen: boolean;
  /** True for those who may look at it and nothing else. */
  readonly readOnly?: boolean;
  /** Null where the account may not open documents. */
  readonly preview: Preview | null;
  readonly deletion: Deletion;
  /** Whether a clerk or agency vouches for it. */
  readonly vouchedFor: boolean;
  /** The report of a mistake in it that is open. */
  readonly mistake: Maybe<{
    readonly id: string;
    readonly number: string;
    readonly state: CodeOf<'complaintState'>;
  }>;
  /** That the lists leave it out; `behind` names the paper of which it is another copy. */
  readonly aside: Maybe<{ readonly behind: string | null }>;
  /** Papers that are alike, the best first, this one among them; those that lie behind this one. */
  readonly copies: { readonly alike: readonly DocumentView[]; readonly behind: readonly DocumentView[] };
  /** Days on which she is reminded that it ends, `YYYY-MM-DD`. */
  readonly reminders: readonly string[];
  /** What has just been done, said once. */
  readonly done?: Maybe<
    'ADDED' | 'DUPLICATE' | 'VERSION_ADDED' | 'RENAMED' | 'CORRECTED' | 'MERGED' | 'HIDDEN' | 'BROUGHT_BACK'
  >;
  /** Faults of the form that was refused: of `title`, `file`, `text` or a fact. */
  readonly errors: readonly FormError[];
  /** The title as typed before a refusal. */
  readonly typedTitle?: Maybe<string>;
  /** The facts as typed before a refusal. */
  readonly typedFacts?: Maybe<TypedFacts>;
  /** What was typed of a mistake before a refusal. */
  readonly typedMistake?: Maybe<string>;
}
