import { createHmac, sign } from 'node:crypto';
import { join } from 'node:path';
import { expect } from 'chai';
import { exportSPKI, importJWK, SignJWT, UnsecuredJWT } from 'jose';
import { loadOrCreateSigningKeys, type SigningKeys } from '../../src/platform/signing-keys.js';
import { makePartner, type Partner } from '../support/partner.js';
import { type Json, type Person, signIn } from '../support/person.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';
import { asPartner, asPerson, send } from './support.js';

const path = '/api/v1/whoami';
const session = '/api/v1/session';
const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const nowSeconds = () => Math.floor(Date.now() / 1000);

describe('forged and borrowed tokens and cookies, at the service itself', function () {
  this.timeout(60_000);
  let world: World;
  let service: RunningService;
  let partner: Partner;
  let tuyet: Person;
  let keys: SigningKeys;
  let claims: Json;

  before(async () => {
    world = await makeWorld();
    service = await world.start();
    partner = await makePartner(service);
    tuyet = await signIn(service.url, 'tuyet');
    const file = join(service.dataDir, 'keys', 'signing-keys.json');
    keys = await loadOrCreateSigningKeys(file, { create: false });
    claims = JSON.parse(Buffer.from(partner.token.split('.')[1] ?? '', 'base64url').toString());
  });
  after(() => world?.end());

  const bearer = (token: string, to = path) =>
    send(service.url, { method: 'GET', path: to, headers: { authorization: `Bearer ${token}` } });
  const signed = (change: Json = {}, header: Json = {}) =>
    new SignJWT({ ...claims, ...change })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: keys.current.kid, ...header })
      .sign(keys.current.privateKey);
  async function hmacWithPublicKey(secret: string | Buffer): Promise<string> {
    const input = `${base64url({ alg: 'HS256', typ: 'at+jwt', kid: keys.current.kid })}.${base64url(claims)}`;
    return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
  }

  const forgeries: [string, () => Promise<string>][] = [
    ['alg none', async () => new UnsecuredJWT(claims).encode()],
    [
      'alg none in other letters',
      async () => `${base64url({ alg: 'nOnE', typ: 'at+jwt' })}.${base64url(claims)}.`,
    ],
    ['no signature under ES256', async () => `${partner.token.split('.').slice(0, 2).join('.')}.`],
    [
      'an ES256 signature of zeros',
      async () => {
        const [head, body] = partner.token.split('.');
        return `${head}.${body}.${Buffer.alloc(64).toString('base64url')}`;
      },
    ],
    ['HS256 with the published JWK', () => hmacWithPublicKey(JSON.stringify(keys.current.publicJwk))],
    [
      'HS256 with the published key as PEM',
      async () => {
        const key = await importJWK({ ...keys.current.publicJwk }, 'ES256');
        if (!('type' in key)) throw new Error('no key');
        return hmacWithPublicKey(await exportSPKI(key));
      },
    ],
    ['HS256 with nothing', () => hmacWithPublicKey('')],
    ['another audience', () => signed({ aud: 'https://else.example.vn/api/v1' })],
    ['the issuer as audience', () => signed({ aud: claims.iss })],
    ['another issuer', () => signed({ iss: 'https://else.example.vn' })],
    ['a time that is over', () => signed({ exp: nowSeconds() - 60 })],
    ['a time without end as text', () => signed({ exp: 'never' })],
    ['no time', () => signed({ exp: undefined })],
    ['another type', () => signed({}, { typ: 'JWT' })],
    ['no type', () => signed({}, { typ: undefined })],
    ['an unknown client', () => signed({ client_id: 'somebody' })],
    ['a query operator for a client', () => signed({ client_id: { $gt: '' } })],
    ['a kid of another key', () => signed({}, { kid: 'other' })],
    ['a kid that is a path', () => signed({}, { kid: '../../../../../dev/null' })],
    ['a kid that is a query', () => signed({}, { kid: { $ne: null } })],
    [
      'a header that a reader must understand',
      async () => {
        const header = { alg: 'ES256', typ: 'at+jwt', kid: keys.current.kid, crit: ['motlan'], motlan: 1 };
        const input = `${base64url(header)}.${base64url(claims)}`;
        const key = { key: keys.current.privateKey, dsaEncoding: 'ieee-p1363' as const };
        return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`;
      },
    ],
    ['a scope list', () => signed({ scope: ['dossiers'] })],
  ];
  for (const [what, forge] of forgeries) {
    it(`a token with ${what} is 401 TOKEN_INVALID`, async () => {
      const { status, body, headers } = await bearer(await forge());
      expect([status, body.code]).to.deep.equal([401, 'TOKEN_INVALID']);
      expect(headers['www-authenticate']).to.match(/^Bearer/);
    });
  }

  it('the forger’s own tools are sound: an unchanged token signed the same way is taken', async () => {
    expect((await bearer(await signed())).status).to.equal(200);
    expect((await bearer(partner.token)).status).to.equal(200);
  });

  it('what we sign for other ends is no token', async () => {
    for (const typ of ['consent+jwt', 'manifest+jwt', 'receipt+jwt'])
      expect((await bearer(await signed({}, { typ }))).status, typ).to.equal(401);
  });

  it('a token in the address, the body or another header is none', async () => {
    const { token } = partner;
    for (const [to, headers] of [
      [`${path}?access_token=${token}`, {}],
      [path, { 'x-authorization': `Bearer ${token}` }],
      [path, { 'proxy-authorization': `Bearer ${token}` }],
      [path, { cookie: `access_token=${token}; motlan_session=${token}` }],
      [path, { authorization: `Basic ${Buffer.from(`${partner.clientId}:${token}`).toString('base64')}` }],
      [path, { authorization: `Bearer ${token} ${token}` }],
    ] as const) {
      const answer = await send(service.url, { method: 'GET', path: to, headers });
      expect([answer.status, answer.body.code], JSON.stringify(headers).slice(0, 40)).to.deep.equal([
        401,
        'TOKEN_INVALID',
      ]);
    }
  });

  it('two Authorization headers do not let the second one in', async () => {
    const answer = await send(service.url, {
      method: 'GET',
      path,
      headers: { Authorization: ['Bearer forged', `Bearer ${partner.token}`] },
    });
    expect(answer.status).to.be.oneOf([400, 401]);
  });

  it('a bearer token beside a session’s cookie: the token alone counts, so neither lends the other its rights', async () => {
    const [owner, client] = [asPerson('', tuyet).headers, asPartner('', partner).headers];
    const get = (to: string, headers: Record<string, string>) =>
      send(service.url, { method: 'GET', path: to, headers });
    const both = { ...owner, ...client };
    expect((await get(path, both)).status).to.equal(200);
    expect((await get('/api/v1/me/documents', both)).status).to.equal(403);
    expect((await get(session, both)).status).to.equal(403);
    const forged = { ...owner, authorization: 'Bearer x' };
    expect((await get('/api/v1/me/documents', forged)).status).to.equal(401);
    expect((await get('/documents', forged)).headers.location).to.match(/^\/sign-in/);
  });

  describe('a session cookie', () => {
    const cookie = () => decodeURIComponent(tuyet.browser.cookie('motlan_session') ?? '');
    const withCookie = (value: string) =>
      send(service.url, { method: 'GET', path: session, headers: { cookie: `motlan_session=${value}` } });
    const signedWith = (sid: string, secret: string) =>
      encodeURIComponent(
        `s:${sid}.${createHmac('sha256', secret).update(sid).digest('base64').replace(/=+$/, '')}`,
      );

    it('is taken as it was given', async () => {
      expect((await withCookie(encodeURIComponent(cookie()))).status).to.equal(200);
    });

    it('is worth nothing unsigned, signed with another secret, cut, or with the id as the database has it', async () => {
      const sid = cookie().slice(2).split('.')[0] ?? '';
      const stored = await service.connection
        .collection('sessions')
        .findOne({ 'session.csrfToken': tuyet.csrfToken });
      for (const value of [
        sid,
        `s%3A${sid}`,
        `s%3A${sid}.`,
        signedWith(sid, ''),
        signedWith(sid, 'undefined'),
        signedWith(sid, 'a secret of somebody else, long enough'),
        signedWith(String(stored?._id), 'a secret of somebody else, long enough'),
        encodeURIComponent(cookie().slice(0, -1)),
        encodeURIComponent(`j:${JSON.stringify({ $ne: null })}`),
        '%00',
        'x'.repeat(6000),
      ]) {
        const answer = await withCookie(value);
        expect([answer.status, answer.body.code], value.slice(0, 60)).to.deep.equal([
          401,
          'SIGN_IN_REQUIRED',
        ]);
        expect(answer.headers['set-cookie'], 'nothing is made for a visitor').to.equal(undefined);
      }
    });

    it('that an attacker planted before the sign-in is not the one after it', async () => {
      const mine = await signIn(service.url, 'duc');
      const planted = mine.browser.copy();
      const before = planted.cookie('motlan_session');
      // The victim signs in with the attacker’s cookie in her browser.
      const start = `${service.url}/sign-in?as=owner&returnTo=/healthz`;
      const form = await planted.follow(await planted.open(start), start);
      const action = /<form[^>]*action="([^"]+)"/.exec(form.text)?.[1] ?? form.url;
      const target = new URL(action.replaceAll('&amp;', '&'), form.url).href;
      await planted.follow(
        await planted.postForm(target, { persona: 'an' }, { origin: service.url }),
        target,
      );
      expect(planted.cookie('motlan_session')).to.not.equal(before);
      expect((await mine.call('GET', session)).status, 'the old id is nobody’s').to.equal(401);
    });
  });
});
