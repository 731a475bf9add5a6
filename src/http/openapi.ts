import { OpenAPIRegistry, OpenApiGeneratorV31, type ResponseConfig } from '@asteasolutions/zod-to-openapi';
import { type ProblemCode, problemKinds } from '../platform/problem-codes.js';
import type { Access, Endpoint } from './endpoint.js';
import { registerAround } from './openapi-around.js';
import { z } from './zod.js';

const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.string().openapi({ description: 'Stable; decide by it.' }),
    errors: z
      .array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() }))
      .optional()
      .openapi({ description: 'Always with VALIDATION_FAILED.' }),
    requestId: z.string(),
  })
  .openapi('Problem', { description: 'RFC 9457' });

/** Writes the contract (OpenAPI 3.1) from the endpoints themselves, so that it cannot lag behind them. */
export function writeOpenApi(endpoints: readonly Endpoint[]): unknown {
  const registry = new OpenAPIRegistry();
  registry.register('Problem', problemSchema);
  registry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'motlan_session',
    description:
      'The session of a person who signed in; `__Host-motlan_session` over https. Unsafe calls also send X-CSRF-Token.',
  });
  registry.registerComponent('securitySchemes', 'partner', {
    type: 'oauth2',
    description: 'private_key_jwt (RFC 7523) with ES256, RS256 or PS256.',
    flows: {
      clientCredentials: {
        tokenUrl: '/oauth2/token',
        scopes: {
          dossiers: 'The directory of procedures, and dossiers',
          evidence: 'Evidence requests, items, citations, consents',
          results: 'Results of dossiers',
        },
      },
    },
  });
  for (const endpoint of endpoints) registerEndpoint(registry, endpoint);
  registerAround(registry, problemSchema);
  const contract = new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Motlan',
      version: '1',
      description: 'A store of verified documents of citizens and businesses: provide a paper once.',
    },
    servers: [{ url: '/' }],
  });
  return JSON.parse(JSON.stringify(contract));
}

function registerEndpoint(registry: OpenAPIRegistry, endpoint: Endpoint): void {
  const session = endpoint.access.actor !== 'CLIENT';
  const headers = z.object({
    ...(endpoint.creates ? { 'Idempotency-Key': z.string().max(255).optional() } : {}),
    ...(session && endpoint.method !== 'get' ? { 'X-CSRF-Token': z.string().optional() } : {}),
  });
  registry.registerPath({
    method: endpoint.method,
    path: `/api/v1${endpoint.path}`,
    operationId: endpoint.operationId,
    summary: endpoint.summary,
    tags: [endpoint.tag],
    security: [securityOf(endpoint.access)],
    request: {
      // The parameters of every endpoint are objects: parsed from the path, the query and headers.
      ...(endpoint.params ? { params: endpoint.params as z.ZodObject } : {}),
      ...(endpoint.query ? { query: endpoint.query as z.ZodObject } : {}),
      ...(Object.keys(headers.shape).length > 0 ? { headers } : {}),
      ...bodyOf(endpoint),
    },
    responses: { ...answersOf(endpoint), ...refusalsOf(endpoint) },
  });
}

function securityOf(access: Access): Record<string, string[]> {
  if (access.actor !== 'CLIENT') return { session: [] };
  return { partner: access.scope === null ? [] : [access.scope] };
}

function bodyOf(endpoint: Endpoint) {
  if (endpoint.upload) {
    return { body: { required: true, content: { 'multipart/form-data': { schema: endpoint.upload } } } };
  }
  if (!endpoint.body) return {};
  return {
    body: { required: !endpoint.bodyOptional, content: { 'application/json': { schema: endpoint.body } } },
  };
}

function answersOf(endpoint: Endpoint): Record<string, ResponseConfig> {
  return Object.fromEntries(
    Object.entries(endpoint.answers).map(([status, { description, schema }]) => [
      status,
      {
        description,
        ...(schema === undefined
          ? {}
          : schema === 'bytes'
            ? { content: contentTypes }
            : { content: { 'application/json': { schema } } }),
      },
    ]),
  );
}

const bytes = z.string().openapi({ type: 'string', format: 'binary' });
const contentTypes = {
  'application/pdf': { schema: bytes },
  'image/jpeg': { schema: bytes },
  'image/png': { schema: bytes },
};

/** Every refusal an endpoint can give, by status: those of its kind and its own. */
function refusalsOf(endpoint: Endpoint): Record<string, ResponseConfig> {
  const partner = endpoint.access.actor === 'CLIENT';
  const codes = new Set<ProblemCode>([
    partner ? 'TOKEN_INVALID' : 'SIGN_IN_REQUIRED',
    'ROLE_MISSING',
    // Who acts for another, by a mandate that has ended or does not go so far.
    ...(partner || endpoint.access.actor === 'STAFF'
      ? []
      : (['MANDATE_ENDED', 'NOT_ALLOWED_FOR_OTHERS'] as const)),
    ...(partner && endpoint.access.actor === 'CLIENT' && endpoint.access.scope
      ? (['SCOPE_MISSING'] as const)
      : []),
    ...(!partner && endpoint.method !== 'get' ? (['CSRF_INVALID'] as const) : []),
    ...(endpoint.params ? (['NOT_FOUND'] as const) : []),
    ...(endpoint.body ? (['BODY_MALFORMED', 'BODY_TOO_LARGE', 'VALIDATION_FAILED'] as const) : []),
    ...(endpoint.query ? (['VALIDATION_FAILED'] as const) : []),
    ...(endpoint.creates ? (['IDEMPOTENCY_KEY_REUSED', 'REQUEST_IN_PROGRESS'] as const) : []),
    ...endpoint.refusals,
    'RATE_LIMITED',
    'INTERNAL_ERROR',
    'DATABASE_UNAVAILABLE',
  ]);
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of codes) {
    const { status } = problemKinds[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus]
      .toSorted(([a], [b]) => a - b)
      .map(([status, named]) => [
        String(status),
        {
          description: named.join(', '),
          content: { 'application/problem+json': { schema: problemSchema } },
        },
      ]),
  );
}
