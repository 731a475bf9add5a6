import { randomNonce, randomPKCECodeVerifier, randomState } from 'openid-client';
import type { ClaimMapping } from './claim-mapping.js';
import type { ConfirmIdentity } from './confirm-identity.js';
import { readOwnerClaims, readStaffClaims } from './read-claims.js';
import type { RelyingParty } from './relying-party.js';
import type { SessionUser } from './session.js';
import type { SignInAs, SignInAttempt } from './sign-in-attempt.js';

export interface SignIn {
  /** A new attempt and where to send the browser. @throws AppError EID_UNAVAILABLE, SIGN_IN_FAILED */
  begin(wanted: {
    as: SignInAs;
    returnTo: string;
    uiLocales: string;
  }): Promise<{ attempt: SignInAttempt; url: URL }>;
  /** Who came back from the e-ID. @throws AppError EID_UNAVAILABLE, SIGN_IN_FAILED */
  finish(attempt: SignInAttempt, search: string): Promise<SessionUser>;
}

export function makeSignIn({
  relyingParties,
  mapping,
  confirmIdentity,
}: {
  relyingParties: Readonly<Record<SignInAs, RelyingParty>>;
  mapping: ClaimMapping;
  confirmIdentity: ConfirmIdentity;
}): SignIn {
  return {
    async begin({ as, returnTo, uiLocales }) {
      const attempt: SignInAttempt = {
        state: randomState(),
        nonce: randomNonce(),
        codeVerifier: randomPKCECodeVerifier(),
        as,
        returnTo,
      };
      return { attempt, url: await relyingParties[as].authorizationUrl(attempt, uiLocales) };
    },
    async finish(attempt, search) {
      const claims = await relyingParties[attempt.as].claims(attempt, search);
      if (attempt.as === 'staff') {
        return { kind: 'STAFF', ...readStaffClaims(claims, mapping.staff) };
      }
      const { person, authLevel } = readOwnerClaims(claims, mapping.owner);
      const owner = await confirmIdentity(person);
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
