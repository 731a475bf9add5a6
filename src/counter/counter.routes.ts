import { typedText } from '../documents/index.js';
import { type Endpoint, endpoint } from '../http/endpoint.js';
import { z } from '../http/zod.js';
import type { RecordComparison } from './record-comparison.js';

const outcome = z.enum(['MATCHES', 'DIFFERS', 'NO_ORIGINAL']);

export const comparisonSchema = z.strictObject({
  evidenceRequestId: z.uuid(),
  documentId: z.uuid(),
  version: z.number().int().min(1),
  outcome,
  note: typedText(1000).optional(),
});

const comparisonAnswer = z
  .object({
    id: z.uuid(),
    documentId: z.uuid(),
    version: z.number().int(),
    outcome,
    at: z.iso.datetime(),
  })
  .openapi('Comparison');

export function counterEndpoints(use: { recordComparison: RecordComparison }): Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: '/staff/comparisons',
      operationId: 'recordComparison',
      summary: 'Record that a version was compared with the original',
      tag: 'Clerk',
      access: { actor: 'STAFF', roles: ['RECEIVER', 'PROCESSOR'] },
      body: comparisonSchema,
      creates: true,
      answers: { 201: { description: 'The comparison', schema: comparisonAnswer } },
      refusals: [
        'EVIDENCE_REQUEST_NOT_FOUND',
        'DOCUMENT_NOT_FOUND',
        'DOSSIER_CLOSED',
        'CONSENT_REQUIRED',
        'DOCUMENT_REVOKED',
        'DOCUMENT_DELETED',
        'DOCUMENT_NOT_SCANNED',
        'DOCUMENT_CHANGED',
        'HASH_MISMATCH',
      ],
      handle: async ({ actor, body, newId }) => ({
        status: 201,
        body: await use.recordComparison({ actor, id: newId, ...body }),
      }),
    }),
  ];
}
