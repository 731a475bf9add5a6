import { type Answer, type Endpoint, endpoint } from '../http/endpoint.js';
import { z } from '../http/zod.js';
import { type Clock, vietnamDate } from '../platform/clock.js';
import type { ProblemCode } from '../platform/problem-codes.js';
import type { ChangeDocument } from './change-document.js';
import type { DeleteDocument } from './delete-document.js';
import { documentView } from './document-view.js';
import {
  changeSchema,
  documentPageSchema,
  documentQuerySchema,
  documentSchema,
  quotaSchema,
  uploadFormSchema,
  versionFormSchema,
} from './documents.schemas.js';
import type { GetDocument, ListDocuments } from './list-documents.js';
import type { QuotaView } from './quota.js';
import type { ReadOwnContent } from './reading/read-own-content.js';
import type { makeUploadDocument, makeUploadVersion, UploadOutcome } from './upload-document.js';

/** What an upload can be refused for, in the order of the table in the contract. */
export const uploadRefusals: readonly ProblemCode[] = [
  'UPLOAD_MALFORMED',
  'FILE_MISSING',
  'FILE_TOO_LARGE',
  'FILE_EMPTY',
  'FILE_TYPE_NOT_ALLOWED',
  'FILE_TYPE_MISMATCH',
  'DIGEST_MISMATCH',
  'FILE_ENCRYPTED',
  'FILE_TOO_COMPLEX',
  'FILE_UNREADABLE',
  'FILE_INFECTED',
  'QUOTA_EXCEEDED',
  'VALIDATION_FAILED',
  'STORAGE_UNAVAILABLE',
  'SERVICE_STOPPING',
];

const byId = z.object({ id: z.uuid() });
/** Also for delegates, within the types that they were given. */
const delegate = { actor: 'OWNER', delegates: true } as const;
const owner = { actor: 'OWNER' } as const;
const tag = 'Owner';

export interface DocumentUseCases {
  readonly listDocuments: ListDocuments;
  readonly getDocument: GetDocument;
  readonly uploadDocument: ReturnType<typeof makeUploadDocument>;
  readonly uploadVersion: ReturnType<typeof makeUploadVersion>;
  readonly changeDocument: ChangeDocument;
  readonly deleteDocument: DeleteDocument;
  readonly readOwnContent: ReadOwnContent;
  readonly readQuota: (ownerId: string) => Promise<QuotaView>;
}

export function documentEndpoints(use: DocumentUseCases, clock: Clock): Endpoint[] {
  const uploaded = ({ document, created }: UploadOutcome): Answer => ({
    status: created ? 201 : 200,
    ...(created ? { location: `/api/v1/me/documents/${document.id}` } : {}),
    body: { ...documentView(document, vietnamDate(clock.now())), ...(created ? {} : { duplicate: true }) },
  });
  const asDocument = { description: 'The document', schema: documentSchema };
  const content = { description: 'The bytes', schema: 'bytes' } as const;
  const contentAnswers = {
    200: content,
    206: { description: 'The bytes of the range', schema: 'bytes' },
    304: { description: 'Not changed since the named ETag' },
  } as const;

  return [
    endpoint({
      method: 'post',
      path: '/me/documents',
      operationId: 'addDocument',
      summary: 'Put a document in',
      tag,
      access: delegate,
      upload: uploadFormSchema,
      creates: true,
      answers: { 201: asDocument, 200: { ...asDocument, description: 'The same bytes are held already' } },
      refusals: [...uploadRefusals, 'DOCUMENT_TYPE_UNKNOWN'],
      handle: ({ actor, request, checkCsrfField, newId, once }) =>
        use.uploadDocument({ actor, request, checkCsrf: checkCsrfField, newId, once, answer: uploaded }),
    }),
    endpoint({
      method: 'get',
      path: '/me/documents',
      operationId: 'listDocuments',
      summary: 'My documents, newest first',
      tag,
      access: delegate,
      query: documentQuerySchema,
      answers: { 200: { description: 'A page of documents', schema: documentPageSchema } },
      refusals: [],
      handle: async ({ actor, query }) => ({
        status: 200,
        body: await use.listDocuments({ actor, ...query }),
      }),
    }),
    endpoint({
      method: 'get',
      path: '/me/documents/{id}',
      operationId: 'getDocument',
      summary: 'One of my documents',
      tag,
      access: delegate,
      params: byId,
      answers: { 200: asDocument },
      refusals: ['DOCUMENT_NOT_FOUND'],
      handle: async ({ actor, params }) => ({
        status: 200,
        body: await use.getDocument({ actor, id: params.id }),
      }),
    }),
    endpoint({
      method: 'patch',
      path: '/me/documents/{id}',
      operationId: 'changeDocument',
      summary: 'Correct the title, or the facts of an own upload that nobody vouches for yet',
      tag,
      access: owner,
      params: byId,
      body: changeSchema,
      answers: { 200: asDocument },
      refusals: ['DOCUMENT_NOT_FOUND', 'DOCUMENT_VERIFIED', 'DOCUMENT_CHANGED', 'DOCUMENT_TYPE_UNKNOWN'],
      exists: ({ actor, params }) => use.getDocument({ actor, id: params.id }),
      handle: async ({ actor, params, body }) => {
        const changed = await use.changeDocument({ actor, id: params.id, change: withoutAbsent(body) });
        return { status: 200, body: documentView(changed, vietnamDate(clock.now())) };
      },
    }),
    endpoint({
      method: 'delete',
      path: '/me/documents/{id}',
      operationId: 'deleteDocument',
      summary: 'Take an own upload out',
      tag,
      access: owner,
      params: byId,
      answers: { 204: { description: 'It is out' } },
      refusals: ['DOCUMENT_NOT_FOUND', 'RESULT_NOT_DELETABLE', 'DOCUMENT_IN_USE'],
      handle: async ({ actor, params }) => {
        await use.deleteDocument({ actor, id: params.id });
        return { status: 204 };
      },
    }),
    endpoint({
      method: 'post',
      path: '/me/documents/{id}/versions',
      operationId: 'addVersion',
      summary: 'Add a new version of an own upload',
      tag,
      access: owner,
      params: byId,
      upload: versionFormSchema,
      creates: true,
      answers: {
        201: asDocument,
        200: { ...asDocument, description: 'The bytes are those of the current version' },
      },
      refusals: [
        ...uploadRefusals,
        'DOCUMENT_NOT_FOUND',
        'DOCUMENT_VERIFIED',
        'VERSION_CONFLICT',
        'VERSION_LIMIT_REACHED',
        'DOCUMENT_DUPLICATE',
      ],
      handle: ({ actor, params, request, checkCsrfField, newId, once }) =>
        use.uploadVersion({
          actor,
          id: params.id,
          request,
          checkCsrf: checkCsrfField,
          newId,
          once,
          answer: uploaded,
        }),
    }),
    endpoint({
      method: 'get',
      path: '/me/documents/{id}/content',
      operationId: 'readDocument',
      summary: 'The bytes of the current version',
      tag,
      access: delegate,
      params: byId,
      answers: contentAnswers,
      refusals: [
        'DOCUMENT_NOT_FOUND',
        'LEVEL_TOO_LOW',
        'DOCUMENT_NOT_SCANNED',
        'RANGE_NOT_SATISFIABLE',
        'CONTENT_DAMAGED',
        'STORAGE_UNAVAILABLE',
      ],
      handle: ({ actor, params, conditions }) => use.readOwnContent({ actor, id: params.id, conditions }),
    }),
    endpoint({
      method: 'get',
      path: '/me/documents/{id}/versions/{n}/content',
      operationId: 'readVersion',
      summary: 'The bytes of one version',
      tag,
      access: delegate,
      params: byId.extend({ n: z.coerce.number().int().min(1) }),
      answers: contentAnswers,
      refusals: [
        'DOCUMENT_NOT_FOUND',
        'LEVEL_TOO_LOW',
        'DOCUMENT_NOT_SCANNED',
        'RANGE_NOT_SATISFIABLE',
        'CONTENT_DAMAGED',
        'STORAGE_UNAVAILABLE',
      ],
      handle: ({ actor, params, conditions }) =>
        use.readOwnContent({ actor, id: params.id, version: params.n, conditions }),
    }),
    endpoint({
      method: 'get',
      path: '/me/quota',
      operationId: 'getQuota',
      summary: 'The space my own uploads take',
      tag,
      access: owner,
      answers: { 200: { description: 'The quota', schema: quotaSchema } },
      refusals: [],
      handle: async ({ actor }) => ({ status: 200, body: await use.readQuota(actor.ownerId) }),
    }),
  ];
}

function withoutAbsent<Value extends object>(
  value: Value,
): { [Key in keyof Value]: Exclude<Value[Key], undefined> } {
  // Absent and undefined mean the same to a caller; a use case sees only what was sent.
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as never;
}
