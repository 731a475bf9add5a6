import type { OpenAPIRegistry } from '@asteasolutions/zod-to-openapi';
import { z } from './zod.js';

const status = z.object({ status: z.string() });
const jwks = z.object({
  keys: z.array(
    z.object({
      kty: z.literal('EC'),
      crv: z.literal('P-256'),
      x: z.string(),
      y: z.string(),
      kid: z.string(),
      alg: z.literal('ES256'),
      use: z.literal('sig'),
    }),
  ),
});
const tokenRequest = z.object({
  grant_type: z.literal('client_credentials'),
  client_assertion_type: z.literal('urn:ietf:params:oauth:client-assertion-type:jwt-bearer'),
  client_assertion: z.string().openapi({
    description:
      'A JWT signed with the client’s key: iss and sub its id, aud the issuer or this address, jti once, at most 5 minutes.',
  }),
  scope: z
    .string()
    .optional()
    .openapi({ description: 'Parted by blanks; all that the client has when absent.' }),
});
const token = z.object({
  access_token: z.string(),
  token_type: z.literal('Bearer'),
  expires_in: z.number().int(),
  scope: z.string(),
});
const oauthError = z
  .object({ error: z.string(), error_description: z.string().optional() })
  .openapi('OAuthError', {
    description: 'RFC 6749, 5.2; the description says what was expected and what was found.',
  });

const json = (schema: z.ZodType) => ({ 'application/json': { schema } });

/** What stands around /api/v1: tokens, keys, health, sign-in. Each answers as its own standard says. */
export function registerAround(registry: OpenAPIRegistry, problem: z.ZodType): void {
  const refused = (description: string) => ({
    description,
    content: { 'application/problem+json': { schema: problem } },
  });
  const fault = { 500: refused('INTERNAL_ERROR') };
  registry.registerPath({
    method: 'post',
    path: '/oauth2/token',
    operationId: 'getToken',
    summary: 'A token for a partner system (client_credentials with private_key_jwt)',
    tags: ['Tokens and keys'],
    security: [],
    request: {
      body: { required: true, content: { 'application/x-www-form-urlencoded': { schema: tokenRequest } } },
    },
    responses: {
      200: { description: 'A token of at most 10 minutes', content: json(token) },
      400: { description: 'The request is at fault', content: json(oauthError) },
      401: { description: 'The client is not who it says', content: json(oauthError) },
      429: refused('RATE_LIMITED'),
      503: { description: 'Try again later', content: json(oauthError) },
      ...fault,
    },
  });
  registry.registerPath({
    method: 'get',
    path: '/.well-known/jwks.json',
    operationId: 'getKeys',
    summary: 'The keys that artefacts, manifests and receipts are checked with',
    tags: ['Tokens and keys'],
    security: [],
    responses: { 200: { description: 'A JWK set', content: json(jwks) }, ...fault },
  });
  for (const [path, operationId, summary] of [
    ['/healthz', 'getHealth', 'Whether the process lives'],
    ['/readyz', 'getReadiness', 'Whether it may be sent requests'],
  ] as const) {
    registry.registerPath({
      method: 'get',
      path,
      operationId,
      summary,
      tags: ['Health'],
      security: [],
      responses: {
        200: { description: 'Yes', content: json(status) },
        ...(path === '/readyz' ? { 503: { description: 'No', content: json(status) } } : {}),
        ...fault,
      },
    });
  }
  const page = { 'text/html': { schema: z.string() } };
  registry.registerPath({
    method: 'get',
    path: '/sign-in',
    operationId: 'signIn',
    summary: 'Begin to sign in: leads to the e-ID and back to `returnTo`',
    tags: ['Session'],
    security: [],
    request: {
      query: z.object({
        as: z.enum(['owner', 'staff']).optional(),
        returnTo: z.string().optional().openapi({ description: 'A path of this service.' }),
      }),
    },
    responses: {
      303: { description: 'To the e-ID' },
      429: { description: 'Too many attempts', content: page },
      503: { description: 'The e-ID does not answer', content: page },
    },
  });
  registry.registerPath({
    method: 'post',
    path: '/sign-out',
    operationId: 'signOut',
    summary: 'End the session',
    tags: ['Session'],
    security: [{ session: [] }],
    request: {
      body: {
        required: true,
        content: { 'application/x-www-form-urlencoded': { schema: z.object({ _csrf: z.string() }) } },
      },
    },
    responses: {
      303: { description: 'To the start page' },
      403: { description: 'CSRF_INVALID', content: page },
    },
  });
}
