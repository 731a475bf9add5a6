import { decodeJwt, decodeProtectedHeader, type JWTPayload, type ProtectedHeaderParameters } from 'jose';
import { assertionAlgorithms, type Client } from './client.js';

/** Seconds by which a client's clock may differ from ours. Source: FAPI 2.0 Security Profile, 5.3.2.1 (10 s). */
export const CLOCK_TOLERANCE_SECONDS = 10;
const LONGEST_LIFE_SECONDS = 300;

export interface AssertionContext {
  readonly issuer: string;
  readonly tokenEndpoint: string;
  /** Null: no client has the assertion's `sub`. */
  readonly client: Client | null;
  readonly now: Date;
}

/**
 * What is wrong with a client assertion (RFC 7523, private_key_jwt), said as what was expected and what was found;
 * undefined when nothing but the signature and an earlier use can be. It decides nothing about signatures.
 */
export function findAssertionFault(assertion: string, context: AssertionContext): string | undefined {
  let header: ProtectedHeaderParameters;
  let claims: JWTPayload;
  try {
    header = decodeProtectedHeader(assertion);
    claims = decodeJwt(assertion);
  } catch {
    return 'client_assertion: expected a signed JWT (three base64url parts with dots), found something else';
  }
  return (
    algorithmFault(header.alg, context.client) ??
    subjectFault(claims, context.client) ??
    audienceFault(claims.aud, context) ??
    timeFault(claims, Math.floor(context.now.getTime() / 1000)) ??
    jtiFault(claims.jti) ??
    kidFault(header.kid, context.client)
  );
}

function algorithmFault(alg: unknown, client: Client | null): string | undefined {
  if (!assertionAlgorithms.some((known) => known === alg))
    return `alg: expected ES256, RS256 or PS256, found ${shown(alg)}`;
  const fits = client?.keys.some(
    (key) => (key.kty === 'EC') === (alg === 'ES256') && (key.alg ?? alg) === alg,
  );
  if (client && !fits) {
    const wanted = client.keys.map((key) => key.alg ?? (key.kty === 'EC' ? 'ES256' : 'RS256 or PS256'));
    return `alg: expected ${[...new Set(wanted)].join(' or ')} (the registered key), found ${shown(alg)}`;
  }
  return undefined;
}

function subjectFault({ sub, iss }: JWTPayload, client: Client | null): string | undefined {
  if (typeof sub !== 'string' || sub === '') return `sub: expected the client id, found ${shown(sub)}`;
  if (iss !== sub) return `iss: expected the client id as in sub, found ${shown(iss)}`;
  if (!client) return `sub: no client is registered here under ${shown(sub)}`;
  return undefined;
}

function audienceFault(aud: unknown, { issuer, tokenEndpoint }: AssertionContext): string | undefined {
  const expected = `expected ${issuer} or ${tokenEndpoint}`;
  // An array that merely includes us would be good elsewhere too: whoever receives it there could use it here.
  if (Array.isArray(aud)) return `aud: ${expected} as one string, found an array`;
  if (aud !== issuer && aud !== tokenEndpoint) return `aud: ${expected}, found ${shown(aud)}`;
  return undefined;
}

function timeFault({ exp, iat, nbf }: JWTPayload, now: number): string | undefined {
  const clock = `server time ${new Date(now * 1000).toISOString()}`;
  if (typeof exp !== 'number')
    return `exp: expected seconds since 1970, at most ${LONGEST_LIFE_SECONDS} ahead, found ${shown(exp)}`;
  if (exp <= now - CLOCK_TOLERANCE_SECONDS)
    return `exp: the assertion expired ${Math.ceil(now - exp)} s ago (${clock}); check the clock`;
  if (exp > now + LONGEST_LIFE_SECONDS + CLOCK_TOLERANCE_SECONDS)
    return `exp: expected at most ${LONGEST_LIFE_SECONDS} s ahead, found ${Math.ceil(exp - now)} s (${clock})`;
  for (const [name, value] of [
    ['iat', iat],
    ['nbf', nbf],
  ] as const) {
    if (value === undefined) continue;
    if (typeof value !== 'number') return `${name}: expected seconds since 1970, found ${shown(value)}`;
    if (value > now + CLOCK_TOLERANCE_SECONDS)
      return `${name}: lies ${Math.ceil(value - now)} s in the future (${clock}); check the clock`;
  }
  return undefined;
}

function jtiFault(jti: unknown): string | undefined {
  if (typeof jti === 'string' && jti !== '') return undefined;
  return `jti: expected a new text for each request, found ${shown(jti)}`;
}

/** A `kid` is asked for only from clients who named their keys; the others' libraries put in what they like. */
function kidFault(kid: unknown, client: Client | null): string | undefined {
  const names = client?.keys.map((key) => key.kid) ?? [];
  if (kid === undefined || names.includes(undefined) || names.some((name) => name === kid)) return undefined;
  return `kid: expected ${names.join(' or ')}, found ${shown(kid)}`;
}

/** A claim as it came, cut short. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 120)}...` : text;
}

/** The letters that RFC 6749 (5.2) allows in `error_description`. */
export function asDescription(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll('"', "'")
    .replace(/[^\x20-\x21\x23-\x5B\x5D-\x7E]/g, '?');
}
