import { deepStrictEqual } from 'node:assert';
import { describeEndpoints } from '../../src/endpoints.js';
import { writeOpenApi } from '../../src/http/openapi.js';

interface Operation {
  readonly responses: Record<string, { readonly description: string }>;
}
const endpoints = describeEndpoints().map((endpoint) => ({
  endpoint,
  pattern: new RegExp(`^/api/v1${endpoint.path.replace(/\{\w+\}/g, '[^/]+')}$`),
}));
// The document's own shape, which the test of openapi.json looks into.
const { paths } = writeOpenApi(describeEndpoints()) as { paths: Record<string, Record<string, Operation>> };

/** What an answer looks like from outside. */
export interface SeenAnswer {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly status: number;
  readonly contentType: string | null;
  /** Parsed when it is JSON. */
  readonly body: unknown;
}

/**
 * Holds an answer of the API against its contract: a status and code that the operation names, a body of its schema, no
 * field beyond it.
 * @throws Error naming operation and difference
 */
export function checkContract({ method, path, status, contentType, body }: SeenAnswer): void {
  const pathname = path.replace(/[?#].*$/, '');
  const found = endpoints.find(
    ({ endpoint, pattern }) => endpoint.method === method.toLowerCase() && pattern.test(pathname),
  );
  if (!found) return;
  const { endpoint } = found;
  const where = `${endpoint.operationId} answered ${status}`;
  const answer = endpoint.answers[status];
  if (answer === undefined) {
    if (!contentType?.startsWith('application/problem+json')) throw new Error(`${where} as ${contentType}`);
    const code = (body as { code?: string }).code ?? '';
    const named = paths[`/api/v1${endpoint.path}`]?.[endpoint.method]?.responses[String(status)]?.description;
    if (!named?.split(', ').includes(code))
      throw new Error(`${where} ${code}, which its contract does not name`);
    return;
  }
  if (answer.schema === undefined || answer.schema === 'bytes') return;
  const parsed = answer.schema.safeParse(body);
  if (!parsed.success) throw new Error(`${where} with a body unlike its schema: ${parsed.error.message}`);
  // Schemas drop what they do not name, so a field beyond them shows as a difference.
  deepStrictEqual(body, parsed.data, `${where} with more than its schema names`);
}
