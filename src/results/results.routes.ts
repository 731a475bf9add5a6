import type { Catalogue } from '../catalogue/index.js';
import {
  type DocumentsStore,
  type ExamineFile,
  emptyIsAbsent,
  factsOf,
  lawDate,
  type ReceiveUpload,
  receiveDocument,
  typedText,
  uploadRefusals,
} from '../documents/index.js';
import type { FindDossier } from '../dossiers/index.js';
import { type Endpoint, endpoint } from '../http/endpoint.js';
import { z } from '../http/zod.js';
import { type Clock, vietnamDate } from '../platform/clock.js';
import { type DepositResult, findDeposited } from './deposit-result.js';
import { findResult, type ReleaseResult, type RevokeResult } from './settle-result.js';

const filled = (max: number) => typedText(max).refine((text) => text !== '', 'must not be empty');

const depositFields = z.strictObject({
  typeCode: z.string().min(1).max(60),
  title: emptyIsAbsent(typedText(300).optional()),
  number: filled(100),
  issuerName: filled(300),
  issuedOn: lawDate,
  validTo: emptyIsAbsent(lawDate.optional()),
});
const depositForm = depositFields.extend({
  sha256: z.string().optional(),
  file: z.string().openapi({ type: 'string', format: 'binary', description: 'PDF, JPEG or PNG' }),
});

const depositedSchema = z.object({ resultCode: z.string(), documentId: z.uuid() }).openapi('DepositedResult');
const resultSchema = z
  .object({ resultCode: z.string(), documentId: z.uuid(), state: z.enum(['HIDDEN', 'RELEASED', 'REVOKED']) })
  .openapi('Result');

const access = { actor: 'CLIENT', scope: 'results' } as const;
const tag = 'Partner systems';
const byResult = z.object({ code: z.string().max(60), resultCode: z.string().max(80) });

export function resultEndpoints(
  use: { depositResult: DepositResult; releaseResult: ReleaseResult; revokeResult: RevokeResult },
  deps: {
    findDossier: FindDossier;
    documents: DocumentsStore;
    catalogue: Catalogue;
    clock: Clock;
    receive: ReceiveUpload;
    examineFile: ExamineFile;
  },
): Endpoint[] {
  const asResult = { description: 'The result', schema: resultSchema };
  return [
    endpoint({
      method: 'post',
      path: '/dossiers/{code}/results',
      operationId: 'depositResult',
      summary: 'Put the result of a dossier into its owner’s store, hidden until released',
      tag,
      access,
      params: z.object({ code: z.string().max(60) }),
      upload: depositForm,
      creates: true,
      answers: { 201: { description: 'The result', schema: depositedSchema } },
      refusals: [...uploadRefusals, 'DOSSIER_NOT_FOUND', 'DOCUMENT_TYPE_UNKNOWN', 'RESULT_LIMIT_REACHED'],
      exists: ({ actor, params }) => deps.findDossier({ actor, code: params.code }),
      handle: async ({ actor, params, request, newId, once }) => {
        const dossier = await deps.findDossier({ actor, code: params.code });
        return receiveDocument(
          deps,
          {
            request,
            binding: { ownerId: dossier.ownerId, documentId: newId, version: 1 },
            schema: depositFields,
            checkCsrf: () => undefined,
            checkFields: (fields) => {
              factsOf(fields, deps.catalogue, vietnamDate(deps.clock.now()));
            },
          },
          ({ fields, file, bodyHash, examine }) =>
            once(bodyHash, async (ids) => {
              const made = await findDeposited(
                deps.documents,
                dossier,
                ids.filter((id) => id !== newId),
              );
              const deposited =
                made ??
                (await use.depositResult({
                  actor,
                  dossier,
                  file,
                  examination: await examine(),
                  given: fields,
                }));
              return { status: 201, body: deposited };
            }),
        );
      },
    }),
    endpoint({
      method: 'post',
      path: '/dossiers/{code}/results/{resultCode}/release',
      operationId: 'releaseResult',
      summary: 'Hand a result over to its owner',
      tag,
      access,
      params: byResult,
      answers: { 200: asResult },
      refusals: ['DOSSIER_NOT_FOUND', 'RESULT_NOT_FOUND', 'DOCUMENT_REVOKED'],
      handle: async ({ actor, params }) => ({
        status: 200,
        body: await use.releaseResult({ actor, dossierCode: params.code, resultCode: params.resultCode }),
      }),
    }),
    endpoint({
      method: 'post',
      path: '/dossiers/{code}/results/{resultCode}/revoke',
      operationId: 'revokeResult',
      summary: 'Revoke a result: it stays findable, marked',
      tag,
      access,
      params: byResult,
      body: z.strictObject({ reason: filled(1000) }),
      answers: { 200: asResult },
      refusals: ['DOSSIER_NOT_FOUND', 'RESULT_NOT_FOUND'],
      exists: ({ actor, params }) =>
        findResult(deps, { actor, dossierCode: params.code, resultCode: params.resultCode }),
      handle: async ({ actor, params, body }) => ({
        status: 200,
        body: await use.revokeResult({
          actor,
          dossierCode: params.code,
          resultCode: params.resultCode,
          reason: body.reason,
        }),
      }),
    }),
  ];
}
