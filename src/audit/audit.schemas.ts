import { idCursorSchema, limitSchema } from '../http/paging.js';
import { z } from '../http/zod.js';
import { mandateKinds } from '../platform/actor.js';
import { accessActs } from './access-acts.js';
import { accessActions } from './access-entry.js';
import { complaintStates, complaintSteps } from './complaint.js';

/** A date of law of the years in which there can be lines. */
const day = z.iso
  .date({ abort: true })
  .refine((date) => date >= '2000-01-01' && date <= '2200-12-31', 'not a year of ours')
  .optional();

export const accessFilterSchema = z.strictObject({
  documentId: z.uuid().optional(),
  agency: z
    .string()
    .regex(/^[\w.-]{1,40}$/, 'an agency code, like H09 or H09.27')
    .optional()
    .openapi({ description: 'Only looks by this agency.' }),
  act: z.enum(accessActs).optional().openapi({ description: 'Only this kind of look.' }),
  from: day.openapi({ description: 'Only from this day on, in Vietnam.' }),
  to: day.openapi({ description: 'Only to this day, it included.' }),
});

/** Whether a first day comes after the last one. */
export function endsBeforeItBegins({ from, to }: { readonly from?: unknown; readonly to?: unknown }) {
  return typeof from === 'string' && typeof to === 'string' && to < from;
}

export const accessQuerySchema = accessFilterSchema
  .extend({ limit: limitSchema, after: idCursorSchema.optional() })
  .refine((query) => !endsBeforeItBegins(query), {
    message: 'must not be before `from`',
    path: ['to'],
    params: { code: 'BEFORE_FROM' },
    when: ({ issues }) => issues.length === 0,
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
      capacity: z.enum(mandateKinds).nullable().optional(),
      onBehalfOf: z.string().nullable().optional(),
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

/** An answer to a complaint, in an inspector's words. */
export const answerSchema = z.strictObject({ text: complaintText });

export const complaintPageQuerySchema = z.strictObject({
  limit: limitSchema,
  after: idCursorSchema.optional(),
});

export const complaintViewSchema = z
  .object({
    id: z.uuid(),
    number: z.string().openapi({ example: 'PA-7K3MQ-9XDWT' }),
    accessId: z.uuid().nullable().openapi({ description: 'The look that it is about.' }),
    documentId: z.uuid().nullable().openapi({ description: 'The document in which there is a mistake.' }),
    text: z.string(),
    state: z.enum(complaintStates),
    at: z.iso.datetime(),
    dueOn: z.iso.date().openapi({ description: 'The day by which it is to be answered.' }),
    events: z.array(
      z.object({
        step: z.enum(complaintSteps),
        at: z.iso.datetime(),
        by: z.object({
          kind: z.enum(['OWNER', 'INSPECTOR']),
          name: z.string(),
          position: z.string().nullable(),
          agency: z.string().nullable(),
        }),
        text: z.string().nullable(),
      }),
    ),
  })
  .openapi('Complaint');

export const complaintListSchema = z.object({
  items: z.array(complaintViewSchema),
  next: z.string().nullable(),
});
