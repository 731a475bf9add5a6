import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import { selfSignedCertificate } from '../../src/cli/pkcs12/self-signed-certificate.js';
import { newClientSchema, readPublicKey } from '../../src/partners/index.js';

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ecJwk = ec.publicKey.export({ format: 'jwk' });
const rsaJwk = rsa.publicKey.export({ format: 'jwk' });
const pemOf = (key: typeof ec.publicKey) => key.export({ type: 'spki', format: 'pem' }).toString();

describe('a client’s public key', () => {
  it('may be a PEM public key, a PEM certificate, a JWK or a JWK set', () => {
    expect(readPublicKey(pemOf(ec.publicKey))).to.deep.equal({ keys: [ecJwk] });
    expect(readPublicKey(pemOf(rsa.publicKey))).to.deep.equal({ keys: [rsaJwk] });
    const certificate = new X509Certificate(selfSignedCertificate(ec.privateKey, 'x', new Date()));
    expect(readPublicKey(certificate.toString())).to.deep.equal({ keys: [ecJwk] });
    const named = { ...rsaJwk, kid: '2026-1', alg: 'PS256' };
    expect(readPublicKey(JSON.stringify({ ...named, use: 'sig', key_ops: ['verify'] }))).to.deep.equal({
      keys: [named],
    });
    expect(readPublicKey(JSON.stringify({ keys: [ecJwk, named] }))).to.deep.equal({ keys: [ecJwk, named] });
  });

  it('is never taken from a private key, which stays where it is', () => {
    for (const text of [
      ec.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      ec.privateKey.export({ type: 'sec1', format: 'pem' }).toString(),
      rsa.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
      JSON.stringify(ec.privateKey.export({ format: 'jwk' })),
      JSON.stringify({ keys: [ecJwk, rsa.privateKey.export({ format: 'jwk' })] }),
    ])
      expect(readPublicKey(text))
        .to.have.property('fault')
        .that.matches(/^holds a private key/);
  });

  it('must be EC P-256, or RSA of 2048 bits and more', () => {
    const faults: [string, RegExp][] = [
      [pemOf(generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey), /^is an EC key on secp384r1/],
      [pemOf(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey), /^is an RSA key of 1024 bits/],
      [pemOf(generateKeyPairSync('ed25519').publicKey), /^is a key of type ed25519/],
      [JSON.stringify({ kty: 'oct', k: 'AAAA' }), /kty oct/],
      [JSON.stringify({ ...ecJwk, alg: 'RS256' }), /kty EC whose alg says RS256/],
      [JSON.stringify({ ...ecJwk, y: ecJwk.x }), /kty EC that cannot be read/],
      [JSON.stringify({ ...ecJwk, alg: 'HS256' }), /^is not a JWK or JWK set \(keys\.0\.alg/],
      ['{"kty":', /not JSON/],
      ['ssh-rsa AAAA', /^is none of/],
      ['-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----', /^cannot be read/],
    ];
    for (const [text, words] of faults)
      expect(readPublicKey(text), text).to.have.property('fault').that.matches(words);
  });
});

describe('what an operator says of a client', () => {
  const good = {
    name: 'X',
    agency: 'H09',
    scopes: ['results', 'dossiers', 'results'],
    procedures: null,
    returnUrls: [],
    agreement: null,
  };

  it('takes any well-formed agency code', () => {
    for (const agency of ['H09', 'H09.27', 'H09.27.05', '000.00.00.H09', 'G01', 'G01.899.001', 'A1B2'])
      expect(newClientSchema.safeParse({ ...good, agency }).success, agency).to.equal(true);
    for (const agency of [
      '',
      'h09',
      'H09.',
      '.H09',
      'H09..1',
      '000.00',
      'H 09',
      'H09/1',
      'H09-1',
      'X'.repeat(36),
    ])
      expect(newClientSchema.safeParse({ ...good, agency }).success, agency).to.equal(false);
  });

  it('takes https addresses to come back to, and http on this machine alone', () => {
    for (const url of [
      'https://a.vn',
      'https://a.vn/x?y=1',
      'http://localhost:3/x',
      'http://[::1]/',
      'http://127.0.0.1',
    ])
      expect(newClientSchema.safeParse({ ...good, returnUrls: [url] }).success, url).to.equal(true);
    for (const url of [
      'http://a.vn',
      'http://127.0.0.1.a.vn',
      'https://a.vn/#',
      'https://u@a.vn',
      'javascript:alert(1)',
      'https://a.vn\\@b.vn',
      'https://a.vn/ x',
      '//a.vn',
      'https://',
    ])
      expect(newClientSchema.safeParse({ ...good, returnUrls: [url] }).success, url).to.equal(false);
  });

  it('keeps scopes once and in their order, and names in NFC without what cannot be seen', () => {
    const parsed = newClientSchema.parse({ ...good, name: ' Bi\u0300nh ' });
    expect(parsed).to.deep.include({ scopes: ['dossiers', 'results'], name: 'B\u00ecnh' });
    for (const name of ['', '  ', 'a\u202eb', 'a\nb', 'x'.repeat(201)])
      expect(newClientSchema.safeParse({ ...good, name }).success, name).to.equal(false);
  });
});
