import { createHash } from 'node:crypto';
import type { Language } from '../http/language.js';
import type { Consent, ConsentItem, DecidedBy } from './consent.js';
import { noticeClaim } from './notice.js';

/** Signs claims as a compact JWS of a type, adding `iss` and `iat`. */
export type Sign = (typ: string, claims: Record<string, unknown>) => Promise<string>;

/**
 * The signed proof of one consent (JWS, ES256, `typ: consent+jwt`), for its recipient to keep.
 * The subject is opaque and differs from recipient to recipient.
 */
export function signConsent(
  sign: Sign,
  consent: Consent,
  given: {
    readonly items: readonly ConsentItem[];
    readonly from: Date;
    readonly until: Date;
    readonly language: Language;
    readonly controller: string;
    readonly decidedBy: DecidedBy;
  },
): Promise<string> {
  return sign('consent+jwt', {
    jti: consent.id,
    nbf: Math.floor(given.from.getTime() / 1000),
    exp: Math.floor(given.until.getTime() / 1000),
    basis: 'CONSENT',
    subject: createHash('sha256').update(`${consent.ownerId}|${consent.recipient.id}`).digest('base64url'),
    controller: given.controller,
    recipient: { agencyCode: consent.recipient.agencyCode, clientId: consent.recipient.id },
    purpose: { ...consent.purpose, procedureCode: consent.procedureCode, dossierCode: consent.dossierCode },
    items: given.items.map(({ componentCode, documentId, version, sha256 }) => ({
      componentCode,
      documentId,
      version,
      sha256,
    })),
    use: { maxReads: consent.use.maxReads, dataLifeDays: consent.use.validForDays },
    method: 'E_ID',
    ...(given.decidedBy.capacity === null
      ? {}
      : { decidedFor: { capacity: given.decidedBy.capacity, childAgreed: given.decidedBy.childAgreed } }),
    notice: noticeClaim(given.language),
    revocable: true,
  });
}
