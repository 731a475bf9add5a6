import { trustClassSchema } from '../catalogue/index.js';
import { idCursorSchema, limitSchema } from '../http/paging.js';
import { z } from '../http/zod.js';
import { emptyIsAbsent, lawDate, typedText } from './text-fields.js';

const typeCode = z.string().min(1).max(60);
const title = typedText(300);
const number = typedText(100);
const issuerName = typedText(300);

/** The facts of a paper as a form or API sends them with a file. */
export const uploadFieldsSchema = z.strictObject({
  typeCode,
  title: emptyIsAbsent(title.optional()),
  number: emptyIsAbsent(number.optional()),
  issuerName: emptyIsAbsent(issuerName.optional()),
  issuedOn: emptyIsAbsent(lawDate.optional()),
  validTo: emptyIsAbsent(lawDate.optional()),
});

export const changeSchema = z
  .strictObject({
    title: title.refine((text) => text !== '', 'must not be empty').optional(),
    typeCode: typeCode.optional(),
    number: number.nullable().optional(),
    issuerName: issuerName.nullable().optional(),
    issuedOn: lawDate.nullable().optional(),
    validTo: lawDate.nullable().optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), {
    message: 'names nothing to change',
    // Where a field is faulty or unknown, that is what is wrong.
    when: ({ issues }) => issues.length === 0,
  });

export const documentQuerySchema = z.strictObject({
  q: emptyIsAbsent(typedText(200).optional()).openapi({ type: 'string' }),
  typeCode: emptyIsAbsent(typeCode.optional()).openapi({ type: 'string' }),
  status: emptyIsAbsent(z.enum(['VALID', 'EXPIRED', 'REVOKED']).optional()).openapi({
    type: 'string',
    enum: ['VALID', 'EXPIRED', 'REVOKED'],
  }),
  limit: limitSchema,
  after: idCursorSchema.optional(),
});

const date = z.iso.date().nullable();

export const documentSchema = z
  .object({
    id: z.uuid(),
    typeCode: z.string(),
    title: z.string(),
    number: z.string().nullable(),
    issuer: z.object({ code: z.string().nullable(), name: z.string() }).nullable(),
    issuedOn: date,
    validFrom: date,
    validTo: date,
    permanent: z.boolean(),
    trustClass: trustClassSchema,
    status: z.enum(['VALID', 'HIDDEN', 'REVOKED', 'EXPIRED', 'DELETED']),
    source: z.enum(['OWN_UPLOAD', 'RESULT']),
    currentVersion: z.number().int().min(1),
    versions: z.array(
      z.object({
        version: z.number().int().min(1),
        sha256: z.string(),
        sizeBytes: z.number().int(),
        mediaType: z.enum(['application/pdf', 'image/jpeg', 'image/png']),
        fileName: z.string(),
        pages: z.number().int(),
        scan: z.object({
          state: z.enum(['CLEAN', 'INFECTED', 'NOT_SCANNED']),
          at: z.iso.datetime().nullable(),
        }),
        signature: z.null().openapi({ description: 'Unsigned, or not looked at yet' }),
        trustClass: trustClassSchema,
        comparedBy: z
          .object({ name: z.string(), position: z.string(), agency: z.string(), at: z.iso.datetime() })
          .nullable(),
        createdAt: z.iso.datetime(),
      }),
    ),
    createdAt: z.iso.datetime(),
    duplicate: z.boolean().optional(),
  })
  .openapi('Document');

export const documentPageSchema = z.object({ items: z.array(documentSchema), next: z.string().nullable() });

export const quotaSchema = z
  .object({
    usedBytes: z.number().int(),
    limitBytes: z.number().int(),
    usedDocuments: z.number().int(),
    limitDocuments: z.number().int(),
  })
  .openapi('Quota');

const file = z.string().openapi({ type: 'string', format: 'binary', description: 'PDF, JPEG or PNG' });
const sha256 = z.string().openapi({ description: 'SHA-256 of the file in hexadecimal, any case' }).optional();

export const uploadFormSchema = uploadFieldsSchema.extend({ sha256, file });
export const versionFormSchema = z.strictObject({ sha256, file });
