import type { FormError } from '../../ui/form-errors.js';
import type { Instant } from '../../ui/format.js';
import type { CodeOf } from '../../ui/i18n.js';
import type { Maybe, Named, PageContext } from '../../ui/page.js';

/** A look as its owner sees it: the fields of the API. */
export interface AccessView {
  readonly id: string;
  readonly at: Instant;
  readonly action: CodeOf<'accessAction'>;
  readonly actor: {
    readonly kind: string;
    readonly name: string;
    readonly position: Maybe<string>;
    readonly agency: Maybe<string>;
    readonly client: Maybe<string>;
    readonly capacity?: Maybe<CodeOf<'mandateKind'>>;
    readonly onBehalfOf?: Maybe<string>;
  };
  readonly dossierCode: Maybe<string>;
  readonly procedureCode: Maybe<string>;
  readonly componentCode: Maybe<string>;
  readonly purpose: Maybe<{ readonly text: string }>;
  readonly basis: Maybe<string>;
  readonly legalGround: Maybe<string>;
  readonly catalogueGround: Maybe<string>;
  readonly consentId: Maybe<string>;
  readonly documentId: Maybe<string>;
  readonly version: Maybe<number>;
  readonly outcome: 'ALLOWED' | 'REFUSED';
  readonly refusalCode?: Maybe<string>;
}

/** The filter as it was typed. */
export interface TypedFilter {
  /** Given: only the looks at this document. */
  readonly documentId?: Maybe<string>;
  readonly agency?: Maybe<string>;
  readonly act?: Maybe<CodeOf<'accessAct'>>;
  readonly from?: Maybe<string>;
  readonly to?: Maybe<string>;
}

export interface AccessListModel extends PageContext {
  readonly accesses: readonly AccessView[];
  readonly next: string | null;
  readonly after?: Maybe<string>;
  readonly filter: TypedFilter;
  /** Faults of the filter, by its fields. */
  readonly filterErrors: readonly FormError[];
  /** Agencies that have looked. */
  readonly agencies: readonly { readonly code: string; readonly client: string | null }[];
  /** The owner's newest documents. */
  readonly documents: readonly { readonly id: string; readonly title: string }[];
  readonly documentTitle?: Maybe<string>;
  /** Titles of the owner's documents by id, for those on this page. */
  readonly titles: ReadonlyMap<string, string>;
  readonly procedures: readonly (Named & {
    readonly components: readonly { readonly componentCode: string; readonly name: Named['name'] }[];
  })[];
  /** Why a look was refused, by its code, in the reader's language. */
  readonly refusals: ReadonlyMap<string, string>;
  /** The complaint that was refused: about which look, what was typed, what is wrong (field `text`). */
  readonly complaint?: Maybe<{
    readonly accessId: string;
    readonly text: string;
    readonly errors: readonly FormError[];
  }>;
  /** Complaints about the looks of this page, by the look's id. */
  readonly complaints: ReadonlyMap<
    string,
    { readonly id: string; readonly number: string; readonly state: CodeOf<'complaintState'> }
  >;
}

/** The id of the text field of one look's complaint. */
export function complaintId(accessId: string): string {
  return `text-${accessId.replace(/[^A-Za-z0-9_-]/g, '-')}`;
}
