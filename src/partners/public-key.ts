import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { assertionAlgorithms, type ClientJwk } from './client.js';

export type PublicKeyOutcome =
  | { readonly keys: readonly ClientJwk[] }
  /** What is wrong, to follow the name of the file. */
  | { readonly fault: string };

const LEAST_RSA_BITS = 2048;
const MOST_RSA_BITS = 8192;

const jwkSchema = z.looseObject({
  kty: z.string(),
  kid: z.string().min(1).max(200).optional(),
  alg: z.enum(assertionAlgorithms).optional(),
});
const jwkSetSchema = z.object({ keys: z.array(jwkSchema).min(1).max(10) });

/** Reads a client's public key: PEM public key, PEM certificate, JWK or JWK set. Only the public part is kept. */
export function readPublicKey(text: string): PublicKeyOutcome {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) return { fault: privateFound };
  if (text.trimStart().startsWith('{')) return readJwks(text);
  if (!text.includes('-----BEGIN '))
    return { fault: 'is none of PEM public key, PEM certificate, JWK and JWK set' };
  let key: KeyObject;
  try {
    key = text.includes('-----BEGIN CERTIFICATE-----')
      ? new X509Certificate(text).publicKey
      : createPublicKey(text);
  } catch {
    return { fault: 'cannot be read as a PEM public key or certificate' };
  }
  const outcome = usable(key);
  return 'fault' in outcome ? outcome : { keys: [outcome.jwk] };
}

const privateFound =
  'holds a private key: keep that to yourself and give its public half (openssl pkey -in KEY -pubout)';

function readJwks(text: string): PublicKeyOutcome {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { fault: 'begins like a JWK but is not JSON' };
  }
  const parsed = jwkSetSchema.safeParse(hasKeys(json) ? json : { keys: [json] });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { fault: `is not a JWK or JWK set (${issue?.path.join('.')}: ${issue?.message})` };
  }
  const keys: ClientJwk[] = [];
  for (const { kid, alg, ...jwk } of parsed.data.keys) {
    if ('d' in jwk) return { fault: privateFound };
    let key: KeyObject;
    try {
      key = createPublicKey({ key: jwk, format: 'jwk' });
    } catch {
      return { fault: `holds a JWK of kty ${jwk.kty.slice(0, 20)} that cannot be read as a public key` };
    }
    const outcome = usable(key);
    if ('fault' in outcome) return outcome;
    if (alg && (alg === 'ES256') !== (outcome.jwk.kty === 'EC'))
      return { fault: `holds a JWK of kty ${outcome.jwk.kty} whose alg says ${alg}` };
    keys.push({ ...outcome.jwk, ...(kid === undefined ? {} : { kid }), ...(alg ? { alg } : {}) });
  }
  return { keys };
}

function hasKeys(json: unknown): boolean {
  return typeof json === 'object' && json !== null && 'keys' in json;
}

/** The key as JWK, if it can sign ES256, RS256 or PS256 with today's strength. */
function usable(key: KeyObject): { jwk: ClientJwk } | { fault: string } {
  const details = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'ec') {
    if (details.namedCurve !== 'prime256v1')
      return { fault: `is an EC key on ${details.namedCurve}: must be P-256 (ES256)` };
    const { x = '', y = '' } = key.export({ format: 'jwk' });
    return { jwk: { kty: 'EC', crv: 'P-256', x, y } };
  }
  if (key.asymmetricKeyType === 'rsa') {
    const bits = details.modulusLength ?? 0;
    if (bits < LEAST_RSA_BITS || bits > MOST_RSA_BITS)
      return { fault: `is an RSA key of ${bits} bits: must have ${LEAST_RSA_BITS} to ${MOST_RSA_BITS}` };
    const { n = '', e = '' } = key.export({ format: 'jwk' });
    return { jwk: { kty: 'RSA', n, e } };
  }
  return {
    fault: `is a key of type ${key.asymmetricKeyType}: must be EC P-256 (ES256) or RSA (RS256, PS256)`,
  };
}
