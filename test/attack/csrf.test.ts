import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { pdfPaper } from '../support/papers.js';
import { makePartner } from '../support/partner.js';
import { formOf, type Person, signIn } from '../support/person.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';
import { everything, fill, type Names } from './named.js';

const source = join(import.meta.dirname, '..', '..', 'src');

/** Every path that a page's form is sent to, as the product's source names it. */
function formPaths(): string[] {
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.pages.routes.ts'))
    .flatMap((name) => [
      ...readFileSync(join(source, name), 'utf8').matchAll(
        /\b(?:owner|delegate|clerk|inspector|person|anyone)\.(?:post|upload)\(\s*'([^']+)'/g,
      ),
    ])
    .map(([, path = '']) => path)
    .toSorted();
}

describe('a form that comes from elsewhere', function () {
  this.timeout(60_000);
  let world: World;
  let service: RunningService;
  let real: Names;
  let tuyet: Person;
  let duc: Person;
  let ha: Person;
  let son: Person;

  before(async () => {
    world = await makeWorld();
    service = await world.start();
    [tuyet, duc, ha] = [
      await signIn(service.url, 'tuyet'),
      await signIn(service.url, 'duc'),
      await signIn(service.url, 'ha', 'staff'),
    ];
    son = await signIn(service.url, 'son', 'staff');
    real = await fill(tuyet, ha, await makePartner(service));
  });
  after(() => world?.end());

  /** By the path of the route: what would be done, were the form ours. */
  const forms: Record<string, Record<string, string>> = {
    '/documents': { typeCode: 'OTHER', title: 'x' },
    '/documents/new': { title: 'x' },
    '/documents/:id/title': { title: 'x' },
    '/documents/:id/facts': { typeCode: 'OTHER' },
    '/documents/:id/mistake': { text: 'x' },
    '/documents/:id/hide': {},
    '/documents/:id/bring-back': {},
    '/documents/:id/merge': {},
    '/documents/:id/not-mine': {},
    '/documents/:id/versions': {},
    '/documents/:id/delete': {},
    '/photos/:id/pages': {},
    '/photos/:id/pages/:page': { step: 'REMOVE' },
    '/photos/:id/pages/:page/crop': { turn: '0', top: '10' },
    '/photos/:id/save': { typeCode: 'OTHER' },
    '/photos/:id/discard': {},
    '/acting/choose': { mandate: '' },
    '/acting/delegates': { personalId: '999190000001' },
    '/acting/:id/end': {},
    '/counter/mandates': { kind: 'PARENT' },
    '/consents/:id/accept': {},
    '/consents/:id/deny': {},
    '/consents/:id/withdraw': {},
    '/accesses/:id/complaints': { text: 'x' },
    '/complaints/:id/words': { text: 'x' },
    '/complaints/:id/close': {},
    '/inspection/:id/take-up': {},
    '/notices/settings/topics': {},
    '/notices/settings/addresses': { channel: 'EMAIL', address: 'a@example.vn' },
    '/notices/settings/confirm': { code: '123456' },
    '/notices/settings/forget': {},
    '/notices/settings/remove': { channel: 'EMAIL' },
    '/my-data/export': {},
    '/sessions/end-all': {},
    '/sessions/:id/end': {},
    '/inspection/:id/answer': { text: 'x' },
    '/inspection/:id/close': {},
    '/counter/dossiers': { code: 'H09.27-251125-4444' },
    '/counter/dossiers/:code/evidence-requests': { componentCode: 'BAN_CHINH', basis: 'STATUTORY_DUTY' },
    '/counter/evidence-requests/:id/comparisons': { outcome: 'DIFFERS', version: '1' },
    '/counter/evidence-requests/:id/citations': { version: '1' },
  };

  it('is tried here at every path that takes one', () => {
    expect(Object.keys(forms).toSorted()).to.deep.equal(formPaths());
  });

  it('changes nothing: without token, with a wrong one, another’s, two, or from a foreign page with the right one', async () => {
    const before = await everything(service, real);
    const sessions = () => service.connection.collection('sessions').countDocuments();
    const open = await sessions();
    for (const [route, fields] of Object.entries<Record<string, string>>({ ...forms, '/sign-out': {} })) {
      const person = route.startsWith('/counter') ? ha : route.startsWith('/inspection') ? son : tuyet;
      const path = route
        .replace('/documents/:id', `/documents/${real.document}`)
        .replace('/consents/:id', `/consents/${route.endsWith('withdraw') ? real.given : real.pending}`)
        .replace('/accesses/:id', `/accesses/${real.access}`)
        .replace(/^\/(complaints|inspection)\/:id/, `/$1/${real.complaint}`)
        .replace('/photos/:id', `/photos/${real.document}`)
        .replace('/acting/:id', `/acting/${real.document}`)
        .replace(':page', real.document)
        .replace(':code', real.dossier)
        .replace('/evidence-requests/:id', `/evidence-requests/${real.requestOfClerk}`);
      const own = person.csrfToken;
      const tries: [string, string[], Record<string, string>][] = [
        ['no token', [], {}],
        ['an empty one', [''], {}],
        ['a wrong one', ['wrong'], {}],
        ['its own in other letters', [own.toUpperCase() === own ? own.toLowerCase() : own.toUpperCase()], {}],
        ['a part of its own', [own.slice(0, -1)], {}],
        ['another session’s', [duc.csrfToken], {}],
        ['its own twice', [own, own], {}],
        ['its own, from another site', [own], { origin: 'https://evil.example' }],
        ['its own, from our name on another port', [own], { origin: 'http://127.0.0.1:1' }],
        ['its own, by a browser that says cross-site', [own], { 'sec-fetch-site': 'cross-site' }],
        ['its own, by a browser that says same-site', [own], { 'sec-fetch-site': 'same-site' }],
      ];
      const isUpload = route === '/documents' || /\/(versions|photos\/:id\/pages)$/.test(route);
      for (const [what, tokens, headers] of tries) {
        // An upload's second token is a repeated field.
        const pairs: [string, string][] = [
          ...tokens.map((token): [string, string] => ['_csrf', token]),
          ...Object.entries(fields),
        ];
        let body: FormData | URLSearchParams = new URLSearchParams(pairs);
        if (isUpload) {
          const file = formOf({}, pdfPaper()).get('file');
          body = new FormData();
          for (const [name, value] of pairs) body.append(name, value);
          if (file) body.append('file', file);
        }
        const response = await person.browser.open(`${service.url}${path}`, {
          method: 'POST',
          body,
          headers: { accept: 'text/html', ...headers },
        });
        await response.text();
        const wanted = isUpload && tokens.length > 1 ? [403, 422] : [403];
        expect(response.status, `${route}: ${what}`).to.be.oneOf(wanted);
      }
    }
    expect(await everything(service, real)).to.deep.equal(before);
    expect(await sessions()).to.equal(open);
  });

  it('of a wrong kind is read for no token: JSON, plain text and none', async () => {
    for (const type of ['application/json', 'text/plain', 'application/xml', '']) {
      const response = await tuyet.browser.open(`${service.url}/documents/${real.document}/delete`, {
        method: 'POST',
        body: Buffer.from(JSON.stringify({ _csrf: tuyet.csrfToken })),
        headers: { accept: 'text/html', ...(type ? { 'content-type': type } : {}) },
      });
      expect(response.status, type).to.equal(403);
    }
  });

  it('is no way round by GET or HEAD', async () => {
    const before = await everything(service, real);
    for (const verb of ['title', 'delete', 'versions']) {
      for (const method of ['GET', 'HEAD']) {
        const path = `/documents/${real.document}/${verb}?_csrf=${tuyet.csrfToken}&_method=POST&title=x`;
        const response = await tuyet.browser.open(`${service.url}${path}`, {
          method,
          headers: { 'x-http-method-override': 'POST', accept: 'text/html' },
        });
        expect(response.status).to.equal(404);
      }
    }
    expect(await everything(service, real)).to.deep.equal(before);
  });
});
