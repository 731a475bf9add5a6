import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describeEndpoints } from '../../src/endpoints.js';
import { writeOpenApi } from '../../src/http/openapi.js';
import { problemKinds } from '../../src/platform/problem-codes.js';
import type { Json } from '../support/person.js';
import { makeWorld, type World } from '../support/service.js';

const committed: Json = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', 'openapi.json'), 'utf8'),
);

interface Operation {
  readonly name: string;
  readonly path: string;
  readonly method: string;
  readonly is: Json;
}
const operations: Operation[] = Object.entries<Record<string, Json>>(committed.paths).flatMap(
  ([path, methods]) =>
    Object.entries(methods).map(([method, is]) => ({ name: `${method} ${path}`, path, method, is })),
);
const api = operations.filter(({ path }) => path.startsWith('/api/v1/'));
const resolved = (schema: Json): Json =>
  schema?.$ref ? committed.components.schemas[schema.$ref.split('/').at(-1)] : schema;

describe('openapi.json', function () {
  this.timeout(30_000);
  let world: World;
  let url: string;
  before(async () => {
    world = await makeWorld();
    url = (await world.start()).url;
  });
  after(() => world.end());

  it('is what the endpoints say, and what the service serves', async () => {
    expect(writeOpenApi(describeEndpoints())).to.deep.equal(committed);
    const served = await fetch(`${url}/openapi.json`);
    expect([served.status, served.headers.get('content-type')]).to.deep.equal([
      200,
      'application/json; charset=utf-8',
    ]);
    expect(await served.json()).to.deep.equal(committed);
    expect(committed.openapi).to.equal('3.1.0');
  });

  it('names every path of the contract', () => {
    const named = new Set(api.map(({ name }) => name.replaceAll(/\{\w+\}/g, '{}')));
    const contract = `get /session
      post /me/documents | get /me/documents | get /me/documents/{} | patch /me/documents/{} | delete /me/documents/{}
      post /me/documents/{}/versions | get /me/documents/{}/content | get /me/documents/{}/versions/{}/content
      get /me/quota | get /me/consents | get /me/consents/{}
      post /me/consents/{}/accept | post /me/consents/{}/deny | post /me/consents/{}/withdraw
      get /me/accesses | post /me/accesses/{}/complaints
      get /whoami | get /directory/procedures/{}
      put /dossiers/{} | patch /dossiers/{} | get /dossiers/{}
      post /evidence-requests | get /evidence-requests/{}
      get /evidence-requests/{}/items/{} | get /evidence-requests/{}/items/{}/content
      post /citations | get /consents/{} | get /consent-events
      post /dossiers/{}/results | post /dossiers/{}/results/{}/release | post /dossiers/{}/results/{}/revoke
      put /staff/dossiers/{} | post /staff/evidence-requests | get /staff/evidence-requests/{}/items/{}/content
      post /staff/citations | post /staff/comparisons`
      .split(/[|\n]/)
      .map((line) => line.trim().replace(' ', ' /api/v1'));
    expect(contract.filter((line) => !named.has(line))).to.deep.equal([]);
  });

  it('gives each operation an operationId of its own, a summary and security', () => {
    const ids = operations.map(({ is }) => is.operationId);
    expect(new Set(ids).size).to.equal(ids.length);
    for (const { name, is } of operations) {
      expect(is.operationId, name).to.match(/^[a-z]\w+$/i);
      expect(is.summary, name).to.match(/^.{4,}$/);
    }
    for (const { name, is } of api) {
      const [[scheme, scopes] = ['', []]] = is.security.map((entry: Json) => Object.entries(entry)[0]);
      expect(Object.keys(committed.components.securitySchemes), name).to.include(scheme);
      if (scheme === 'partner' && name !== 'get /api/v1/whoami') expect(scopes, name).to.have.length(1);
    }
  });

  it('gives each answer of success a schema, but where there is no body', () => {
    for (const { name, is } of api) {
      const successes = Object.entries<Json>(is.responses).filter(([status]) => /^[23]/.test(status));
      expect(successes, name).to.not.deep.equal([]);
      for (const [status, answer] of successes) {
        if (status === '204' || status === '304') expect(answer.content, name).to.equal(undefined);
        else {
          for (const [type, { schema }] of Object.entries<Json>(answer.content)) {
            expect(Object.keys(resolved(schema)), `${name} ${status} ${type}`).to.include('type');
          }
        }
      }
    }
  });

  it('gives each refusal as a problem document, with codes that exist under that status', () => {
    for (const { name, is } of api) {
      const refusals = Object.entries<Json>(is.responses).filter(([status]) => /^[45]/.test(status));
      const statuses = refusals.map(([status]) => status);
      expect(statuses, name).to.include.members(['401', '403', '429', '500', '503']);
      for (const [status, { description, content }] of refusals) {
        expect(Object.keys(content), `${name} ${status}`).to.deep.equal(['application/problem+json']);
        expect(content['application/problem+json'].schema.$ref).to.equal('#/components/schemas/Problem');
        for (const code of description.split(', ')) {
          const kind = problemKinds[code as keyof typeof problemKinds];
          expect(kind?.status, `${name} ${code}`).to.equal(Number(status));
        }
      }
    }
  });

  it('gives each parameter of a path, and each body, a schema', () => {
    for (const { name, path, method, is } of api) {
      const inPath = (is.parameters ?? []).filter((parameter: Json) => parameter.in === 'path');
      const wanted = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
      expect(
        inPath.map((parameter: Json) => parameter.name),
        name,
      ).to.have.members(wanted);
      if (method === 'put' || method === 'patch') expect(is.requestBody, name).to.not.equal(undefined);
      for (const { schema } of Object.values<Json>(is.requestBody?.content ?? {})) {
        expect(Object.keys(resolved(schema)), name).to.include('type');
      }
    }
  });

  it('gives each list `limit` from 1 to 100 and `after`', () => {
    const lists = api.filter(({ is }) => {
      const schema = resolved(is.responses['200']?.content?.['application/json']?.schema);
      return schema?.properties?.items && schema.properties.next;
    });
    expect(lists.map(({ name }) => name)).to.include.members([
      'get /api/v1/me/documents',
      'get /api/v1/me/consents',
      'get /api/v1/me/accesses',
      'get /api/v1/consent-events',
    ]);
    for (const { name, is } of lists) {
      const byName = Object.fromEntries(is.parameters.map((parameter: Json) => [parameter.name, parameter]));
      expect(byName['limit'].schema, name).to.include({ type: 'integer', minimum: 1, maximum: 100 });
      expect(byName['after'].in, name).to.equal('query');
    }
  });

  it('lets each POST that creates take an Idempotency-Key', () => {
    for (const { name, method, is } of api) {
      if (method !== 'post' || !is.responses['201']) continue;
      const names = (is.parameters ?? []).map((parameter: Json) => parameter.name);
      expect(names, name).to.include('Idempotency-Key');
    }
  });
});
