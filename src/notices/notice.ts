/**
 * What an owner is told unasked. CONSENT_ASKED: an agency waits for her answer. STATUTORY_LOOK: one looked by law, where
 * no consent is asked (Luật 91/2025/QH15). EXPIRES: a paper ends in 30 or 7 days. RESULT_*: a result was handed over or
 * taken back. COMPLAINT_MOVED: an inspector took a step. PAPER_INFECTED: malware was found in a paper afterwards.
 * MANDATE_CHANGED: somebody may act for her, or she for somebody, or no longer.
 */
export const noticeKinds = [
  'CONSENT_ASKED',
  'STATUTORY_LOOK',
  'EXPIRES',
  'RESULT_RELEASED',
  'RESULT_REVOKED',
  'COMPLAINT_MOVED',
  'PAPER_INFECTED',
  'MANDATE_CHANGED',
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** What an owner may do without in e-mail and messages; on the page she is told all of it. */
export const noticeTopics = ['CONSENTS', 'LOOKS', 'EXPIRY', 'RESULTS', 'ALERTS'] as const;
export type NoticeTopic = (typeof noticeTopics)[number];

export const topicOf: Readonly<Record<NoticeKind, NoticeTopic>> = {
  CONSENT_ASKED: 'CONSENTS',
  STATUTORY_LOOK: 'LOOKS',
  EXPIRES: 'EXPIRY',
  RESULT_RELEASED: 'RESULTS',
  RESULT_REVOKED: 'RESULTS',
  COMPLAINT_MOVED: 'ALERTS',
  PAPER_INFECTED: 'ALERTS',
  MANDATE_CHANGED: 'ALERTS',
};

/** What a notice is about. Names of papers are not kept: the page looks them up, nobody else is told them. */
export interface NoticeAbout {
  /** Name of the agency that acted. */
  readonly agency?: string;
  readonly dossierCode?: string;
  readonly consentId?: string;
  readonly documentId?: string;
  readonly complaintId?: string;
  readonly complaintNumber?: string;
  /** `YYYY-MM-DD`, the last day of validity. */
  readonly validTo?: string;
}

export interface NewNotice {
  readonly ownerId: string;
  readonly kind: NoticeKind;
  /** One notice for one owner and key, however often it is given. */
  readonly key: string;
  readonly about: NoticeAbout;
}

export interface Notice extends NewNotice {
  readonly id: string;
  readonly at: Date;
  /** When its owner first had it on her page. */
  readonly readAt: Date | null;
}
