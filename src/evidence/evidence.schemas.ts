import { trustClassSchema } from '../catalogue/index.js';
import { consentStateSchema } from '../consents/index.js';
import { typedText } from '../documents/index.js';
import { z } from '../http/zod.js';

const basis = z.enum(['CONSENT', 'STATUTORY_DUTY']);
const legalGround = typedText(500);
const filled = (max: number) => typedText(max).refine((text) => text !== '', 'must not be empty');
const purpose = z.strictObject({ code: filled(100), text: filled(1000) });
const use = z.strictObject({
  maxReads: z.number().int().min(1).max(100_000).optional(),
  validForDays: z.number().int().min(1).max(3650).optional(),
});
const officer = z.strictObject({
  kind: z.enum(['PERSON', 'SYSTEM']).default('PERSON'),
  id: filled(200),
  name: filled(300),
  position: typedText(300),
});

const asked = { dossierCode: z.string().min(1).max(60), componentCode: z.string().min(1).max(60), basis };

/** A partner system names its officer, purpose and ground in full. */
export const openEvidenceSchema = z
  .strictObject({
    ...asked,
    legalGround: legalGround.optional(),
    purpose,
    officer,
    use: use.optional(),
    returnUrl: z.string().max(2000).optional(),
  })
  .superRefine((request, context) => {
    if (request.basis === 'STATUTORY_DUTY' && !request.legalGround) {
      context.addIssue({
        code: 'custom',
        path: ['legalGround'],
        message: 'needed with STATUTORY_DUTY',
        params: { code: 'MISSING' },
      });
    }
  });

/** A clerk's officer comes from her session, ground and purpose from the catalogue unless she says otherwise. */
export const openEvidenceAsClerkSchema = z.strictObject({
  ...asked,
  legalGround: legalGround.optional(),
  purpose: purpose.optional(),
  officer: officer.optional().openapi({ description: 'Not used: the officer is the one signed in.' }),
  use: use.optional(),
});

const item = z.object({
  documentId: z.uuid(),
  version: z.number().int(),
  sha256: z.string(),
  sizeBytes: z.number().int(),
  mediaType: z.string(),
  typeCode: z.string(),
  number: z.string().nullable(),
  issuer: z.object({ code: z.string().nullable(), name: z.string() }).nullable(),
  issuedOn: z.iso.date().nullable(),
  validTo: z.iso.date().nullable(),
  trustClass: trustClassSchema,
});

export const evidenceRequestSchema = z
  .object({
    id: z.uuid(),
    dossierCode: z.string(),
    procedureCode: z.string(),
    componentCode: z.string(),
    basis,
    state: z.enum(['READY', 'CONSENT_REQUIRED', 'NO_MATCH', 'LATER']),
    consent: z
      .object({
        id: z.uuid(),
        state: consentStateSchema,
        url: z.url(),
        code: z.string(),
        shortUrl: z.url(),
        expiresAt: z.iso.datetime(),
      })
      .optional(),
    items: z.array(item),
    reasons: z
      .array(z.object({ typeCode: z.string(), code: z.enum(['NONE_HELD', 'TRUST_TOO_LOW', 'EXPIRED']) }))
      .optional(),
    createdAt: z.iso.datetime(),
  })
  .openapi('EvidenceRequest');

export const manifestSchema = z.object({
  manifest: z.string().openapi({ description: 'Compact JWS, manifest+jwt' }),
});

export const citeSchema = z.strictObject({
  evidenceRequestId: z.uuid(),
  documentId: z.uuid(),
  version: z.number().int().min(1),
  sha256: z.string().regex(/^[0-9a-f]{64}$/i, '64 hexadecimal digits'),
});

export const citationSchema = z
  .object({
    id: z.uuid(),
    dossierCode: z.string(),
    componentCode: z.string(),
    documentId: z.uuid(),
    version: z.number().int(),
    sha256: z.string(),
    citedAt: z.iso.datetime(),
    receipt: z.string().openapi({ description: 'Compact JWS, receipt+jwt' }),
  })
  .openapi('Citation');
