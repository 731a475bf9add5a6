import { expect } from 'chai';
import { describeEndpoints } from '../../src/endpoints.js';
import { pdfPaper } from '../support/papers.js';
import { makePartner, type Partner } from '../support/partner.js';
import { type Person, signIn } from '../support/person.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';
import { fill, type Names, pathOf } from './named.js';
import { asPartner, asPerson, nobody, type RawAnswer, send, type Who } from './support.js';

describe('headers, and names that would like to be some', function () {
  this.timeout(60_000);
  let world: World;
  let service: RunningService;
  let tuyet: Person;
  let ha: Person;
  let partner: Partner;
  let real: Names;
  let owner: Who;

  before(async () => {
    world = await makeWorld();
    service = await world.start();
    [tuyet, ha] = [await signIn(service.url, 'tuyet'), await signIn(service.url, 'ha', 'staff')];
    partner = await makePartner(service);
    real = await fill(tuyet, ha, partner);
    owner = asPerson('the owner', tuyet);
  });
  after(() => world?.end());
  const get = (path: string, headers: Record<string, string> = {}) =>
    send(service.url, { method: 'GET', path, headers });

  function safe(path: string, { headers }: RawAnswer): void {
    expect(headers['x-content-type-options'], path).to.equal('nosniff');
    expect(headers['x-frame-options'], path).to.equal('DENY');
    expect(headers['referrer-policy'], path).to.equal('no-referrer');
    expect(headers['cross-origin-opener-policy'], path).to.equal('same-origin');
    expect(headers['cross-origin-resource-policy'], path).to.equal('same-origin');
    expect(headers['content-security-policy'], path).to.match(/default-src 'none'/);
    expect(headers['content-security-policy'], path).to.not.match(/unsafe|\*|http:/);
    expect(headers['permissions-policy'], path).to.be.a('string');
    expect(headers['access-control-allow-origin'], path).to.equal(undefined);
    for (const name of ['server', 'x-powered-by']) expect(headers[name], path).to.equal(undefined);
  }

  it('every answer of the API has its guards and is kept by no cache, allowed or refused', async () => {
    const clerk = asPerson('the clerk', ha);
    const by = { OWNER: owner, SESSION: owner, STAFF: clerk, CLIENT: asPartner('the client', partner) };
    for (const endpoint of describeEndpoints().filter(({ method }) => method === 'get')) {
      for (const who of [by[endpoint.access.actor], nobody]) {
        const path = pathOf(endpoint, real);
        const answer = await get(path, { ...who.headers, origin: 'https://evil.example' });
        expect(answer.headers['cache-control'], path).to.equal('no-store');
        safe(path, answer);
        if (who === nobody) expect(answer.headers['set-cookie'], path).to.equal(undefined);
        else expect(answer.status, `${path} ${answer.text.slice(0, 200)}`).to.be.oneOf([200, 403]);
      }
    }
  });

  it('every page has its guards and is kept by no cache, signed in or not', async () => {
    const pages: [Who, string[]][] = [
      [nobody, ['/', '/documents', '/counter', '/nowhere', '/sign-in?as=owner', '/sign-in/callback?state=x']],
      [
        owner,
        [
          '/',
          '/documents',
          '/documents/new',
          `/documents/${real.document}`,
          `/documents/${real.document}/content`,
          '/consents',
          `/consents/${real.pending}`,
          `/consents/${real.given}/done`,
          `/accesses?documentId=${real.document}`,
          '/nowhere',
          '/?lang=en',
        ],
      ],
      [
        asPerson('the clerk', ha),
        [
          '/counter',
          `/counter/dossiers/${real.dossier}`,
          `/counter/evidence-requests/${real.requestOfClerk}`,
        ],
      ],
    ];
    for (const [who, paths] of pages) {
      for (const path of paths) {
        const answer = await get(path, { accept: 'text/html', ...who.headers });
        expect(answer.status, path).to.be.oneOf([200, 303, 400, 404]);
        expect(answer.headers['cache-control'], path).to.equal('no-store');
        safe(path, answer);
      }
    }
  });

  it('what is open to anyone has its guards too', async () => {
    for (const path of [
      '/healthz',
      '/readyz',
      '/openapi.json',
      '/api-docs',
      '/.well-known/jwks.json',
      '/api-docs/start.js',
    ]) {
      const answer = await get(path);
      expect(answer.status, path).to.equal(200);
      safe(path, answer);
    }
  });

  it('a token is kept by no cache', async () => {
    const answer = await send(service.url, { method: 'POST', path: '/oauth2/token' });
    expect(answer.headers['cache-control']).to.match(/no-store/);
  });

  it('no cookie that is set can be read by a script or sent by a foreign site’s form', async () => {
    const set: string[] = [];
    for (const path of ['/sign-in?as=owner', '/?lang=en', '/dev-eid/nothing'])
      set.push(...((await get(path)).headers['set-cookie'] ?? []));
    expect(set.length).to.be.greaterThan(1);
    for (const line of set)
      expect(line)
        .to.match(/HttpOnly/i)
        .and.match(/SameSite=(Lax|Strict)/i);
  });

  describe('with https as its public address', () => {
    let secure: World;
    before(async () => {
      secure = await makeWorld({
        PUBLIC_URL: 'https://kho.example.vn',
        EID_ISSUER: 'https://eid.example.vn',
        EID_CLIENT_ID: 'motlan',
        STAFF_ISSUER: 'https://staff.example.vn',
        STAFF_CLIENT_ID: 'motlan',
      });
    });
    after(() => secure?.end());

    it('it says so to browsers for two years, sets no cookie without Secure, and names no other address', async () => {
      const { url } = await secure.start();
      const answers = [
        await send(url, { method: 'GET', path: '/', headers: { host: 'evil.example' } }),
        await send(url, { method: 'GET', path: '/api/v1/session' }),
        await send(url, {
          method: 'GET',
          path: '/?lang=en',
          headers: { 'x-forwarded-host': 'evil.example' },
        }),
      ];
      for (const { headers, text } of answers) {
        expect(headers['strict-transport-security']).to.match(/^max-age=63072000/);
        expect(text + JSON.stringify(headers)).to.not.include('evil.example');
      }
      const cookies = answers.flatMap(({ headers }) => headers['set-cookie'] ?? []);
      expect(cookies).to.have.length(1);
      for (const line of cookies) expect(line).to.match(/; Secure/);
    });
  });

  describe('names and titles with line ends', () => {
    const nasty = 'a\r\nSet-Cookie: stolen=1\r\n\r\n<script>alert(1)</script>';
    for (const [name, file] of [
      ['a line end', 'bad\r\nSet-Cookie: stolen=1.pdf'],
      ['a quote and a second parameter', 'a"; filename="b.pdf'],
      ['an encoded line end', 'a%0d%0aSet-Cookie:%20stolen=1.pdf'],
      ['a line separator and a turn of direction', 'a\u2028\u202efdp.exe.pdf'],
      ['a path', '../../../etc/passwd.pdf'],
    ] as const) {
      it(`a file name with ${name} makes no header of its own at download`, async () => {
        const added = await tuyet.upload(
          '/api/v1/me/documents',
          { typeCode: 'OTHER', title: nasty, number: nasty },
          pdfPaper(file),
        );
        expect(added.status, JSON.stringify(added.body)).to.equal(201);
        expect(added.body.title).to.not.match(/[\r\n\u2028]/);
        const fetched = await tuyet.bytes(`/api/v1/me/documents/${added.body.id}/content`);
        expect(fetched.headers.get('set-cookie')).to.equal(null);
        const disposition = fetched.headers.get('content-disposition') ?? '';
        expect(disposition).to.match(/^attachment; filename="[^"\\\r\n]*"; filename\*=UTF-8''[\w.!~%-]+$/);
        expect(decodeURIComponent(disposition.split("''")[1] ?? '')).to.not.match(/[\r\n/\\\u2028\u202e]/);
        const page = await tuyet.browser.open(`${service.url}/documents/${added.body.id}`);
        expect(await page.text()).to.not.include('<script>alert');
      });
    }

    it('a dossier’s code with a line end is none; an Idempotency-Key with spaces or beyond ASCII is refused', async () => {
      const body = JSON.stringify({ status: 4 });
      const headers = { ...asPartner('', partner).headers, 'content-type': 'application/json' };
      for (const code of ['H09.1-251125-0001%0d%0aSet-Cookie:x', 'H09.1-251125-0001%00', '%E2%80%A8']) {
        const answer = await send(service.url, {
          method: 'PATCH',
          path: `/api/v1/dossiers/${code}`,
          headers,
          body,
        });
        expect(answer.status).to.equal(404);
        expect(answer.headers['set-cookie']).to.equal(undefined);
      }
      for (const key of ['a b', 'x'.repeat(256), 'kh\u00f3a', '']) {
        const answer = await send(service.url, {
          method: 'POST',
          path: `/api/v1/me/accesses/${real.access}/complaints`,
          headers: { ...owner.headers, 'content-type': 'application/json', 'idempotency-key': key },
          body: '{"text":"x"}',
        });
        expect([answer.status, answer.body.code], key.slice(0, 9)).to.deep.equal([422, 'VALIDATION_FAILED']);
      }
    });
  });
});
