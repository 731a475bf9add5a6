import { idCursorSchema, limitSchema } from '../http/paging.js';
import { z } from '../http/zod.js';
import { accessActions } from './access-entry.js';

export const accessQuerySchema = z.strictObject({
  documentId: z.uuid().optional(),
  limit: limitSchema,
  after: idCursorSchema.optional(),
});

export const accessSchema = z
  .object({
    id: z.uuid(),
    at: z.iso.datetime(),
    action: z.enum(accessActions),
    actor: z.object({
      kind: z.enum(['OWNER', 'STAFF', 'CLIENT', 'OPERATOR']),
      name: z.string(),
      position: z.string().nullable(),
      agency: z.string().nullable(),
      client: z.string().nullable(),
    }),
    dossierCode: z.string().nullable(),
    procedureCode: z.string().nullable(),
    componentCode: z.string().nullable(),
    purpose: z.object({ code: z.string(), text: z.string() }).nullable(),
    basis: z.enum(['CONSENT', 'STATUTORY_DUTY']).nullable(),
    legalGround: z.string().nullable(),
    catalogueGround: z.string().nullable(),
    consentId: z.uuid().nullable(),
    documentId: z.uuid().nullable(),
    version: z.number().int().nullable(),
    outcome: z.enum(['ALLOWED', 'REFUSED']),
    refusalCode: z.string().nullable(),
  })
  .openapi('Access');

export const accessPageSchema = z.object({ items: z.array(accessSchema), next: z.string().nullable() });

/** Control characters but the end of a line, and those that turn the direction of text. */
const unwanted = /[^\P{Cc}\n]|[\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

const complaintText = z
  .string()
  .transform((text) => text.normalize('NFC').replaceAll('\r\n', '\n').replace(unwanted, ' ').trim())
  .pipe(z.string().min(1).max(2000))
  .openapi({ type: 'string', minLength: 1, maxLength: 2000 });

export const complaintSchema = z.strictObject({ text: complaintText });
