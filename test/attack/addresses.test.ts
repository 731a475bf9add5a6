import { connect } from 'node:net';
import { expect } from 'chai';
import { drain, listen, makeHttpServer } from '../../src/platform/http-server.js';
import { ask, openDossier } from '../support/main-job.js';
import { makePartner, type Partner } from '../support/partner.js';
import { type Person, signIn } from '../support/person.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';
import { fill, type Names } from './named.js';
import { asPerson, send, type Who } from './support.js';

/** Bytes to a port, and all that comes back until the other side closes or nothing more comes. */
function exchange(port: number, bytes: string | Buffer, limitMs = 4000): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(port, '127.0.0.1');
    const end = setTimeout(() => socket.destroy(), limitMs);
    socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(end);
      resolve(text);
    });
    socket.write(bytes);
  });
}

describe('addresses, paths and what hides in a request', function () {
  this.timeout(60_000);
  let world: World;
  let service: RunningService;
  let port: number;
  let tuyet: Person;
  let ha: Person;
  let partner: Partner;
  let real: Names;
  let owner: Who;

  before(async () => {
    world = await makeWorld();
    service = await world.start();
    port = Number(new URL(service.url).port);
    [tuyet, ha] = [await signIn(service.url, 'tuyet'), await signIn(service.url, 'ha', 'staff')];
    partner = await makePartner(service);
    real = await fill(tuyet, ha, partner);
    owner = asPerson('the owner', tuyet);
  });
  after(() => world?.end());
  const get = (path: string, headers: Record<string, string> = {}) =>
    send(service.url, { method: 'GET', path, headers });

  describe('an address of somewhere else', () => {
    const elsewhere = [
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      '\\\\evil.example',
      '/%2f/evil.example',
      '/%09/evil.example',
      'javascript:alert(1)',
      'data:text/html,x',
      '/x/..//evil.example',
      'http:evil.example',
      '/\u2028/evil.example',
      '@evil.example',
      '.evil.example',
    ];

    it('is not where a change of language or a sign-in leads', async () => {
      const leads = async (path: string) => {
        const { headers } = await get(path);
        const to = headers.location;
        return to === undefined ? service.url : new URL(to, service.url).origin;
      };
      for (const wanted of elsewhere) {
        const encoded = encodeURIComponent(wanted);
        expect(await leads(`/sign-in?as=owner&returnTo=${encoded}`), wanted).to.equal(service.url);
        expect(await leads(`/documents?returnTo=${encoded}&next=${encoded}`), wanted).to.equal(service.url);
        if (wanted.startsWith('/')) {
          const path = `${encodeURI(wanted).replaceAll('%255', '%5').replaceAll('%252', '%2')}?lang=en`;
          expect(await leads(path), path).to.equal(service.url);
        }
      }
    });

    it('is not where an owner is sent after deciding, unless it is registered to the letter', async () => {
      const code = await openDossier(partner);
      const back = 'https://dvc.example.vn/back';
      for (const returnUrl of [
        ...elsewhere,
        `${back}/`,
        `${back}?x=1`,
        `${back}#x`,
        `${back}@evil.example`,
        'https://dvc.example.vn.evil.example/back',
        'https://DVC.example.vn/back',
        'http://dvc.example.vn/back',
        `${back}\r\nx: y`,
        ` ${back}`,
        '',
      ]) {
        const answer = await partner.call('POST', '/api/v1/evidence-requests', {
          dossierCode: code,
          componentCode: 'CHO_O_HOP_PHAP',
          basis: 'CONSENT',
          purpose: { code: 'x', text: 'x' },
          officer: { id: 'x', name: 'x', position: '' },
          returnUrl,
        });
        expect([answer.status, answer.body.code], returnUrl).to.deep.equal([422, 'VALIDATION_FAILED']);
      }
      expect((await ask(partner, code, { returnUrl: back })).state).to.equal('CONSENT_REQUIRED');
    });

    it('does not come into ours by Host, X-Forwarded-Host, Forwarded or the request line', async () => {
      for (const headers of [
        { host: 'evil.example' },
        { host: `evil.example:${port}` },
        { 'x-forwarded-host': 'evil.example' },
        { forwarded: 'host=evil.example;proto=https' },
        { 'x-original-url': '/evil.example', 'x-rewrite-url': '/evil.example' },
      ] as Record<string, string>[]) {
        for (const path of [
          '/',
          '/documents',
          '/sign-in?as=owner&returnTo=/documents',
          '/.well-known/oauth-authorization-server',
          '/openapi.json',
          '/dev-eid/.well-known/openid-configuration',
          '/documents?lang=en',
        ]) {
          const answer = await get(path, headers);
          const told = answer.text + JSON.stringify(answer.headers);
          expect(told, `${path} ${JSON.stringify(headers)}`).to.not.include('evil.example');
        }
      }
      const request = await partner.call('GET', `/api/v1/evidence-requests/${real.request}`, undefined, {
        'x-forwarded-host': 'evil.example',
      });
      expect(new URL(request.body.consent.url).origin).to.equal(service.url);
      const raw = await exchange(
        port,
        `GET http://evil.example/sign-in?as=owner HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`,
      );
      expect(raw)
        .to.match(/^HTTP\/1\.1 [34]/)
        .and.not.match(/Location: http:\/\/evil/i);
    });

    it('a claim of being forwarded is not believed from an address that is no proxy of ours', async () => {
      const count = () => service.connection.collection('rateLimits').countDocuments({ key: /203\.0\.113/ });
      await get('/sign-in?as=owner', { 'x-forwarded-for': '203.0.113.9', 'x-real-ip': '203.0.113.9' });
      expect(await count()).to.equal(0);
    });
  });

  describe('a path that plays tricks', () => {
    for (const path of [
      '/api/v1/%2e%2e/%2e%2e/healthz',
      '/api/v1/../../etc/passwd',
      '/api//v1/session',
      '//api/v1/session',
      '/api/v1/me/../session',
      '/api/v1/session%00',
      '/api/v1/session%2f',
      '/api/v1/session;x=1',
      '/API/V1/session',
      '/api/v1/me/documents/..%2f..%2fsession',
      '/api-docs/..%2f..%2fpackage.json',
      '/api-docs/../../package.json',
      '/assets/..%2f..%2f..%2fpackage.json',
      '/assets/%2e%2e/%2e%2e/package.json',
      '/documents/%00',
      '/documents/..%5c..%5cetc',
      '/%c0%ae%c0%ae/etc/passwd',
    ]) {
      it(`${path} leads nowhere`, async () => {
        const answer = await get(path, owner.headers);
        expect(answer.status, answer.text.slice(0, 200)).to.be.oneOf([400, 404]);
        expect(answer.text)
          .to.not.include('"actor"')
          .and.not.include('devDependencies')
          .and.not.include('root:');
      });
    }

    it('of 10,000 letters is answered, of 20,000 refused by the parser, as are heads of that length', async () => {
      expect((await get(`/api/v1/${'a'.repeat(10_000)}`)).status).to.equal(401);
      const long = 'a'.repeat(20_000);
      for (const head of [`GET /${long} HTTP/1.1\r\n`, `GET / HTTP/1.1\r\nX-Long: ${long}\r\n`])
        expect(await exchange(port, `${head}Host: a\r\n\r\n`)).to.match(/^HTTP\/1\.1 431/);
    });
  });

  describe('one request that hides another', () => {
    const hidden = 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n';
    const head = 'POST /api/v1/session HTTP/1.1\r\nHost: a\r\n';
    for (const [what, headers] of [
      [
        'Content-Length and Transfer-Encoding',
        'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      ],
      ['two lengths', 'Content-Length: 0\r\nContent-Length: 38\r\n\r\n'],
      ['a length that is no number', 'Content-Length: 3x\r\n\r\nabc'],
      ['a negative length', 'Content-Length: -1\r\n\r\n'],
      ['an unknown coding', 'Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n'],
      ['a space before the colon', 'Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n'],
      ['a header broken by a bare line end', 'X: a\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
      ['a chunk size with a tail', 'Transfer-Encoding: chunked\r\n\r\n1x\r\na\r\n0\r\n\r\n'],
    ] as const) {
      it(`by ${what} is cut off after its refusal`, async () => {
        const raw = await exchange(port, `${head}${headers}${hidden}`, 2500);
        expect(raw.match(/HTTP\/1\.1 \d+/g) ?? [], raw.slice(0, 400)).to.have.length.at.most(1);
        expect(raw).to.not.include('"status":"ok"');
      });
    }

    it('two Host headers and none are refused', async () => {
      expect(await exchange(port, 'GET /healthz HTTP/1.1\r\n\r\n', 2500)).to.match(/^HTTP\/1\.1 400/);
      const two = await exchange(
        port,
        'GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n',
        2500,
      );
      expect(two).to.match(/^HTTP\/1\.1 (400|200)/);
    });
  });

  it('heads that come slowly are cut off at the limit, those under way are not', async () => {
    const server = makeHttpServer((_request, response) => void response.end('ok'));
    // The product's limit is 30 s, looked at every 5 s; here the same server with shorter ones.
    server.headersTimeout = 300;
    server.requestTimeout = 600;
    const slow = await listen(server, { host: '127.0.0.1', port: 0 });
    const begun = Date.now();
    const answer = await exchange(slow, 'GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ', 9000);
    expect(answer).to.match(/^HTTP\/1\.1 408/);
    expect(Date.now() - begun).to.be.lessThan(8000);
    await drain(server, 500);
  });
});
