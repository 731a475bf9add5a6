import { createHash } from 'node:crypto';
import { createLocalJWKSet, errors, jwtVerify } from 'jose';
import { z } from 'zod';
import type { ClientActor } from '../platform/actor.js';
import { AppError, type BilingualWord } from '../platform/app-error.js';
import type { Clock } from '../platform/clock.js';
import type { SigningKeys } from '../platform/signing-keys.js';
import { allScopes, type Client } from './client.js';
import type { ClientStore } from './clients.store.js';

/** Our own tokens and our own clock, though perhaps another process's. */
const LEEWAY_SECONDS = 5;
/** How long a process may act on what it last read of a client: a suspension holds everywhere after so long. */
const CLIENT_CACHE_MS = 10_000;
const MOST_CACHED = 1000;

const claimsSchema = z.object({ client_id: z.string(), scope: z.string().default(''), exp: z.number() });
type Claims = z.output<typeof claimsSchema>;

/**
 * Who holds the token of an Authorization header.
 * @throws AppError TOKEN_INVALID {reason}
 */
export type AuthenticateBearer = (authorizationHeader: string | undefined) => Promise<ClientActor>;

export interface AuthenticateBearerDeps {
  readonly issuer: string;
  readonly audience: string;
  readonly signingKeys: SigningKeys;
  readonly clients: ClientStore;
  readonly clock: Clock;
}

/** Checks access tokens locally (RFC 9068, 4): signature, algorithm, type, issuer, audience, time; then the client. */
export function makeAuthenticateBearer(deps: AuthenticateBearerDeps): AuthenticateBearer {
  const { issuer, audience, clock } = deps;
  const keys = createLocalJWKSet({ keys: deps.signingKeys.all.map((key) => ({ ...key.publicJwk })) });
  const findClient = makeClientCache(deps.clients, clock);
  const known = new Map<string, Claims>();

  /** Verifies a token once: its signature does not change, only the time that it is read at. */
  async function claimsOf(token: string): Promise<Claims> {
    const hash = createHash('sha256').update(token).digest('base64');
    const before = known.get(hash);
    // Past its end it is verified again, for the refusal in the library's own words.
    if (before && before.exp * 1000 > clock.now().getTime()) return before;
    known.delete(hash);
    try {
      const verified = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: ['ES256'],
        typ: 'at+jwt',
        clockTolerance: LEEWAY_SECONDS,
        currentDate: clock.now(),
        requiredClaims: ['exp', 'iat', 'sub', 'client_id', 'jti'],
      });
      const claims = claimsSchema.parse(verified.payload);
      if (known.size >= MOST_CACHED) known.clear();
      known.set(hash, claims);
      return claims;
    } catch (error) {
      throw invalid(reasonOf(error, audience), error);
    }
  }

  return async (header) => {
    const claims = await claimsOf(tokenOf(header));
    const client = await findClient(claims.client_id);
    if (!client) throw invalid({ vi: 'hệ thống này chưa được đăng ký', en: 'unknown client' });
    if (client.status !== 'ACTIVE')
      throw invalid({ vi: 'hệ thống này đang bị tạm ngừng', en: 'suspended client' });
    const granted = claims.scope.split(' ');
    return {
      kind: 'CLIENT',
      id: client.clientId,
      name: client.name,
      agency: client.agency,
      // What was taken from the client since the token was issued is gone at once.
      scopes: allScopes.filter((scope) => granted.includes(scope) && client.scopes.includes(scope)),
      procedures: client.procedures,
      returnUrls: client.returnUrls,
      tokenExpiresAt: new Date(claims.exp * 1000),
    };
  };
}

function tokenOf(header: string | undefined): string {
  if (header === undefined || header.trim() === '') throw invalid({ vi: 'không có', en: 'absent' });
  const [scheme = '', token = '', ...rest] = header.trim().split(/ +/);
  if (scheme.toLowerCase() !== 'bearer')
    throw invalid({ vi: 'phải là "Bearer <mã>"', en: 'not a Bearer token' });
  if (token === '' || rest.length > 0) throw invalid(malformed);
  return token;
}

const malformed: BilingualWord = { vi: 'sai dạng', en: 'malformed' };

function reasonOf(error: unknown, audience: string): BilingualWord {
  if (error instanceof errors.JWTExpired) {
    return { vi: 'đã hết hạn', en: 'expired' };
  }
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'aud')
      return { vi: `không dành cho ${audience}`, en: `wrong audience, not ${audience}` };
    if (error.claim === 'iss') return { vi: 'do nơi khác cấp', en: 'wrong issuer' };
    if (error.claim === 'typ') return { vi: 'không phải mã truy cập', en: 'not an access token' };
    return { vi: `trường ${error.claim} sai`, en: `wrong or missing claim ${error.claim}` };
  }
  if (error instanceof errors.JOSEAlgNotAllowed) return { vi: 'sai thuật toán ký', en: 'wrong algorithm' };
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWSSignatureVerificationFailed)
    return { vi: 'chữ ký không đúng', en: 'signature does not verify' };
  return malformed;
}

function invalid(reason: BilingualWord, cause?: unknown): AppError {
  return new AppError('TOKEN_INVALID', { reason }, cause === undefined ? {} : { cause });
}

/** Reads a client at most every ten seconds; calls at the same moment share one read. Failures are not kept. */
function makeClientCache(clients: ClientStore, clock: Clock): (clientId: string) => Promise<Client | null> {
  const kept = new Map<string, { readonly until: number; readonly client: Promise<Client | null> }>();
  return (clientId) => {
    const now = clock.now().getTime();
    const found = kept.get(clientId);
    if (found && found.until > now) return found.client;
    if (kept.size >= MOST_CACHED) kept.clear();
    const client = clients.find(clientId);
    kept.set(clientId, { until: now + CLIENT_CACHE_MS, client });
    client.catch(() => kept.delete(clientId));
    return client;
  };
}
