import type { FormError } from '../../ui/form-errors.js';
import type { Maybe, Named, PageContext } from '../../ui/page.js';
import type { ConsentView } from './consent-view.js';

export interface ConsentModel extends PageContext {
  readonly consent: ConsentView;
  readonly types: readonly Named[];
  /** Where the owner came from: the asking portal's own page, with `evidenceRequestId`. */
  readonly returnUrl?: Maybe<string>;
  /** What the artefact says that she was told before she answered, word for word. */
  readonly notice?: Maybe<string>;
  /** False with account level 1: she may refuse, not agree. */
  readonly mayShare: boolean;
  /** Where to sign in at a higher level before agreeing; null when the present sign-in serves. */
  readonly stepUp?: Maybe<string>;
  /** True when a parent answers for a child whose own agreement is wanted too. */
  readonly childAsked?: Maybe<boolean>;
  /** How many pages each document has that can be looked at now, by id. */
  readonly pagesOf?: Maybe<ReadonlyMap<string, number>>;
  /** Ids ticked before a refusal of the form. */
  readonly chosen?: Maybe<readonly string[]>;
  /** Faults; the one of the choice has the field `documentIds`. */
  readonly errors: readonly FormError[];
}
