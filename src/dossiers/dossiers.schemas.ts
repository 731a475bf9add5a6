import { lawDate, typedText } from '../documents/index.js';
import { z } from '../http/zod.js';
import { ownerReferenceSchema } from '../identity/index.js';
import { agencyOfDossierCode, normaliseAgency } from './agency-code.js';

export const dossierCodeSchema = z
  .string()
  .max(60)
  .refine((code) => agencyOfDossierCode(code) !== null, {
    message: 'a dossier code like H09.1-251125-0001',
    params: { code: 'INVALID', vi: 'Mã hồ sơ có dạng H09.1-251125-0001' },
  })
  .openapi({ type: 'string', example: 'H09.1-251125-0001' });

export const agencyCodeSchema = z
  .string()
  .max(40)
  .refine((code) => normaliseAgency(code) !== null, {
    message: 'an agency code like H09.27',
    params: { code: 'INVALID', vi: 'Mã cơ quan có dạng H09.27' },
  })
  .openapi({ type: 'string', example: 'H09.27' });

const status = z.literal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
const channel = z.literal([1, 2, 3]);

export const openDossierSchema = z.strictObject({
  procedureCode: z.string().min(1).max(60),
  owner: ownerReferenceSchema,
  submitter: typedText(300).optional(),
  submittedOn: lawDate,
  channel,
  agencyCode: agencyCodeSchema,
});

export const changeDossierSchema = z.strictObject({ status });

export const dossierSchema = z
  .object({
    code: z.string(),
    agencyCode: z.string(),
    procedureCode: z.string(),
    owner: z.object({
      kind: z.string(),
      value: z.string(),
      country: z.string().optional(),
      name: z.string().nullable(),
      birthDate: z.string().nullable(),
    }),
    submitter: z.string().nullable(),
    submittedOn: z.iso.date(),
    channel: z.number().int(),
    status: z.number().int(),
    closed: z.boolean(),
    components: z.array(
      z.object({
        componentCode: z.string(),
        name: z.string(),
        required: z.boolean(),
        citations: z.array(
          z.object({
            id: z.uuid(),
            documentId: z.uuid(),
            version: z.number().int(),
            sha256: z.string(),
            citedAt: z.iso.datetime(),
          }),
        ),
      }),
    ),
    citations: z.array(
      z.object({
        id: z.uuid(),
        componentCode: z.string(),
        documentId: z.uuid(),
        version: z.number().int(),
        sha256: z.string(),
        citedAt: z.iso.datetime(),
        receipt: z.string(),
      }),
    ),
    results: z.array(
      z.object({
        resultCode: z.string(),
        documentId: z.uuid(),
        state: z.enum(['HIDDEN', 'RELEASED', 'REVOKED']),
        at: z.iso.datetime(),
      }),
    ),
    alerts: z.array(
      z.object({
        type: z.enum([
          'DOCUMENT_REVOKED',
          'DOCUMENT_NEW_VERSION',
          'DOCUMENT_EXPIRED',
          'RESULT_DISOWNED',
          'MISTAKE_REPORTED',
        ]),
        documentId: z.uuid(),
        at: z.iso.datetime(),
      }),
    ),
    createdAt: z.iso.datetime(),
  })
  .openapi('Dossier');
