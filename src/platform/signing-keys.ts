import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { calculateJwkThumbprint, SignJWT } from 'jose';
import { z } from 'zod';
import type { Clock } from './clock.js';
import { ConfigError } from './config.js';
import { writeNewSecretFile } from './secret-file.js';

/** The public half of one of our ES256 keys, as it is published (RFC 7517). */
export interface PublicSigningJwk {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
  readonly kid: string;
  readonly alg: 'ES256';
  readonly use: 'sig';
}

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly privateJwk: PublicSigningJwk & { readonly d: string };
  readonly publicJwk: PublicSigningJwk;
}

/** At least one key: the first signs, all are published, so that what an older one signed stays checkable. */
export interface SigningKeys {
  readonly current: SigningKey;
  readonly all: readonly SigningKey[];
}

const coordinate = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/, 'must be 32 bytes in base64url without padding (43 letters)');
const privateKey = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: coordinate,
  y: coordinate,
  d: coordinate,
  kid: z.string().min(1).max(100).optional(),
  alg: z.literal('ES256').optional(),
  use: z.literal('sig').optional(),
});
const keySet = z.object({ keys: z.array(privateKey).min(1, 'must hold at least one key').max(20) });

/**
 * Reads the ES256 private keys from a JWK set file and tries each of them.
 * @param create whether an absent file is made, with one new key and mode 600; of two processes at once one makes it
 * @throws ConfigError naming file and field of every fault
 */
export async function loadOrCreateSigningKeys(
  path: string,
  { create }: { create: boolean },
): Promise<SigningKeys> {
  const text = await readIfPresent(path);
  if (text !== undefined) return parseSigningKeys(path, text);
  if (!create) throw fault(path, 'there is no such file');
  const { privateKey: fresh } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = fresh.export({ format: 'jwk' });
  const kid = await calculateJwkThumbprint(jwk);
  const content = `${JSON.stringify({ keys: [{ ...jwk, kid, alg: 'ES256', use: 'sig' }] }, null, 2)}\n`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeNewSecretFile(path, content);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'EEXIST') throw fault(path, `cannot be written (${code ?? 'unknown fault'})`);
  }
  // Read back, so that the key in use is the one on the disk, whichever process wrote it.
  const written = await readIfPresent(path);
  if (written === undefined) throw fault(path, 'vanished after it was written');
  return parseSigningKeys(path, written);
}

async function readIfPresent(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return undefined;
    throw fault(path, `cannot be read (${code ?? 'unknown fault'})`);
  }
}

async function parseSigningKeys(path: string, text: string): Promise<SigningKeys> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, which is secret.
    throw fault(path, 'is not JSON');
  }
  const parsed = keySet.safeParse(json);
  if (!parsed.success)
    throw new ConfigError(
      parsed.error.issues.map((issue) => `${path}: ${dotted(issue.path)}: ${issue.message}`),
    );
  const faults: string[] = [];
  const keys: SigningKey[] = [];
  for (const [index, jwk] of parsed.data.keys.entries()) {
    const { kty, crv, x, y } = jwk;
    const kid = jwk.kid ?? (await calculateJwkThumbprint({ kty, crv, x, y }));
    if (keys.some((other) => other.kid === kid)) faults.push(`${path}: keys[${index}].kid: is not unique`);
    const key = tryKey(jwk, kid);
    if (key) keys.push(key);
    else faults.push(`${path}: keys[${index}]: d does not belong to x and y`);
  }
  const [current] = keys;
  if (faults.length > 0 || !current) throw new ConfigError(faults);
  return { current, all: keys };
}

/** The key, if what its private half signs its public half verifies. */
function tryKey(jwk: z.output<typeof privateKey>, kid: string): SigningKey | undefined {
  const { x, y, d } = jwk;
  const publicJwk = { kty: 'EC', crv: 'P-256', x, y, kid, alg: 'ES256', use: 'sig' } as const;
  try {
    const key = createPrivateKey({ key: { kty: 'EC', crv: 'P-256', x, y, d }, format: 'jwk' });
    const half = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
    const probe = Buffer.from('probe');
    if (!verify('sha256', probe, half, sign('sha256', probe, key))) return undefined;
    return { kid, privateKey: key, privateJwk: { ...publicJwk, d }, publicJwk };
  } catch {
    return undefined;
  }
}

function dotted(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}

function fault(path: string, what: string): ConfigError {
  return new ConfigError([`${path}: ${what}`]);
}

/** Signs what leaves the house: consent artefacts, manifests, receipts. */
export interface Signer {
  /**
   * A compact JWS (RFC 7515), ES256, with `kid` in its header and `iss` and `iat` added to the claims.
   * @param typ media type of the token, like `consent+jwt` (RFC 8725, 3.11)
   */
  sign(typ: string, claims: Readonly<Record<string, unknown>>): Promise<string>;
  /** What /.well-known/jwks.json serves: no private part. */
  publicJwks(): { readonly keys: readonly PublicSigningJwk[] };
}

export function makeSigner(keys: SigningKeys, { issuer, clock }: { issuer: string; clock: Clock }): Signer {
  const published = { keys: keys.all.map((key) => key.publicJwk) };
  return {
    sign(typ, claims) {
      return new SignJWT({ ...claims })
        .setProtectedHeader({ alg: 'ES256', typ, kid: keys.current.kid })
        .setIssuer(issuer)
        .setIssuedAt(clock.now())
        .sign(keys.current.privateKey);
    },
    publicJwks: () => published,
  };
}
