import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { base64url, SignJWT } from 'jose';
import { whoami } from '../../src/partners/index.js';
import { AppError, type BilingualWord } from '../../src/platform/app-error.js';
import { newId } from '../../src/platform/ids.js';
import { loadOrCreateSigningKeys, type SigningKeys } from '../../src/platform/signing-keys.js';
import { type TestDatabase, testDatabase } from '../support/mongo.js';
import {
  askToken,
  assertionOf,
  issuer,
  nowSeconds,
  type RunningPartners,
  registerClient,
  startPartners,
  type TestClient,
} from './support.js';

describe('an access token', () => {
  let database: TestDatabase;
  let folder: string;
  let keys: SigningKeys;
  let running: RunningPartners;
  let client: TestClient;
  let token: string;
  let ahead = 0;

  before(async function () {
    // The first test of a run starts the server.
    this.timeout(60_000);
    database = await testDatabase();
    folder = await mkdtemp(join(tmpdir(), 'bearer-'));
    keys = await loadOrCreateSigningKeys(join(folder, 'keys.json'), { create: true });
    running = await startPartners(database.connection, keys, { now: () => new Date(Date.now() + ahead) });
    client = await registerClient(running.partners, { procedures: ['1.004222'] });
    token = await freshToken(client);
  });
  beforeEach(() => {
    ahead = 0;
  });
  after(async () => {
    await running?.stop();
    await database?.drop();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  const freshToken = async (holder: TestClient, fields = {}) =>
    String((await askToken(running.url, await assertionOf(holder), fields)).body['access_token']);

  const reasonFor = async (header: string | undefined): Promise<string> => {
    try {
      await running.partners.authenticateBearer(header);
    } catch (error) {
      expect(error).to.be.instanceOf(AppError);
      const refusal = error as AppError;
      expect(refusal.code).to.equal('TOKEN_INVALID');
      // Every reason of this refusal is a word in both languages.
      return (refusal.details['reason'] as BilingualWord).en;
    }
    throw new Error('the token was accepted');
  };

  const claims = () => ({
    iss: issuer,
    aud: `${issuer}/api/v1`,
    sub: client.clientId,
    client_id: client.clientId,
    scope: 'dossiers',
    jti: newId(),
    iat: nowSeconds(),
    exp: nowSeconds() + 300,
  });
  const signed = (changes: Record<string, unknown> = {}, header: Record<string, unknown> = {}) =>
    new SignJWT({ ...claims(), ...changes })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: keys.current.kid, ...header })
      .sign(keys.current.privateKey);

  it('tells who its holder is and what it may do', async () => {
    const actor = await running.partners.authenticateBearer(`Bearer ${token}`);
    expect(actor).to.deep.include({
      kind: 'CLIENT',
      id: client.clientId,
      name: 'HTTTGQTTHC Bình Dương',
      agency: 'H09',
      scopes: ['dossiers', 'evidence', 'results'],
      procedures: ['1.004222'],
      returnUrls: ['https://dvc.example.vn/back'],
    });
    const { expiresAt, ...rest } = whoami(actor);
    expect(rest).to.deep.include({ clientId: client.clientId, agency: 'H09', procedures: ['1.004222'] });
    expect(Date.parse(expiresAt) - Date.now()).to.be.within(590_000, 601_000);
  });

  it('of fewer scopes gives those alone', async () => {
    const less = await freshToken(client, { scope: 'evidence' });
    expect((await running.partners.authenticateBearer(`bearer ${less}`)).scopes).to.deep.equal(['evidence']);
  });

  it('that is absent, of another scheme or no JWT is refused', async () => {
    expect(await reasonFor(undefined)).to.equal('absent');
    expect(await reasonFor('  ')).to.equal('absent');
    expect(await reasonFor(`Basic ${token}`)).to.equal('not a Bearer token');
    expect(await reasonFor('Bearer')).to.equal('malformed');
    expect(await reasonFor(`Bearer ${token} ${token}`)).to.equal('malformed');
    expect(await reasonFor('Bearer a.b.c')).to.equal('malformed');
    expect(await reasonFor(`Bearer ${'x'.repeat(50_000)}`)).to.equal('malformed');
  });

  it('that was changed in any part is refused', async () => {
    const [header, payload, signature] = token.split('.');
    const other = base64url.encode(JSON.stringify({ ...claims(), scope: 'dossiers evidence results' }));
    expect(await reasonFor(`Bearer ${header}.${other}.${signature}`)).to.equal('signature does not verify');
    expect(await reasonFor(`Bearer ${header}.${payload}.${'A'.repeat(86)}`)).to.equal(
      'signature does not verify',
    );
    expect(await reasonFor(`Bearer ${header}.${payload}.`)).to.be.oneOf([
      'signature does not verify',
      'malformed',
    ]);
  });

  it('without a signature, or signed with our public key as a secret, is refused', async () => {
    const none = base64url.encode(JSON.stringify({ alg: 'none', typ: 'at+jwt' }));
    const payload = base64url.encode(JSON.stringify(claims()));
    expect(await reasonFor(`Bearer ${none}.${payload}.`)).to.equal('wrong algorithm');
    const secret = new TextEncoder().encode(JSON.stringify(keys.current.publicJwk));
    const hmac = await new SignJWT(claims())
      .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: keys.current.kid })
      .sign(secret);
    expect(await reasonFor(`Bearer ${hmac}`)).to.equal('wrong algorithm');
  });

  it('signed by a key that it brings itself is refused', async () => {
    const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    for (const kid of [keys.current.kid, 'other', undefined]) {
      const forged = await new SignJWT(claims())
        .setProtectedHeader({
          alg: 'ES256',
          typ: 'at+jwt',
          jwk: stranger.publicKey.export({ format: 'jwk' }),
          ...(kid ? { kid } : {}),
        })
        .sign(stranger.privateKey);
      expect(await reasonFor(`Bearer ${forged}`)).to.equal('signature does not verify');
    }
  });

  it('for another audience, of another issuer, of another type or without its claims is refused', async () => {
    expect(await reasonFor(`Bearer ${await signed()}`).catch((error: Error) => error.message)).to.equal(
      'the token was accepted',
    );
    expect(await reasonFor(`Bearer ${await signed({ aud: issuer })}`)).to.match(/^wrong audience/);
    expect(await reasonFor(`Bearer ${await signed({ iss: 'https://else.vn' })}`)).to.equal('wrong issuer');
    for (const typ of ['JWT', 'consent+jwt', 'manifest+jwt'])
      expect(await reasonFor(`Bearer ${await signed({}, { typ })}`)).to.equal('not an access token');
    for (const claim of ['client_id', 'jti', 'exp', 'sub'])
      expect(await reasonFor(`Bearer ${await signed({ [claim]: undefined })}`)).to.equal(
        `wrong or missing claim ${claim}`,
      );
  });

  it('ends after ten minutes', async () => {
    ahead = 590_000;
    expect((await running.partners.authenticateBearer(`Bearer ${token}`)).id).to.equal(client.clientId);
    ahead = 610_000;
    expect(await reasonFor(`Bearer ${token}`)).to.equal('expired');
  });

  it('of a client that is not registered is refused', async () => {
    const stranger = await signed({ client_id: newId() });
    expect(await reasonFor(`Bearer ${stranger}`)).to.equal('unknown client');
  });

  it('stops within ten seconds of its client being suspended', async () => {
    const holder = await registerClient(running.partners);
    const held = await freshToken(holder);
    await running.partners.authenticateBearer(`Bearer ${held}`);
    await running.partners.setStatus(holder.clientId, 'SUSPENDED', { operator: 'tester', at: new Date() });
    ahead = 10_001;
    expect(await reasonFor(`Bearer ${held}`)).to.equal('suspended client');
  });
});
