import { createServer, type Server } from 'node:http';
import { expect } from 'chai';
import { devEidClients, makeDevEid, makeLocalFetch } from '../../src/dev-eid/index.js';
import { loadClaimMapping } from '../../src/identity/index.js';
import { makeLogger } from '../../src/platform/logger.js';
import { closeServer, listen, signingKeys } from '../identity/test-service.js';
import { type TestDatabase, testDatabase } from '../support/mongo.js';

const publicUrl = 'https://motlan.example';

describe('the development e-ID', () => {
  let database: TestDatabase;
  let server: Server;
  let address: string;
  const clients = devEidClients({ publicUrl, secret: 'x'.repeat(32) });
  const make = async (environment: 'test' | 'production') =>
    makeDevEid({
      environment,
      publicUrl,
      clients,
      connection: database.connection,
      signingJwks: await signingKeys(),
      cookieSecret: 'x'.repeat(32),
      claims: await loadClaimMapping('config'),
      logger: makeLogger('silent'),
      stylesheet: '/assets/app.css',
    });
  const authorize = (clientId: string, more: Record<string, string> = {}) => {
    const query = new URLSearchParams({
      client_id: clientId,
      redirect_uri: `${publicUrl}/sign-in/callback`,
      response_type: 'code',
      scope: 'openid',
      state: 'state',
      nonce: 'nonce',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
      ...more,
    });
    return fetch(`${address}/dev-eid/auth?${query.toString()}`, { redirect: 'manual' });
  };

  before(async () => {
    database = await testDatabase();
    const { handler } = await make('test');
    server = createServer(handler);
    address = await listen(server);
  });
  after(async () => {
    await closeServer(server);
    await database.drop();
  });

  it('does not start in production', async () => {
    const refused = await make('production').catch((error: unknown) => error);
    expect(String(refused)).to.include('refused in production');
  });

  it('names its addresses by the public one, whatever name it was called by', async () => {
    const local = makeLocalFetch({ issuer: clients.owner.issuer, address: () => address });
    const answer = await local(`${clients.owner.issuer}/.well-known/openid-configuration`, {
      method: 'GET',
      headers: { 'x-forwarded-host': 'evil.example' },
      body: undefined,
      redirect: 'manual',
    });
    const metadata = (await answer.json()) as Record<string, string>;
    expect(metadata['issuer']).to.equal('https://motlan.example/dev-eid');
    for (const name of ['authorization_endpoint', 'token_endpoint', 'userinfo_endpoint', 'jwks_uri']) {
      expect(metadata[name]).to.match(/^https:\/\/motlan\.example\/dev-eid\//);
    }
  });

  it('shows staff to the staff client, under a policy that lets nothing run', async () => {
    const answer = await authorize(clients.staff.clientId);
    expect(answer.status).to.equal(303);
    const form = new URL(answer.headers.get('location') ?? '', publicUrl).pathname;
    const page = await fetch(address + form);
    const html = await page.text();
    const keys = [...html.matchAll(/name="persona" value="(\w+)"/g)].map((match) => match[1]);
    expect(keys).to.deep.equal(['ha', 'quang', 'mai', 'son']);
    expect(html).to.include('This is not VNeID').and.to.include('href="/assets/app.css"');
    const policy = page.headers.get('content-security-policy');
    expect(policy).to.include("default-src 'none'").and.to.include("frame-ancestors 'none'");
    expect(html).to.not.match(/<script|style=|onclick/i);
  });

  it('wants PKCE, known clients and the registered way back', async () => {
    const none = await authorize(clients.owner.clientId, { code_challenge: '', code_challenge_method: '' });
    expect(none.headers.get('location')).to.match(/^https:\/\/motlan\.example\/.*error=invalid_request/);
    for (const answer of [
      await authorize('stranger'),
      await authorize(clients.owner.clientId, { redirect_uri: 'https://evil.example/' }),
    ]) {
      expect(answer.status).to.equal(400);
      expect(await answer.text()).to.include('Đăng nhập chưa xong');
    }
  });

  it('says in words that a form is too old', async () => {
    const answer = await fetch(`${address}/dev-eid/interaction/long-gone`);
    expect(answer.status).to.equal(400);
    expect(await answer.text()).to.include('hết hạn');
  });
});
