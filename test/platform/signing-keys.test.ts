import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { ConfigError } from '../../src/platform/config.js';
import { loadOrCreateSigningKeys, makeSigner } from '../../src/platform/signing-keys.js';

const jwk = (kid?: string) => ({
  ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }),
  ...(kid ? { kid } : {}),
});

describe('the signing keys', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'signing-'));
    path = join(folder, 'keys', 'signing.json');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const faultsOf = async (content: string): Promise<readonly string[]> => {
    const file = join(folder, 'given.json');
    await writeFile(file, content);
    try {
      await loadOrCreateSigningKeys(file, { create: true });
    } catch (error) {
      expect(error).to.be.instanceOf(ConfigError);
      return (error as ConfigError).faults.map((fault) => fault.replace(file, 'FILE'));
    }
    throw new Error('the file was accepted');
  };

  it('are made once, for their owner alone, and stay the same', async () => {
    const made = await loadOrCreateSigningKeys(path, { create: true });
    expect((await stat(path)).mode & 0o777).to.equal(0o600);
    expect(await readdir(join(folder, 'keys'))).to.deep.equal(['signing.json']);
    const before = await readFile(path, 'utf8');
    const again = await loadOrCreateSigningKeys(path, { create: true });
    expect(again.current.kid).to.equal(made.current.kid);
    expect(await readFile(path, 'utf8')).to.equal(before);
  });

  it('are one set when eight processes make them at once', async () => {
    const made = await Promise.all(
      Array.from({ length: 8 }, () => loadOrCreateSigningKeys(path, { create: true })),
    );
    expect(new Set(made.map((keys) => keys.current.kid))).to.have.length(1);
  });

  it('are not made where that is not wanted', async () => {
    try {
      await loadOrCreateSigningKeys(path, { create: false });
      expect.fail('made');
    } catch (error) {
      expect((error as ConfigError).faults).to.deep.equal([`${path}: there is no such file`]);
    }
  });

  it('sign with the first and are all published, without their private part', async () => {
    await loadOrCreateSigningKeys(path, { create: true });
    await writeFile(path, JSON.stringify({ keys: [jwk('new'), jwk('old')] }));
    const signer = makeSigner(await loadOrCreateSigningKeys(path, { create: false }), {
      issuer: 'https://kho.example.vn',
      clock: { now: () => new Date('2026-11-25T00:00:00Z') },
    });
    const published = signer.publicJwks();
    expect(published.keys.map((key) => key.kid)).to.deep.equal(['new', 'old']);
    expect(JSON.stringify(published)).to.not.include('"d"');
    const artefact = await signer.sign('consent+jwt', { jti: 'c1', iss: 'forged' });
    const { payload, protectedHeader } = await jwtVerify(
      artefact,
      createLocalJWKSet({ keys: published.keys.map((key) => ({ ...key })) }),
    );
    expect(protectedHeader).to.deep.equal({ alg: 'ES256', typ: 'consent+jwt', kid: 'new' });
    expect(payload).to.deep.equal({ jti: 'c1', iss: 'https://kho.example.vn', iat: 1795564800 });
  });

  it('are refused with file and field when something is wrong', async () => {
    expect(await faultsOf('not json')).to.deep.equal(['FILE: is not JSON']);
    expect(await faultsOf('{"keys":[]}')).to.deep.equal(['FILE: keys: must hold at least one key']);
    const { d: _d, ...publicOnly } = jwk();
    expect((await faultsOf(JSON.stringify({ keys: [jwk(), publicOnly] })))[0]).to.match(
      /^FILE: keys\[1\]\.d: /,
    );
    expect(await faultsOf(JSON.stringify({ keys: [{ ...jwk(), d: jwk().d }] }))).to.deep.equal([
      'FILE: keys[0]: d does not belong to x and y',
    ]);
    expect(await faultsOf(JSON.stringify({ keys: [jwk('a'), jwk('a')] }))).to.deep.equal([
      'FILE: keys[1].kid: is not unique',
    ]);
    const wrong = { ...jwk(), crv: 'P-384', alg: 'ES384' };
    expect(
      (await faultsOf(JSON.stringify({ keys: [wrong] }))).map((fault) => fault.split(': ')[1]),
    ).to.deep.equal(['keys[0].crv', 'keys[0].alg']);
  });

  it('quotes nothing of a damaged file, which is secret', async () => {
    const secret = String(jwk().d);
    expect((await faultsOf(`{"keys":[{"d":"${secret}"`)).join()).to.not.include(secret);
    expect((await faultsOf(JSON.stringify({ keys: [{ d: secret }] }))).join()).to.not.include(secret);
  });
});
