import type { Instant } from '../../ui/format.js';

/** A notice as the page draws it. */
export interface NoticeModel {
  readonly id: string;
  readonly kind:
    | 'CONSENT_ASKED'
    | 'STATUTORY_LOOK'
    | 'EXPIRES'
    | 'RESULT_RELEASED'
    | 'RESULT_REVOKED'
    | 'COMPLAINT_MOVED'
    | 'PAPER_INFECTED'
    | 'MANDATE_CHANGED';
  readonly about: {
    readonly agency?: string;
    readonly dossierCode?: string;
    readonly consentId?: string;
    readonly documentId?: string;
    readonly complaintId?: string;
    readonly complaintNumber?: string;
    readonly validTo?: string;
  };
  readonly at: Instant;
  readonly readAt: Instant | null;
}
