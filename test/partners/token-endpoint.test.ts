import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import express from 'express';
import {
  base64url,
  createLocalJWKSet,
  decodeJwt,
  exportJWK,
  type JSONWebKeySet,
  jwtVerify,
  SignJWT,
} from 'jose';
import request from 'supertest';
import { newId } from '../../src/platform/ids.js';
import { type Connection, connectMongo } from '../../src/platform/mongo.js';
import { loadOrCreateSigningKeys } from '../../src/platform/signing-keys.js';
import { type TestDatabase, testDatabase } from '../support/mongo.js';
import {
  askToken,
  assertionOf,
  issuer,
  nowSeconds,
  postForm,
  type RunningPartners,
  registerClient,
  startPartners,
  type TestClient,
  tokenEndpoint,
} from './support.js';

describe('the token endpoint', () => {
  let database: TestDatabase;
  let connection: Connection;
  let folder: string;
  let one: RunningPartners;
  let other: RunningPartners;
  let client: TestClient;

  before(async function () {
    // The first test of a run starts the server.
    this.timeout(60_000);
    database = await testDatabase();
    ({ connection } = database);
    folder = await mkdtemp(join(tmpdir(), 'partners-'));
    const keys = await loadOrCreateSigningKeys(join(folder, 'keys.json'), { create: true });
    one = await startPartners(connection, keys);
    const second = await connectMongo(database.uri, database.name);
    const running = await startPartners(second, keys);
    other = {
      ...running,
      stop: async () => {
        await running.stop();
        await second.close();
      },
    };
    client = await registerClient(one.partners);
  });
  after(async () => {
    await one?.stop();
    await other?.stop();
    await database?.drop();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  const refused = async (assertion: string, fields = {}, headers = {}) => {
    const answer = await askToken(one.url, assertion, fields, headers);
    expect(answer.body, JSON.stringify(answer.body)).to.not.have.property('access_token');
    expect(answer.body['error_description']).to.match(/^[\x20-\x21\x23-\x5B\x5D-\x7E]+$/);
    return answer;
  };

  for (const alg of ['ES256', 'RS256', 'PS256'] as const) {
    it(`gives a token for a good ${alg} assertion, checkable with the published keys`, async () => {
      const holder = await registerClient(one.partners, { alg });
      const { status, headers, body } = await askToken(one.url, await assertionOf(holder));
      expect(status).to.equal(200);
      expect(headers.get('cache-control')).to.equal('no-store');
      expect(body).to.include({
        token_type: 'Bearer',
        expires_in: 600,
        scope: 'dossiers evidence results',
      });
      const jwks = (await (await fetch(`${one.url}/oauth2/jwks`)).json()) as JSONWebKeySet;
      expect(jwks.keys[0]).to.not.have.property('d');
      const { payload, protectedHeader } = await jwtVerify(
        String(body['access_token']),
        createLocalJWKSet(jwks),
        { issuer, audience: `${issuer}/api/v1`, typ: 'at+jwt', algorithms: ['ES256'] },
      );
      expect(payload).to.include({ client_id: holder.clientId, sub: holder.clientId });
      expect(protectedHeader.kid).to.equal(jwks.keys[0]?.kid);
    });
  }

  it('takes the token endpoint as aud too, whatever the Host header says', async () => {
    const assertion = await assertionOf(client, { aud: tokenEndpoint });
    expect((await askToken(one.url, assertion)).status).to.equal(200);
  });

  it('takes no aud that only the Host header makes true', async () => {
    const { status, body } = await refused(await assertionOf(client, { aud: `${one.url}/oauth2/token` }));
    expect(status).to.equal(401);
    expect(body).to.include({
      error: 'invalid_client',
      error_description: `aud: expected ${issuer} or ${tokenEndpoint}, found ${one.url}/oauth2/token`,
    });
  });

  const faults: [string, () => Promise<string>, RegExp][] = [
    [
      'another aud',
      () => assertionOf(client, { aud: 'https://else.example.vn' }),
      /^aud: .*found https:\/\/else/,
    ],
    [
      'an aud array',
      () => assertionOf(client, { aud: [issuer, 'https://else.vn'] }),
      /^aud: .*found an array$/,
    ],
    ['an aud array of us alone', () => assertionOf(client, { aud: [issuer] }), /found an array$/],
    ['no aud', () => assertionOf(client, { aud: undefined }), /^aud: .*found nothing$/],
    [
      'exp too far ahead',
      () => assertionOf(client, { exp: nowSeconds() + 320 }),
      /^exp: .*300 s ahead, found 3\d\d s/,
    ],
    ['exp without end', () => assertionOf(client, { exp: 1e15 }), /^exp: expected at most 300 s ahead/],
    ['no exp', () => assertionOf(client, { exp: undefined }), /^exp: .*found nothing$/],
    [
      'an expired assertion',
      () => assertionOf(client, { exp: nowSeconds() - 30 }),
      /^exp: .*expired 3\d s ago .*server time 20/,
    ],
    [
      'iat in the future',
      () => assertionOf(client, { iat: nowSeconds() + 60 }),
      /^iat: lies \d+ s in the future/,
    ],
    [
      'nbf in the future',
      () => assertionOf(client, { nbf: nowSeconds() + 60 }),
      /^nbf: lies \d+ s in the future/,
    ],
    ['no jti', () => assertionOf(client, { jti: undefined }), /^jti: .*found nothing$/],
    ['another iss', () => assertionOf(client, { iss: 'someone' }), /^iss: .*found someone$/],
    [
      'an unknown client',
      () => assertionOf({ ...client, clientId: 'nobody' }),
      /^sub: no client is registered here under nobody$/,
    ],
    [
      'ES384',
      async () => signedWith('ES384', generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey),
      /^alg: expected ES256, RS256 or PS256, found ES384$/,
    ],
    [
      'a key of another kind',
      async () => signedWith('RS256', generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey),
      /^alg: expected ES256 \(the registered key\), found RS256$/,
    ],
    [
      'a signature by another key',
      async () => signedWith('ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey),
      /^the signature does not verify/,
    ],
    ['no signature (alg none)', async () => unsigned('none', ''), /^alg: .*found none$/],
    ['HS256 with the public key as secret', hs256WithPublicKey, /^alg: .*found HS256$/],
    ['no JWT', async () => 'nonsense', /./],
  ];

  async function signedWith(alg: string, key: Parameters<SignJWT['sign']>[0], header = {}): Promise<string> {
    const { clientId } = client;
    return new SignJWT({ iss: clientId, sub: clientId, aud: issuer, exp: nowSeconds() + 60, jti: newId() })
      .setProtectedHeader({ alg, ...header })
      .sign(key);
  }

  function unsigned(alg: string, signature: string): string {
    const claims = {
      iss: client.clientId,
      sub: client.clientId,
      aud: issuer,
      exp: nowSeconds() + 60,
      jti: newId(),
    };
    return `${base64url.encode(JSON.stringify({ alg }))}.${base64url.encode(JSON.stringify(claims))}.${signature}`;
  }

  async function hs256WithPublicKey(): Promise<string> {
    const pem = await connection.collection('clients').findOne({ _id: client.clientId as never });
    return signedWith('HS256', new TextEncoder().encode(JSON.stringify(pem?.['keys'][0])));
  }

  for (const [what, assertion, words] of faults) {
    it(`refuses ${what} and says so`, async () => {
      const { status, body } = await refused(await assertion());
      expect(status, body['error_description']).to.be.oneOf([400, 401]);
      expect(body['error_description']).to.match(words);
    });
  }

  it('looks at no key that the assertion itself brings or points at', async () => {
    const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwk = await exportJWK(stranger.publicKey);
    for (const header of [
      { jwk },
      { jku: `${one.url}/jwks` },
      { kid: '../../../../dev/null' },
      { kid: '/proc/self/environ' },
      { x5u: 'https://else.example.vn/cert' },
    ]) {
      const { status, body } = await refused(await signedWith('ES256', stranger.privateKey, header));
      expect(status).to.equal(401);
      expect(body['error_description']).to.match(/^the signature does not verify/);
    }
  });

  it('leaves the kid to clients who did not name their key, and holds the others to theirs', async () => {
    expect((await askToken(one.url, await assertionOf(client, {}, { kid: 'B5A1' }))).status).to.equal(200);
    const named = await registerClient(one.partners, { kid: '2026-1' });
    expect((await askToken(one.url, await assertionOf(named, {}, { kid: '2026-1' }))).status).to.equal(200);
    expect((await askToken(one.url, await assertionOf(named))).status).to.equal(200);
    const { body } = await refused(await assertionOf(named, {}, { kid: 'B5A1' }));
    expect(body['error_description']).to.equal('kid: expected 2026-1, found B5A1');
  });

  it('refuses a jti the second time', async () => {
    const assertion = await assertionOf(client);
    expect((await askToken(one.url, assertion)).status).to.equal(200);
    const { status, body } = await refused(assertion);
    expect(status).to.equal(401);
    expect(body['error_description']).to.match(/^jti: was used before/);
  });

  it('gives one token when an assertion comes twenty times at once to two processes', async () => {
    const assertion = await assertionOf(client);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => askToken(index % 2 ? one.url : other.url, assertion)),
    );
    expect(answers.filter(({ status }) => status === 200)).to.have.length(1);
    for (const { status, body } of answers.filter((answer) => answer.status !== 200)) {
      expect(status).to.equal(401);
      expect(body['error_description']).to.match(/^jti: was used before/);
    }
  });

  it('knows a client that another process has just added, and gives nothing to one it has suspended', async () => {
    const fresh = await registerClient(other.partners);
    expect((await askToken(one.url, await assertionOf(fresh))).status).to.equal(200);
    await other.partners.setStatus(fresh.clientId, 'SUSPENDED', { operator: 'tester', at: new Date() });
    const { status, body } = await refused(await assertionOf(fresh));
    expect(status).to.equal(401);
    expect(body['error_description']).to.match(/suspended/);
    await other.partners.setStatus(fresh.clientId, 'ACTIVE', { operator: 'tester', at: new Date() });
    expect((await askToken(one.url, await assertionOf(fresh))).status).to.equal(200);
  });

  it('tells of a suspension only who holds the key', async () => {
    const fresh = await registerClient(one.partners);
    await one.partners.setStatus(fresh.clientId, 'SUSPENDED', { operator: 'tester', at: new Date() });
    const { body } = await refused(await assertionOf({ ...client, clientId: fresh.clientId }));
    expect(body['error_description']).to.match(/^the signature does not verify/);
  });

  it('gives the scopes asked for, and no other than the client has', async () => {
    const reader = await registerClient(one.partners, { scopes: ['dossiers', 'evidence'] });
    const some = await askToken(one.url, await assertionOf(reader), { scope: 'evidence' });
    expect(some.body['scope']).to.equal('evidence');
    expect(decodeJwt(String(some.body['access_token']))).to.include({ scope: 'evidence' });
    expect((await askToken(one.url, await assertionOf(reader))).body['scope']).to.equal('dossiers evidence');
    for (const scope of ['evidence results', 'everything']) {
      const { status, body } = await refused(await assertionOf(reader), { scope });
      expect(status).to.equal(400);
      expect(body['error']).to.equal('invalid_scope');
      expect(body['error_description']).to.match(
        /^scope: this client may have dossiers, evidence; found also/,
      );
    }
  });

  it('takes the API or the issuer as resource, and no other', async () => {
    for (const resource of [issuer, `${issuer}/api/v1`]) {
      const { body } = await askToken(one.url, await assertionOf(client), { resource });
      expect(decodeJwt(String(body['access_token'])).aud).to.equal(`${issuer}/api/v1`);
    }
    const { body } = await refused(await assertionOf(client), { resource: 'https://else.example.vn' });
    expect(body['error']).to.equal('invalid_target');
  });

  it('says what it wants instead of a secret, another grant, or nothing', async () => {
    const secret = await postForm(one.url, {
      grant_type: 'client_credentials',
      client_id: client.clientId,
      client_secret: 'guess',
    });
    expect(secret.status).to.equal(401);
    expect(secret.body['error_description']).to.equal(
      'client authentication: expected client_assertion (private_key_jwt), found client_secret',
    );
    const basic = Buffer.from(`${client.clientId}:guess`).toString('base64');
    const header = await postForm(
      one.url,
      { grant_type: 'client_credentials' },
      { authorization: `Basic ${basic}` },
    );
    expect(header.status).to.equal(401);
    expect(header.headers.get('www-authenticate')).to.match(/^Basic/);
    expect(header.body['error_description']).to.match(/found an Authorization header$/);
    const nothing = await postForm(one.url, {});
    expect(nothing.body['error_description']).to.match(/expected client_assertion .*found nothing$/);
    const grant = await refused(await assertionOf(client), { grant_type: 'password' });
    expect(grant.body).to.include({
      error: 'unsupported_grant_type',
      error_description: 'grant_type: expected client_credentials, found password',
    });
  });

  it('answers 503 and when to come again while the database is away', async () => {
    const lost = await connectMongo(database.uri, database.name);
    const keys = await loadOrCreateSigningKeys(join(folder, 'keys.json'), { create: false });
    const running = await startPartners(lost, keys);
    await lost.close();
    const { status, headers, body } = await askToken(running.url, await assertionOf(client));
    await running.stop();
    expect(status).to.equal(503);
    expect(headers.get('retry-after')).to.equal('30');
    expect(body).to.include({ error: 'temporarily_unavailable', code: 'DATABASE_UNAVAILABLE' });
  });

  it('answers other methods with 405 and offers nothing for people to sign in with', async () => {
    const got = await fetch(`${one.url}/oauth2/token`);
    expect(got.status).to.equal(405);
    expect(got.headers.get('allow')).to.equal('POST');
    for (const path of ['/auth', '/me', '/token', '/session/end', '/.well-known/openid-configuration']) {
      expect((await fetch(`${one.url}${path}`)).status, path).to.equal(404);
    }
  });

  it('stands in an Express app before the body parsers, and passes on what is not its own', async () => {
    const app = express().use(one.partners.tokenHandler).use(express.json(), express.urlencoded());
    app.post('/oauth2/other', (received, response) => response.json({ got: received.body }));
    const token = await request(app)
      .post('/oauth2/token')
      .type('form')
      .send({
        grant_type: 'client_credentials',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: await assertionOf(client),
      });
    expect(token.status, token.text).to.equal(200);
    const other = await request(app).post('/oauth2/other').type('form').send({ a: '1' });
    expect(other.body).to.deep.equal({ got: { a: '1' } });
  });

  it('publishes its addresses by the public address, not by the Host header', async () => {
    const metadata = await (await fetch(`${one.url}/.well-known/oauth-authorization-server`)).json();
    expect(metadata).to.include({ issuer, token_endpoint: tokenEndpoint, jwks_uri: `${issuer}/oauth2/jwks` });
  });

  it('logs a refusal with the client and the reason, and never the assertion', async () => {
    const assertion = await assertionOf(client, { aud: 'https://else.example.vn' });
    await refused(assertion);
    const line = one.logLines.findLast((entry) => entry.includes('token.refused'));
    expect(JSON.parse(String(line))).to.include({ clientId: client.clientId, code: 'invalid_client' });
    expect(line).to.include('expected https://kho.example.vn');
    expect(one.logLines.join('')).to.not.include(assertion.split('.')[2]);
  });
});
