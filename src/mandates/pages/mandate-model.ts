import type { Instant } from '../../ui/format.js';
import type { CodeOf } from '../../ui/i18n.js';

/** A right to act, as pages draw it. */
export interface MandateModel {
  readonly id: string;
  readonly kind: CodeOf<'mandateKind'>;
  readonly personName: string | null;
  readonly ownerName: string;
  readonly types: readonly string[] | null;
  readonly mayAdd: boolean;
  readonly until: Instant | null;
  readonly proof: { readonly text: string } | null;
}
