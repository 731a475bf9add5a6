import { request as httpRequest } from 'node:http';
import { expect } from 'chai';
import { describeEndpoints } from '../../src/endpoints.js';
import type { Endpoint } from '../../src/http/endpoint.js';
import { problemKinds } from '../../src/platform/problem-codes.js';
import { pdfPaper } from '../support/papers.js';
import { makePartner, type Partner } from '../support/partner.js';
import { formOf, type Json, type Person, signIn } from '../support/person.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';

const documents = '/api/v1/me/documents';
const absentId = '019a0000-0000-7000-8000-000000000000';

describe('refusals', function () {
  this.timeout(60_000);
  let world: World;
  let service: RunningService;
  let tuyet: Person;
  let ha: Person;
  let mai: Person;
  let partner: Partner;
  let noScopes: Partner;

  before(async () => {
    world = await makeWorld();
    service = await world.start();
    tuyet = await signIn(service.url, 'tuyet');
    ha = await signIn(service.url, 'ha', 'staff');
    mai = await signIn(service.url, 'mai', 'staff');
    partner = await makePartner(service);
    noScopes = await makePartner(service, { scopes: ['results'] });
  });
  after(() => world?.end());

  const addressOf = ({ path }: Endpoint) =>
    `/api/v1${path.replace(/\{(\w+)\}/g, (_, name: string) => (name === 'n' ? '1' : name === 'code' ? 'H09.1-251125-9999' : absentId))}`;
  const nobody = async (method: string, path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${service.url}${path}`, { method, headers });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  const code = ({ status, body }: { status: number; body: Json }) => `${status} ${body.code}`;
  const all = describeEndpoints();
  const unsafe = (endpoint: Endpoint) => endpoint.method !== 'get';

  describe('come in the order 401, 403, 404, body', () => {
    for (const endpoint of all) {
      const { access } = endpoint;
      const name = `${endpoint.method.toUpperCase()} ${endpoint.path}`;
      const send = (who: Person | Partner, headers?: Record<string, string>) =>
        who.call(
          endpoint.method.toUpperCase(),
          addressOf(endpoint),
          unsafe(endpoint) ? { la: 1 } : undefined,
          headers,
        );

      it(`${name} is 401 to nobody`, async () => {
        const answer = await nobody(endpoint.method.toUpperCase(), addressOf(endpoint));
        const wanted = access.actor === 'CLIENT' ? '401 TOKEN_INVALID' : '401 SIGN_IN_REQUIRED';
        expect(code(answer)).to.equal(wanted);
        if (access.actor === 'CLIENT') expect(answer.headers.get('www-authenticate')).to.match(/^Bearer/);
        const forged = await nobody(endpoint.method.toUpperCase(), addressOf(endpoint), {
          authorization: 'Bearer x',
        });
        expect(code(forged)).to.equal('401 TOKEN_INVALID');
      });

      it(`${name} is 403 ROLE_MISSING to the wrong kind of actor, before anything is looked up or read`, async () => {
        const wrong: readonly (Person | Partner)[] = {
          OWNER: [ha, mai, partner],
          STAFF: [tuyet, mai, partner],
          SESSION: [partner],
          CLIENT: [tuyet, ha],
        }[access.actor];
        for (const who of wrong) expect(code(await send(who))).to.equal('403 ROLE_MISSING');
      });

      if (access.actor === 'CLIENT' && access.scope !== null && access.scope !== 'results') {
        it(`${name} is 403 SCOPE_MISSING without its scope`, async () => {
          expect(code(await send(noScopes))).to.equal('403 SCOPE_MISSING');
        });
      }

      if (access.actor !== 'CLIENT' && unsafe(endpoint)) {
        it(`${name} is 403 CSRF_INVALID without the session’s token or from a foreign page`, async () => {
          const who = access.actor === 'STAFF' ? ha : tuyet;
          for (const headers of [
            { 'x-csrf-token': '' },
            { 'x-csrf-token': 'wrong' },
            { 'x-csrf-token': tuyet.csrfToken === who.csrfToken ? ha.csrfToken : tuyet.csrfToken },
            { origin: 'https://evil.example' },
            { 'sec-fetch-site': 'cross-site' },
          ]) {
            expect(code(await send(who, headers)), JSON.stringify(headers)).to.equal('403 CSRF_INVALID');
          }
        });
      }

      if (endpoint.path.includes('{') && unsafe(endpoint) && endpoint.method !== 'put') {
        it(`${name} is 404 for what is absent, before the body is looked at`, async () => {
          const who = { OWNER: tuyet, STAFF: ha, SESSION: tuyet, CLIENT: partner }[access.actor];
          const answer = await send(who);
          expect(answer.status, JSON.stringify(answer.body)).to.equal(404);
          expect(answer.body.code).to.match(/NOT_FOUND$/);
        });
      }
    }

    it('a form without its token is 403 before the document that it names is looked up', async () => {
      for (const [token, wanted] of [
        ['', '403 CSRF_INVALID'],
        ['wrong', '403 CSRF_INVALID'],
        [tuyet.csrfToken, '404 DOCUMENT_NOT_FOUND'],
      ] as const) {
        const form = new FormData();
        if (token) form.append('_csrf', token);
        form.append('file', new Blob([new Uint8Array(pdfPaper().bytes)]), 'a.pdf');
        const response = await tuyet.browser.open(`${service.url}${documents}/${absentId}/versions`, {
          method: 'POST',
          body: form,
        });
        expect(code({ status: response.status, body: await response.json() })).to.equal(wanted);
      }
    });

    it('a body that is no form has no token to wait for', async () => {
      const response = await tuyet.browser.open(`${service.url}${documents}`, {
        method: 'POST',
        body: '{}',
        headers: { 'content-type': 'application/json' },
      });
      expect(code({ status: response.status, body: await response.json() })).to.equal('403 CSRF_INVALID');
    });

    it('a refusal before the body’s end reaches a sender of many bytes', async () => {
      const body = formOf({ typeCode: 'OTHER' }, pdfPaper('lon.pdf', 8_000_000));
      const response = await fetch(`${service.url}${documents}`, { method: 'POST', body });
      expect(code({ status: response.status, body: await response.json() })).to.equal('401 SIGN_IN_REQUIRED');
    });
  });

  describe('an unknown path under /api/v1', () => {
    const paths = [
      '/api/v1',
      '/api/v1/',
      '/api/v1/nothing',
      '/api/v1/me',
      '/api/v1/me/documents/',
      '/api/v1/ME/documents',
      '/api/v1/me/documents/%ff',
      '/api/v1/%',
      '/api/v1/me/documents/%E0%A4%A/content',
    ];
    for (const path of paths) {
      it(`${path} is 401 to nobody and 404 to somebody`, async () => {
        for (const method of ['GET', 'POST']) {
          expect(code(await nobody(method, path))).to.equal('401 SIGN_IN_REQUIRED');
          expect(code(await tuyet.call(method, path))).to.equal('404 NOT_FOUND');
          expect(code(await partner.call(method, path))).to.equal('404 NOT_FOUND');
        }
        expect(code(await nobody('GET', path, { authorization: 'Bearer x' }))).to.equal('401 TOKEN_INVALID');
      });
    }

    it('a method that a path does not have is 401 and 404 too', async () => {
      expect(code(await nobody('PUT', documents))).to.equal('401 SIGN_IN_REQUIRED');
      expect(code(await tuyet.call('PUT', documents, {}))).to.equal('404 NOT_FOUND');
    });
  });

  describe('a problem document', () => {
    it('has type, title, status, detail, code and the request’s id, which the log has too', async () => {
      const answer = await tuyet.call('GET', `${documents}/${absentId}`, undefined, {
        'accept-language': 'en',
      });
      expect(answer.headers.get('content-type')).to.match(/^application\/problem\+json/);
      expect(answer.body).to.deep.equal({
        type: 'urn:motlan:problem:document-not-found',
        title: problemKinds.DOCUMENT_NOT_FOUND.en.title,
        status: 404,
        detail: problemKinds.DOCUMENT_NOT_FOUND.en.detail,
        code: 'DOCUMENT_NOT_FOUND',
        requestId: answer.headers.get('x-request-id'),
      });
      expect(service.logLines.some((line) => line.includes(answer.body.requestId))).to.equal(true);
      expect(answer.headers.get('cache-control')).to.equal('no-store');
    });

    for (const [header, language] of [
      ['en', 'en'],
      ['en-GB,en;q=0.9', 'en'],
      ['vi', 'vi'],
      ['en;q=0.5, vi;q=0.8', 'vi'],
      ['vi;q=0.2, en', 'en'],
      ['fr', 'vi'],
      ['', 'vi'],
    ] as const) {
      it(`speaks ${language} for Accept-Language "${header}", whatever was chosen for pages`, async () => {
        for (const cookie of ['', 'lang=vi', 'lang=en']) {
          const answer = await nobody('GET', documents, { 'accept-language': header, cookie });
          // Without a wish in the header the person's choice may count.
          if (cookie && !/en|vi/.test(header)) continue;
          expect(answer.body.title, cookie).to.equal(problemKinds.SIGN_IN_REQUIRED[language].title);
          expect(answer.headers.get('content-language')).to.equal(language);
        }
      });
    }

    it('has errors with VALIDATION_FAILED and only with it, and no place left unfilled', async () => {
      const answers = [
        await tuyet.upload(documents, {}, pdfPaper()),
        await tuyet.call('GET', `${documents}?limit=0`),
        await tuyet.call('GET', '/api/v1/me/accesses?documentId=x'),
        await tuyet.call('GET', '/api/v1/me/consents?state=x'),
        await ha.call('POST', '/api/v1/staff/comparisons', {}),
        await ha.call('POST', '/api/v1/staff/evidence-requests', []),
        await partner.call('POST', '/api/v1/evidence-requests', { dossierCode: 1 }),
        await partner.call('POST', '/api/v1/citations', {}),
        await tuyet.upload(documents, { typeCode: 'OTHER' }, { name: 'a', type: '', bytes: Buffer.alloc(0) }),
        await tuyet.call('POST', documents, {}),
        await ha.call('GET', documents),
        await noScopes.call('GET', '/api/v1/consent-events'),
      ];
      for (const { body } of answers) {
        expect(body.detail).to.not.match(/[{}]/);
        if (body.code !== 'VALIDATION_FAILED') {
          expect(body).to.not.have.property('errors');
          continue;
        }
        expect(body.errors.length).to.be.greaterThan(0);
        for (const fault of body.errors) {
          expect(fault.pointer).to.match(/^(|\/.*|\?.*)$/);
          expect(fault.code).to.match(/^[A-Z_]+$/);
          expect(fault.detail).to.be.a('string').that.is.not.empty;
        }
      }
      expect(
        answers.slice(0, 8).every(({ status, body }) => status === 422 && body.code === 'VALIDATION_FAILED'),
      ).to.equal(true);
    });

    it('a body that is no JSON, of no type, or too long is refused as such', async () => {
      const send = async (body: string, type: string | null) => {
        const response = await ha.browser.open(`${service.url}/api/v1/staff/comparisons`, {
          method: 'POST',
          body: Buffer.from(body),
          headers: { 'x-csrf-token': ha.csrfToken, ...(type === null ? {} : { 'content-type': type }) },
        });
        return code({ status: response.status, body: await response.json() });
      };
      expect(await send('{"a":', 'application/json')).to.equal('400 BODY_MALFORMED');
      expect(await send('{}', 'text/plain')).to.equal('400 BODY_MALFORMED');
      expect(await send('{}', null)).to.equal('400 BODY_MALFORMED');
      expect(await send('', 'application/json'), 'nothing sent lacks its fields').to.equal(
        '422 VALIDATION_FAILED',
      );
      expect(await send('"text"', 'application/json')).to.equal('400 BODY_MALFORMED');
      expect(await send(JSON.stringify({ note: 'x'.repeat(110_000) }), 'application/json')).to.equal(
        '413 BODY_TOO_LARGE',
      );
      expect(await send('{"__proto__":{"a":1},"constructor":{}}', 'application/json')).to.equal(
        '422 VALIDATION_FAILED',
      );
      expect(await send('['.repeat(40_000), 'application/json')).to.equal('400 BODY_MALFORMED');
    });

    it('tells nothing of what is inside', async () => {
      const answer = await new Promise<string>((resolve, reject) => {
        httpRequest(
          `${service.url}/api/v1/session`,
          { headers: { cookie: 'motlan_session=s%3Aabc.def' } },
          (response) => {
            let text = '';
            response.setEncoding('utf8').on('data', (chunk: string) => {
              text += chunk;
            });
            response.on('end', () => resolve(text));
          },
        )
          .on('error', reject)
          .end();
      });
      expect(answer).to.contain('SIGN_IN_REQUIRED').and.not.contain('node_modules');
      expect((await nobody('GET', documents)).headers.get('x-powered-by')).to.equal(null);
    });
  });
});
