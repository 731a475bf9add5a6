import { generateKeyPairSync } from 'node:crypto';
import { makePkcs12 } from './pkcs12/pkcs12.js';
import { selfSignedCertificate } from './pkcs12/self-signed-certificate.js';

/** A new ES256 key: the private half as the bytes of a key file, the public half in PEM. */
export interface NewClientKey {
  readonly file: string | Buffer;
  readonly publicPem: string;
}

export type KeyFileForm = { readonly kind: 'pem' } | { readonly kind: 'p12'; readonly password: string };

/** @param clientId names the key and its certificate in a .p12 */
export function makeClientKey(form: KeyFileForm, clientId: string, now: Date): NewClientKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicPem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  if (form.kind === 'pem') return { file: privateKey.export({ type: 'pkcs8', format: 'pem' }), publicPem };
  const certificate = selfSignedCertificate(privateKey, clientId, now);
  return { file: makePkcs12({ privateKey, certificate, alias: clientId }, form.password), publicPem };
}
