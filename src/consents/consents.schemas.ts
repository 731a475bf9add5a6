import { trustClassSchema } from '../catalogue/index.js';
import { idCursorSchema, limitSchema, wholeNumber } from '../http/paging.js';
import { z } from '../http/zod.js';

export const consentStateSchema = z
  .enum(['REQUESTED', 'GIVEN', 'DENIED', 'WITHDRAWN', 'EXPIRED', 'USED_UP'])
  .openapi('ConsentState');

export const consentQuerySchema = z.strictObject({
  state: consentStateSchema.optional(),
  limit: limitSchema,
  after: idCursorSchema.optional(),
});

export const acceptSchema = z.strictObject({
  documentIds: z.array(z.uuid()).min(1).max(50).optional(),
  childAgrees: z.boolean().optional(),
});
export const emptySchema = z.strictObject({});

const item = z.object({
  componentCode: z.string(),
  documentId: z.uuid(),
  version: z.number().int(),
  sha256: z.string(),
  title: z.string(),
  typeCode: z.string(),
  trustClass: trustClassSchema,
  sizeBytes: z.number().int(),
  pages: z.number().int(),
  issuedOn: z.iso.date().nullable(),
});
const purpose = z.object({ code: z.string(), text: z.string() });
const use = z.object({
  maxReads: z.number().int().nullable(),
  validForDays: z.number().int(),
  reads: z.number().int(),
});
const instants = {
  requestedAt: z.iso.datetime(),
  decidedAt: z.iso.datetime().nullable(),
  expiresAt: z.iso.datetime(),
};

export const ownerConsentSchema = z
  .object({
    id: z.uuid(),
    state: consentStateSchema,
    recipient: z.object({ name: z.string(), agencyCode: z.string() }),
    officer: z.object({ name: z.string(), position: z.string() }),
    dossierCode: z.string(),
    procedureCode: z.string(),
    procedureName: z.string(),
    componentCode: z.string(),
    componentName: z.string(),
    purpose,
    ifRefused: z.string(),
    documents: z.array(item),
    items: z.array(item),
    use,
    ...instants,
    evidenceRequestId: z.uuid(),
    returnUrl: z.string().nullable(),
  })
  .openapi('OwnerConsent');

export const ownerConsentPageSchema = z.object({
  items: z.array(ownerConsentSchema),
  next: z.string().nullable(),
});

export const recipientConsentSchema = z
  .object({
    id: z.uuid(),
    state: consentStateSchema,
    evidenceRequestId: z.uuid(),
    dossierCode: z.string(),
    componentCode: z.string(),
    purpose,
    use,
    ...instants,
    artefact: z.string().nullable(),
  })
  .openapi('RecipientConsent');

export const eventQuerySchema = z.strictObject({
  limit: limitSchema,
  after: wholeNumber({ from: 0, to: 999_999_999_999_999 }, 'The last sequence seen.').default(0),
});

export const eventPageSchema = z.object({
  items: z.array(
    z.object({
      sequence: z.number().int(),
      type: z.enum(['accepted', 'denied', 'withdrawn', 'expired', 'used_up']),
      consentId: z.uuid(),
      at: z.iso.datetime(),
    }),
  ),
  next: z.number().int().openapi({ description: 'The last sequence seen.' }),
});
