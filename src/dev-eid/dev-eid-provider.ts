import { createHmac } from 'node:crypto';
import { type AdapterFactory, type Configuration, type JWKS, Provider } from 'oidc-provider';
import type { ClaimMapping } from '../identity/index.js';
import type { DevEidClients } from './dev-eid-clients.js';
import { faultPage } from './pages.js';
import { personaClaims, subjectOf } from './persona-claims.js';
import { personas } from './personas.js';

export interface DevEidProviderDeps {
  readonly clients: DevEidClients;
  readonly redirectUri: string;
  readonly adapter: AdapterFactory;
  readonly signingJwks: JWKS;
  readonly cookieSecret: string;
  readonly claims: ClaimMapping;
  readonly stylesheet: string | undefined;
}

/** Cookies that name the sign-in under way. */
export const attemptCookies = { interaction: 'dev_eid_interaction', resume: 'dev_eid_resume' } as const;

const ALGORITHM = 'ES256';
const HOUR = 3600;

/** The embedded e-ID as an OpenID provider: code flow with PKCE for two clients, nothing else. */
export function makeDevEidProvider(deps: DevEidProviderDeps): Provider {
  const { clients } = deps;
  const provider = new Provider(clients.owner.issuer, {
    adapter: deps.adapter,
    jwks: deps.signingJwks,
    clients: [clients.owner, clients.staff].map(({ clientId, clientSecret }) => ({
      client_id: clientId,
      ...(clientSecret === undefined ? {} : { client_secret: clientSecret }),
      redirect_uris: [deps.redirectUri],
      response_types: ['code'] as const,
      grant_types: ['authorization_code'],
      // The library's default, RS256, is refused where there is only an ES256 key.
      id_token_signed_response_alg: ALGORITHM,
    })),
    responseTypes: ['code'],
    scopes: ['openid'],
    acrValues: Object.keys({ ...deps.claims.owner.authLevels, ...deps.claims.staff.authLevels }),
    claims: { openid: ['sub', 'acr', 'amr', ...claimNames(deps.claims)] },
    // Claims stand in the ID token too, as national single sign-on does it.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    expiresWithSession: () => false,
    cookies: {
      keys: [createHmac('sha256', deps.cookieSecret).update('development e-ID cookies').digest('base64url')],
      names: { session: 'dev_eid_session', ...attemptCookies },
      // Written by the handler from the address, see there.
      short: { signed: false, httpOnly: true, sameSite: 'lax' },
      long: { signed: true, httpOnly: true, sameSite: 'lax' },
    },
    ttl: {
      AccessToken: 600,
      AuthorizationCode: 60,
      Grant: HOUR,
      IdToken: 300,
      Interaction: HOUR,
      Session: HOUR,
    },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/dev-eid/interaction/${uid}` },
    enabledJWA: { idTokenSigningAlgValues: [ALGORITHM] },
    findAccount: (_context, subject) => {
      const persona = personas.find((one) => subjectOf(one) === subject);
      if (!persona) return undefined;
      return {
        accountId: subject,
        claims: () => ({ ...personaClaims(persona, deps.claims).claims, sub: subject }),
      };
    },
    renderError: (context, out) => {
      context.type = 'html';
      context.body = faultPage(out.error, deps.stylesheet);
    },
  } satisfies Configuration);
  // The handler writes host and protocol of the issuer into each request, so these headers are our own.
  provider.proxy = true;
  return provider;
}

function claimNames({ owner, staff }: ClaimMapping): string[] {
  return [...new Set([...Object.values(owner.claims), ...Object.values(staff.claims)])].filter(
    (name): name is string => name !== undefined && name !== 'sub',
  );
}
