import type { FormError } from '../../ui/form-errors.js';
import type { Instant } from '../../ui/format.js';
import type { CodeOf } from '../../ui/i18n.js';
import type { Maybe, Named, PageContext } from '../../ui/page.js';
import type { AccessListModel, AccessView } from './access-view.js';

/** A complaint as the API shows it. */
export interface ComplaintModel {
  readonly id: string;
  readonly number: string;
  readonly accessId: string | null;
  readonly documentId: string | null;
  readonly text: string;
  readonly state: CodeOf<'complaintState'>;
  readonly at: Instant;
  /** A date of law. */
  readonly dueOn: string;
  readonly events: readonly {
    readonly step: CodeOf<'complaintStep'>;
    readonly at: Instant;
    readonly by: {
      readonly kind: 'OWNER' | 'INSPECTOR';
      readonly name: string;
      readonly position: Maybe<string>;
      readonly agency: Maybe<string>;
    };
    readonly text: Maybe<string>;
  }[];
}

/** What pages need to draw the look that a complaint is about. */
export type LookWords = Pick<AccessListModel, 'procedures' | 'refusals' | 'titles'> & {
  /** How the owner is called who looked herself; the reader is meant unless given. */
  readonly ownerCalled?: string;
  /** Consents are pages of their owner: to others they are not linked. */
  readonly linksConsents?: boolean;
};

/** Where a paper came from, for those who are not told what it says. */
export interface PaperView {
  readonly typeCode: string;
  readonly agency: string | null;
  readonly dossierCode: string | null;
  readonly resultCode: string | null;
}

export interface OneComplaintModel extends PageContext, LookWords {
  readonly complaint: ComplaintModel;
  /** The look; null when it is not shown, or when it is about a paper. */
  readonly access: AccessView | null;
  /** The paper in which there is a mistake, to an inspector. */
  readonly paper?: Maybe<PaperView>;
  readonly types: readonly Named[];
  readonly done?: Maybe<CodeOf<'complaintDone'>>;
  readonly errors: readonly FormError[];
  /** What was typed into the form that was refused. */
  readonly typed?: Maybe<string>;
}
