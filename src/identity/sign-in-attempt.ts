import { hkdfSync } from 'node:crypto';
import { EncryptJWT, jwtDecrypt } from 'jose';
import { z } from 'zod';
import type { AuthLevel } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';

export type SignInAs = 'owner' | 'staff';

/** One sign-in under way in one tab. */
export interface SignInAttempt {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly as: SignInAs;
  readonly returnTo: string;
  /** The least authentication level that will do; null: any. */
  readonly level: AuthLevel | null;
}

const attempt = z.object({
  state: z.string().min(16),
  nonce: z.string().min(16),
  codeVerifier: z.string().min(43),
  as: z.enum(['owner', 'staff']),
  returnTo: z.string().startsWith('/'),
  level: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]).nullable(),
});

const LIFE_SECONDS = 15 * 60;
const AT_ONCE = 5;

/**
 * Sign-ins under way are kept by the browser that began them, each in its own encrypted cookie: tabs do not disturb
 * each other, any process can finish what another began, and a visitor who never signs in leaves nothing in the
 * database. The cookie binds the answer to the browser; the e-ID's code can be used once.
 */
export interface SignInAttempts {
  /** Set-Cookie lines: the new attempt's, and the removal of the oldest beyond five. */
  begin(attempt: SignInAttempt, cookieHeader: string | undefined): Promise<string[]>;
  /** The attempt of a state, with the Set-Cookie lines that end it; null when this browser began none that still lives. */
  finish(
    state: string,
    cookieHeader: string | undefined,
  ): Promise<{ attempt: SignInAttempt; ended: string[] } | null>;
}

export function makeSignInAttempts({
  secret,
  secure,
  clock,
}: {
  secret: string;
  secure: boolean;
  clock: Clock;
}): SignInAttempts {
  const key = new Uint8Array(hkdfSync('sha256', secret, '', 'motlan sign-in attempt', 32));
  const prefix = `${secure ? '__Host-' : ''}motlan_sign_in_`;
  const line = (name: string, value: string, maxAge: number) =>
    `${name}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAge}${secure ? '; Secure' : ''}`;

  /** `prefix + time + _ + part of the state`: sortable by age without decrypting. */
  const ours = (cookieHeader: string | undefined) =>
    parseCookies(cookieHeader)
      .filter(([name]) => name.startsWith(prefix))
      .toSorted(([a], [b]) => (a < b ? -1 : 1));

  return {
    async begin(fresh, cookieHeader) {
      const now = clock.now();
      const value = await new EncryptJWT({ ...fresh })
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .setExpirationTime(Math.floor(now.getTime() / 1000) + LIFE_SECONDS)
        .encrypt(key);
      const name = `${prefix}${now.getTime().toString(36).padStart(9, '0')}_${tag(fresh.state)}`;
      const others = ours(cookieHeader);
      const tooMany = others.slice(0, Math.max(0, others.length - (AT_ONCE - 1)));
      return [...tooMany.map(([old]) => line(old, '', 0)), line(name, value, LIFE_SECONDS)];
    },
    async finish(state, cookieHeader) {
      for (const [name, value] of ours(cookieHeader)) {
        if (!name.endsWith(`_${tag(state)}`)) continue;
        const found = await open(value, key, clock.now());
        if (found?.state === state) return { attempt: found, ended: [line(name, '', 0)] };
      }
      return null;
    },
  };
}

async function open(value: string, key: Uint8Array, now: Date): Promise<SignInAttempt | null> {
  try {
    const { payload } = await jwtDecrypt(value, key, {
      currentDate: now,
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
      requiredClaims: ['exp'],
    });
    return attempt.parse(payload);
  } catch {
    // Not ours, changed, or too old: as if it were not there.
    return null;
  }
}

function tag(state: string): string {
  return state.replaceAll(/[^A-Za-z0-9]/g, '').slice(0, 16);
}

function parseCookies(header: string | undefined): [name: string, value: string][] {
  return (header ?? '')
    .slice(0, 16_384)
    .split(';')
    .map((pair) => pair.trim().split('='))
    .filter((parts) => parts.length === 2)
    .map(([name = '', value = '']) => [name, value]);
}
