import { expect } from 'chai';
import { describeEndpoints } from '../../src/endpoints.js';
import type { Endpoint } from '../../src/http/endpoint.js';
import { pdfPaper } from '../support/papers.js';
import { makePartner, type Partner } from '../support/partner.js';
import { formOf, type Json, type Person, signIn } from '../support/person.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';
import { bodyOf, fill, type Names, pathOf } from './named.js';
import { asPartner, asPerson, send, type Who } from './support.js';

/** What a database, an object or a template could take for more than a value. */
const payloads: readonly Json[] = [
  { $gt: '' },
  [{ $ne: null }],
  [],
  { constructor: { prototype: { polluted: true } } },
  null,
  -1.5,
];
/** The same as text in JSON, since an object literal would set the prototype. */
const asOwnProperty = '{"__proto__":{"polluted":true}}';

describe('operators in place of values', function () {
  this.timeout(120_000);
  let world: World;
  let service: RunningService;
  let real: Names;
  let who: Record<'OWNER' | 'CLIENT' | 'STAFF' | 'SESSION', Who>;
  let tuyet: Person;
  let ha: Person;
  let partner: Partner;

  before(async () => {
    world = await makeWorld();
    service = await world.start();
    [tuyet, ha] = [await signIn(service.url, 'tuyet'), await signIn(service.url, 'ha', 'staff')];
    partner = await makePartner(service);
    real = await fill(tuyet, ha, partner);
    const owner = asPerson('the owner', tuyet);
    who = {
      OWNER: owner,
      SESSION: owner,
      STAFF: asPerson('the clerk', ha),
      CLIENT: asPartner('the client', partner),
    };
  });
  after(() => world?.end());
  afterEach(() => {
    expect(({} as Json).polluted, 'a prototype was changed').to.equal(undefined);
    expect(service.logLines.filter((line) => line.includes('request failed'))).to.deep.equal([]);
  });

  const all = describeEndpoints();
  const title = ({ method, path }: Endpoint) => `${method.toUpperCase()} ${path}`;
  const post = (endpoint: Endpoint, json: string) =>
    send(service.url, {
      method: endpoint.method.toUpperCase(),
      path: pathOf(endpoint, real),
      headers: { ...who[endpoint.access.actor].headers, 'content-type': 'application/json' },
      body: json,
    });

  /** Every place of a body, as a path of names. */
  function places(body: Json, at: string[] = []): string[][] {
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return [at];
    return [at, ...Object.keys(body).flatMap((name) => places(body[name], [...at, name]))];
  }
  /** The body's JSON with another value at that place. */
  function withAt(body: Json, [name, ...rest]: string[], json: string): string {
    if (name === undefined) return json;
    const others = Object.entries(body)
      .filter(([other]) => other !== name)
      .map(([other, value]) => `${JSON.stringify(other)}:${JSON.stringify(value)}`);
    return `{${[...others, `${JSON.stringify(name)}:${withAt(body[name] ?? {}, rest, json)}`].join(',')}}`;
  }

  for (const endpoint of all.filter(({ body }) => body !== undefined)) {
    it(`${title(endpoint)}: refused as a fault of the field, in every field`, async () => {
      // Every name that the contract has, also those that a caller may leave out.
      const optional: Json = {
        openEvidenceRequest: { legalGround: 'x', use: { maxReads: 1, validForDays: 1 }, returnUrl: 'x' },
        openEvidenceRequestAsClerk: { legalGround: 'x', use: { maxReads: 1, validForDays: 1 } },
        changeDocument: {
          typeCode: 'OTHER',
          number: '1',
          issuerName: 'x',
          issuedOn: '2020-01-01',
          validTo: '2030-01-01',
        },
        recordComparison: { note: 'x' },
        openDossier: { submitter: 'x' },
        openDossierAsClerk: { submitter: 'x' },
      };
      const body = { ...bodyOf(endpoint, real), ...optional[endpoint.operationId] };
      for (const place of places(body)) {
        const values = [...payloads.map((payload) => JSON.stringify(payload)), asOwnProperty];
        for (const json of values) {
          if (isFine(endpoint, place, json)) continue;
          const answer = await post(endpoint, withAt(body, place, json));
          expect(answer.status, `${place.join('.')} = ${json}: ${answer.text.slice(0, 200)}`).to.be.within(
            400,
            422,
          );
          expect(answer.body.code).to.be.oneOf(['VALIDATION_FAILED', 'BODY_MALFORMED', 'AGENCY_MISMATCH']);
        }
      }
      for (const name of ['__proto__', 'constructor', '$where', '$or', 'a.b', '']) {
        const json = `{${JSON.stringify(name)}:${JSON.stringify({ $gt: '' })},${JSON.stringify(body).slice(1)}`;
        const answer = await post(endpoint, json.replace(/,\}$/, '}'));
        expect([answer.status, answer.body.code], name).to.deep.equal([422, 'VALIDATION_FAILED']);
      }
    });
  }

  /** The few values above that a contract takes. */
  function isFine({ operationId }: Endpoint, place: string[], json: string): boolean {
    const [name] = place;
    if (name === undefined && json === '{}') return /^(accept|deny|withdraw)Consent$/.test(operationId);
    if (name === 'use') return json === '{}';
    return operationId === 'changeDocument' && json === 'null' && name !== 'title' && name !== 'typeCode';
  }

  it('in a query: refused, or not looked at; never a match', async () => {
    const lists = all.filter(({ query }) => query !== undefined);
    expect(lists.length).to.be.greaterThan(3);
    for (const endpoint of lists) {
      const names = ['q', 'typeCode', 'status', 'state', 'documentId', 'limit', 'after', '_id', 'ownerId'];
      for (const name of names) {
        for (const query of [
          `${name}[$ne]=x`,
          `${name}[$gt]=`,
          `${name}[]=a&${name}[]=b`,
          `${name}=1&${name}=2`,
          `${name}.$ne=x`,
          `${name}=%7B%22$ne%22:null%7D`,
          `__proto__[${name}]=x`,
          `constructor[prototype][${name}]=x`,
          ...(name === 'q' ? [] : [`${name}=%00`]),
        ]) {
          const { status, body, text } = await send(service.url, {
            method: 'GET',
            path: `${pathOf(endpoint, real)}?${query}`,
            headers: who[endpoint.access.actor].headers,
          });
          const where = `${title(endpoint)}?${query}: ${status} ${text.slice(0, 200)}`;
          // Words and type codes may be any text; then nothing has them.
          if (status === 200)
            expect([name, body.items.length], where).to.deep.equal([name === 'typeCode' ? name : 'q', 0]);
          else expect([status, body.code], where).to.deep.equal([422, 'VALIDATION_FAILED']);
        }
      }
    }
  });

  it('in a path: names nothing', async () => {
    const names = [
      '{"$gt":""}',
      '$where',
      '__proto__',
      'constructor',
      '*',
      '00000000-0000-0000-0000-00000000000%00',
      '%00',
      '0',
    ];
    for (const endpoint of all.filter(({ path }) => path.includes('{'))) {
      for (const name of names) {
        const escaped = name.includes('%') ? name : encodeURIComponent(name);
        const made = pathOf({ ...endpoint, path: endpoint.path.replaceAll(/\{\w+\}/g, escaped) }, real);
        const json = bodyOf(endpoint, real);
        const { status, text } = await send(service.url, {
          method: endpoint.method.toUpperCase(),
          path: made,
          headers: { ...who[endpoint.access.actor].headers, 'content-type': 'application/json' },
          body: json === undefined ? undefined : JSON.stringify(json),
        });
        const wanted = endpoint.method === 'put' ? [404, 422] : [404];
        expect(status, `${endpoint.method} ${made}: ${text.slice(0, 200)}`).to.be.oneOf(wanted);
      }
    }
  });

  it('in a form with a file: refused as a fault of the form or the field', async () => {
    for (const endpoint of all.filter(({ upload }) => upload !== undefined)) {
      for (const name of [
        'typeCode[$ne]',
        'typeCode[]',
        'title.$gt',
        '$where',
        '__proto__',
        'constructor',
        '__proto__[polluted]',
        'constructor[prototype][polluted]',
        'hasOwnProperty',
        'toString',
      ]) {
        const form = new Response(
          formOf(
            { ...(endpoint.operationId === 'addVersion' ? {} : { typeCode: 'OTHER' }), [name]: '1' },
            pdfPaper(),
          ),
        );
        const answer = await send(service.url, {
          method: 'POST',
          path: pathOf(endpoint, real),
          headers: {
            ...who[endpoint.access.actor].headers,
            'content-type': form.headers.get('content-type') ?? '',
          },
          body: Buffer.from(await form.arrayBuffer()),
        });
        expect([answer.status, answer.body.code], `${title(endpoint)} ${name}`).to.deep.equal([
          422,
          'VALIDATION_FAILED',
        ]);
      }
    }
  });

  it('in a page’s form: refused, explained or not looked at, and nothing changes', async () => {
    const forms: [Person, string, string[]][] = [
      [tuyet, `/documents/${real.document}/title`, ['title']],
      [tuyet, `/consents/${real.pending}/accept`, ['documentIds']],
      [tuyet, `/accesses/${real.access}/complaints`, ['text']],
      [ha, '/counter/dossiers', ['code', 'procedureCode', 'owner.kind', 'owner.value', 'channel']],
      [ha, `/counter/evidence-requests/${real.requestOfClerk}/comparisons`, ['outcome', 'documentId']],
      [
        ha,
        `/counter/evidence-requests/${real.requestOfClerk}/citations`,
        ['documentId', 'sha256', 'version'],
      ],
    ];
    const stored = async () => (await tuyet.call('GET', `/api/v1/me/documents/${real.document}`)).body;
    const before = await stored();
    for (const [person, path, names] of forms) {
      for (const name of [...names.slice(0, 2), '__proto__', 'owner.__proto__']) {
        for (const fields of [
          `${name}[$ne]=x`,
          `${name}=a&${name}=b&${name}=c`,
          `${name}=%00`,
          `${name}.constructor.prototype=x`,
        ]) {
          const response = await person.browser.open(`${service.url}${path}`, {
            method: 'POST',
            body: `_csrf=${person.csrfToken}&${fields}`,
            headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
          });
          const text = await response.text();
          expect(response.status, `${path} ${fields}: ${text.slice(0, 300)}`).to.be.within(400, 422);
        }
      }
    }
    expect(await stored()).to.deep.equal(before);
  });
});
