import { type Endpoint, endpoint } from '../http/endpoint.js';
import { z } from '../http/zod.js';
import type { AccessEntry } from './access-entry.js';
import {
  accessPageSchema,
  accessQuerySchema,
  complaintListSchema,
  complaintPageQuerySchema,
  complaintSchema,
  complaintViewSchema,
} from './audit.schemas.js';
import { complaintView } from './complaint-view.js';
import type { FileComplaint } from './file-complaint.js';
import type { FindAccess } from './find-access.js';
import type { GetComplaint, ListComplaints } from './follow-complaint.js';
import type { ListAccesses } from './list-accesses.js';

export function auditEndpoints(use: {
  listAccesses: ListAccesses;
  findAccess: FindAccess;
  fileComplaint: FileComplaint;
  listComplaints: ListComplaints;
  getComplaint: GetComplaint;
}): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/me/accesses',
      operationId: 'listAccesses',
      summary: 'Who looked at my documents, and why, newest first',
      tag: 'Owner',
      access: { actor: 'OWNER' },
      query: accessQuerySchema,
      answers: { 200: { description: 'A page of the access log', schema: accessPageSchema } },
      refusals: [],
      handle: async ({ actor, query }) => {
        const page = await use.listAccesses({ actor, ...query });
        return { status: 200, body: { items: page.items.map(viewOf), next: page.next } };
      },
    }),
    endpoint({
      method: 'post',
      path: '/me/accesses/{id}/complaints',
      operationId: 'fileComplaint',
      summary: 'I do not recognise this look',
      tag: 'Owner',
      access: { actor: 'OWNER' },
      params: z.object({ id: z.uuid() }),
      body: complaintSchema,
      creates: true,
      answers: { 201: { description: 'The complaint', schema: complaintViewSchema } },
      refusals: ['NOT_FOUND', 'COMPLAINT_CLOSED', 'COMPLAINT_FULL'],
      exists: ({ actor, params }) => use.findAccess({ actor, id: params.id }),
      handle: async ({ actor, params, body, newId }) => ({
        status: 201,
        body: complaintView(
          await use.fileComplaint({ actor, accessId: params.id, text: body.text, id: newId }),
        ),
      }),
    }),
    endpoint({
      method: 'get',
      path: '/me/complaints',
      operationId: 'listComplaints',
      summary: 'My complaints about looks, newest first',
      tag: 'Owner',
      access: { actor: 'OWNER' },
      query: complaintPageQuerySchema,
      answers: { 200: { description: 'A page of complaints', schema: complaintListSchema } },
      refusals: [],
      handle: async ({ actor, query }) => {
        const page = await use.listComplaints({ actor, ...query });
        return { status: 200, body: { items: page.items.map(complaintView), next: page.next } };
      },
    }),
    endpoint({
      method: 'get',
      path: '/me/complaints/{id}',
      operationId: 'getComplaint',
      summary: 'One of my complaints with its history',
      tag: 'Owner',
      access: { actor: 'OWNER' },
      params: z.object({ id: z.uuid() }),
      answers: { 200: { description: 'The complaint', schema: complaintViewSchema } },
      refusals: ['NOT_FOUND'],
      handle: async ({ actor, params }) => ({
        status: 200,
        body: complaintView(await use.getComplaint({ actor, id: params.id })),
      }),
    }),
  ];
}

/** What the owner sees of a line: who she is herself and the account behind the actor stay inside. */
export function viewOf({
  ownerId: _ownerId,
  actorId: _actorId,
  evidenceRequestId: _request,
  ...shown
}: AccessEntry) {
  return shown;
}
