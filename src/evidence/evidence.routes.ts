import type { Catalogue } from '../catalogue/index.js';
import { type Endpoint, endpoint } from '../http/endpoint.js';
import type { Language } from '../http/language.js';
import { z } from '../http/zod.js';
import type { StaffActor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import type { ProblemCode } from '../platform/problem-codes.js';
import type { CiteItem } from './cite-item.js';
import {
  citationSchema,
  citeSchema,
  evidenceRequestSchema,
  manifestSchema,
  openEvidenceAsClerkSchema,
  openEvidenceSchema,
} from './evidence.schemas.js';
import { evidenceRequestView, type GetEvidenceRequest } from './get-evidence-request.js';
import type { OpenEvidenceInput, OpenEvidenceRequest } from './open-evidence-request.js';
import type { ReadItemContent, ReadItemManifest } from './read-item.js';

export interface EvidenceUseCases {
  readonly openEvidenceRequest: OpenEvidenceRequest;
  readonly getEvidenceRequest: GetEvidenceRequest;
  readonly readItemManifest: ReadItemManifest;
  readonly readItemContent: ReadItemContent;
  readonly citeItem: CiteItem;
}

const basisRefusals: readonly ProblemCode[] = [
  'EVIDENCE_REQUEST_NOT_FOUND',
  'DOCUMENT_NOT_FOUND',
  'DOSSIER_CLOSED',
  'OWNER_MISMATCH',
  'CONSENT_REQUIRED',
  'CONSENT_DENIED',
  'CONSENT_WITHDRAWN',
  'CONSENT_EXPIRED',
  'CONSENT_USED_UP',
  'DOCUMENT_REVOKED',
  'DOCUMENT_DELETED',
  'DOCUMENT_NOT_SCANNED',
  'FILE_INFECTED',
];
const openRefusals: readonly ProblemCode[] = [
  'DOSSIER_NOT_FOUND',
  'DOSSIER_CLOSED',
  'BASIS_NOT_ALLOWED',
  'OWNER_MISMATCH',
];

const byId = z.object({ id: z.uuid() });
// Any text: before the owner has decided, an id that can be none must not answer otherwise than one that may be.
const byItem = z.object({ id: z.uuid(), documentId: z.string() });
const partner = { actor: 'CLIENT', scope: 'evidence' } as const;
const clerk = { actor: 'STAFF', roles: ['RECEIVER', 'PROCESSOR'] } as const;

/** What a clerk leaves out: the officer is herself, purpose and ground are the procedure's and the catalogue's. */
export function asClerk(
  actor: StaffActor,
  body: z.output<typeof openEvidenceAsClerkSchema>,
  catalogue: Catalogue,
  procedureCode: string,
  language: Language,
): Omit<OpenEvidenceInput, 'id' | 'returnUrl'> {
  const procedure = catalogue.procedure(procedureCode);
  const component = catalogue.component(procedureCode, body.componentCode);
  return {
    actor,
    dossierCode: body.dossierCode,
    componentCode: body.componentCode,
    basis: body.basis,
    legalGround:
      body.basis === 'STATUTORY_DUTY'
        ? (body.legalGround ?? component?.statutoryDuty?.legalGround ?? null)
        : null,
    purpose: body.purpose ?? { code: procedureCode, text: procedure?.name[language] ?? procedureCode },
    officer: { kind: 'PERSON', id: actor.id, name: actor.name, position: actor.position },
    use: { maxReads: body.use?.maxReads ?? null, validForDays: body.use?.validForDays ?? null },
  };
}

export function evidenceEndpoints(
  use: EvidenceUseCases,
  deps: {
    catalogue: Catalogue;
    clock: Clock;
    publicUrl: string;
    procedureOf: (actor: StaffActor, dossierCode: string) => Promise<string>;
  },
): Endpoint[] {
  const asRequest = { description: 'The request', schema: evidenceRequestSchema };
  const callers = [
    { prefix: '', suffix: '', tag: 'Partner systems', access: partner },
    { prefix: '/staff', suffix: 'AsClerk', tag: 'Clerk', access: clerk },
  ] as const;
  return [
    endpoint({
      method: 'post',
      path: '/evidence-requests',
      operationId: 'openEvidenceRequest',
      summary: 'Ask what the store holds for a component of a dossier',
      tag: 'Partner systems',
      access: partner,
      body: openEvidenceSchema,
      creates: true,
      answers: { 201: asRequest },
      refusals: openRefusals,
      handle: async ({ actor, body, newId }) => {
        const { use: limits, legalGround, returnUrl, ...asked } = body;
        const opened = await use.openEvidenceRequest({
          actor,
          id: newId,
          ...asked,
          legalGround: legalGround ?? null,
          use: { maxReads: limits?.maxReads ?? null, validForDays: limits?.validForDays ?? null },
          returnUrl: returnUrl ?? null,
        });
        return {
          status: 201,
          location: `/api/v1/evidence-requests/${opened.request.id}`,
          body: evidenceRequestView(opened, deps),
        };
      },
    }),
    endpoint({
      method: 'post',
      path: '/staff/evidence-requests',
      operationId: 'openEvidenceRequestAsClerk',
      summary: 'Look up what the store holds for a component of a dossier',
      tag: 'Clerk',
      access: clerk,
      body: openEvidenceAsClerkSchema,
      creates: true,
      answers: { 201: asRequest },
      refusals: openRefusals,
      handle: async ({ actor, body, newId, language }) => {
        const procedureCode = await deps.procedureOf(actor, body.dossierCode);
        const input = asClerk(actor, body, deps.catalogue, procedureCode, language);
        const opened = await use.openEvidenceRequest({ ...input, id: newId, returnUrl: null });
        return {
          status: 201,
          location: `/api/v1/staff/evidence-requests/${opened.request.id}`,
          body: evidenceRequestView(opened, deps),
        };
      },
    }),
    ...callers.flatMap(({ prefix, suffix, tag, access }) => [
      endpoint({
        method: 'get',
        path: `${prefix}/evidence-requests/{id}`,
        operationId: `getEvidenceRequest${suffix}`,
        summary: 'An evidence request of one’s own',
        tag,
        access,
        params: byId,
        answers: { 200: asRequest },
        refusals: ['EVIDENCE_REQUEST_NOT_FOUND'],
        handle: async ({ actor, params }) => ({
          status: 200,
          body: evidenceRequestView(await use.getEvidenceRequest({ actor, id: params.id }), deps),
        }),
      }),
      endpoint({
        method: 'get',
        path: `${prefix}/evidence-requests/{id}/items/{documentId}`,
        operationId: `readItemManifest${suffix}`,
        summary: 'What an item is, signed',
        tag,
        access,
        params: byItem,
        answers: { 200: { description: 'The signed manifest', schema: manifestSchema } },
        refusals: basisRefusals,
        handle: async ({ actor, params }) => ({
          status: 200,
          body: await use.readItemManifest({ actor, requestId: params.id, documentId: params.documentId }),
        }),
      }),
      endpoint({
        method: 'get',
        path: `${prefix}/evidence-requests/{id}/items/{documentId}/content`,
        operationId: `readItemContent${suffix}`,
        summary: 'The bytes of an item',
        tag,
        access,
        params: byItem,
        answers: {
          200: { description: 'The bytes', schema: 'bytes' },
          206: { description: 'The bytes of the range', schema: 'bytes' },
          304: { description: 'Not changed since the named ETag' },
        },
        refusals: [...basisRefusals, 'RANGE_NOT_SATISFIABLE', 'CONTENT_DAMAGED', 'STORAGE_UNAVAILABLE'],
        handle: ({ actor, params, conditions }) =>
          use.readItemContent({ actor, requestId: params.id, documentId: params.documentId, conditions }),
      }),
      endpoint({
        method: 'post',
        path: `${prefix}/citations`,
        operationId: `citeItem${suffix}`,
        summary: 'Freeze an item’s version and hash into the dossier',
        tag,
        access,
        body: citeSchema,
        creates: true,
        answers: { 201: { description: 'The citation', schema: citationSchema } },
        refusals: [...basisRefusals, 'HASH_MISMATCH', 'DOSSIER_FULL'],
        handle: async ({ actor, body, newId }) => ({
          status: 201,
          body: await use.citeItem({ actor, id: newId, ...body }),
        }),
      }),
    ]),
  ];
}
