import { type Endpoint, endpoint } from '../http/endpoint.js';
import { z } from '../http/zod.js';
import type { ClientActor } from '../platform/actor.js';
import { allScopes } from './client.js';

const whoamiSchema = z
  .object({
    clientId: z.string(),
    name: z.string(),
    agency: z.string(),
    scopes: z.array(z.enum(allScopes)),
    procedures: z
      .array(z.string())
      .nullable()
      .describe('Codes of the procedures the client may ask for; null for all.'),
    returnUrls: z.array(z.string()),
    expiresAt: z.iso.datetime().describe('When the token ends.'),
  })
  .openapi('WhoAmI');

/** What a token is good for. */
export function whoami(actor: ClientActor): z.output<typeof whoamiSchema> {
  return {
    clientId: actor.id,
    name: actor.name,
    agency: actor.agency,
    scopes: [...actor.scopes],
    procedures: actor.procedures && [...actor.procedures],
    returnUrls: [...actor.returnUrls],
    expiresAt: actor.tokenExpiresAt.toISOString(),
  };
}

export const partnerEndpoints: readonly Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/whoami',
    operationId: 'whoAmI',
    summary: 'Who this token belongs to, what it allows and until when',
    tag: 'Partner systems',
    access: { actor: 'CLIENT', scope: null },
    answers: { 200: { description: 'The client of the token.', schema: whoamiSchema } },
    refusals: [],
    handle: async ({ actor }) => ({ status: 200, body: whoami(actor) }),
  }),
];
