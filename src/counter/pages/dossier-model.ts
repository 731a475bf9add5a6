import type { FormError } from '../../ui/form-errors.js';
import type { Instant } from '../../ui/format.js';
import type { CodeOf } from '../../ui/i18n.js';
import type { Maybe, Named, PageContext } from '../../ui/page.js';

/** A dossier as its centre sees it: the fields of the API. */
export interface DossierView {
  readonly code: string;
  readonly agencyCode: string;
  readonly procedureCode: string;
  readonly owner: { readonly kind: string; readonly value: string; readonly name: Maybe<string> };
  /** Date of law. */
  readonly submittedOn: string;
  readonly channel: number;
  readonly status: number;
  readonly closed: boolean;
  readonly components: readonly {
    readonly componentCode: string;
    readonly name: string;
    readonly required: boolean;
    readonly citations: readonly {
      readonly id: string;
      readonly documentId: string;
      readonly version: number;
      readonly sha256: string;
      readonly citedAt: Instant;
    }[];
  }[];
  readonly results: readonly {
    readonly resultCode: string;
    readonly state: 'HIDDEN' | 'RELEASED' | 'REVOKED';
    readonly at: Instant;
  }[];
  readonly alerts: readonly { readonly type: string; readonly documentId: string; readonly at: Instant }[];
}

export interface DossierModel extends PageContext {
  readonly dossier: DossierView;
  /** The catalogue's entry; null when the code has left it. */
  readonly procedure: Maybe<
    Named & {
      readonly components: readonly {
        readonly componentCode: string;
        readonly accepts: readonly unknown[];
        readonly statutoryDuty: { readonly legalGround: string } | null;
      }[];
    }
  >;
  /** Earlier look-ups of this dossier by this officer, newest first, if the route has them. */
  readonly requests?: readonly {
    readonly id: string;
    readonly componentCode: string;
    readonly state: CodeOf<'requestState'>;
    readonly createdAt: Instant;
  }[];
  /** A look-up that was refused, like BASIS_NOT_ALLOWED. */
  readonly errors: readonly FormError[];
}
