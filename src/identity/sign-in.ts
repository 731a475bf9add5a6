import { randomNonce, randomPKCECodeVerifier, randomState } from 'openid-client';
import type { AuthLevel } from '../platform/actor.js';
import type { ClaimMapping } from './claim-mapping.js';
import type { ConfirmIdentity } from './confirm-identity.js';
import { type RepresentedByEid, readOwnerClaims, readStaffClaims } from './read-claims.js';
import type { RelyingParty } from './relying-party.js';
import type { SessionUser } from './session.js';
import type { SignInAs, SignInAttempt } from './sign-in-attempt.js';
import { signInFailed } from './sign-in-failure.js';

export interface SignIn {
  /** A new attempt and where to send the browser. @throws AppError EID_UNAVAILABLE, SIGN_IN_FAILED */
  begin(wanted: {
    as: SignInAs;
    returnTo: string;
    level: AuthLevel | null;
    uiLocales: string;
  }): Promise<{ attempt: SignInAttempt; url: URL }>;
  /** Who came back from the e-ID. @throws AppError EID_UNAVAILABLE, SIGN_IN_FAILED */
  finish(attempt: SignInAttempt, search: string): Promise<SessionUser>;
}

export function makeSignIn({
  relyingParties,
  mapping,
  confirmIdentity,
  keepRepresented,
}: {
  relyingParties: Readonly<Record<SignInAs, RelyingParty>>;
  mapping: ClaimMapping;
  confirmIdentity: ConfirmIdentity;
  /** What the e-ID says now of whom she represents is what holds. */
  keepRepresented: (
    person: { readonly id: string; readonly name: string },
    represented: readonly RepresentedByEid[],
  ) => Promise<void>;
}): SignIn {
  return {
    async begin({ as, returnTo, level, uiLocales }) {
      const attempt: SignInAttempt = {
        state: randomState(),
        nonce: randomNonce(),
        codeVerifier: randomPKCECodeVerifier(),
        as,
        returnTo,
        level,
      };
      return {
        attempt,
        url: await relyingParties[as].authorizationUrl(attempt, {
          uiLocales,
          acrValues: level === null ? [] : wordsFor(mapping[as].authLevels, level),
        }),
      };
    },
    async finish(attempt, search) {
      const claims = await relyingParties[attempt.as].claims(attempt, search);
      if (attempt.as === 'staff') {
        const account = readStaffClaims(claims, mapping.staff);
        mustReach(account.authLevel, attempt.level);
        return { kind: 'STAFF', ...account };
      }
      const { person, authLevel, represented } = readOwnerClaims(claims, mapping.owner);
      mustReach(authLevel, attempt.level);
      const owner = await confirmIdentity(person);
      if (represented !== null) await keepRepresented({ id: owner.id, name: person.name }, represented);
      return {
        kind: 'OWNER',
        id: owner.id,
        ownerId: owner.id,
        name: person.name,
        accountLevel: person.accountLevel,
        authLevel,
      };
    },
  };
}

/** The e-ID's words for a level and those above it, the lowest first: what is asked of it (OpenID Connect, `acr_values`). */
function wordsFor(levels: Readonly<Record<string, AuthLevel>>, least: AuthLevel): string[] {
  const words = Object.entries(levels)
    .filter(([, level]) => level >= least)
    .toSorted(([, a], [, b]) => a - b)
    .map(([word]) => word);
  if (words.length === 0) throw signInFailed('LEVEL_NOT_REACHED');
  return words;
}

/** The e-ID may answer with less than it was asked for. @throws AppError SIGN_IN_FAILED */
function mustReach(reached: AuthLevel, wanted: AuthLevel | null): void {
  if (wanted !== null && reached < wanted) throw signInFailed('LEVEL_NOT_REACHED');
}
