import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  type CustomFetch,
  calculatePKCECodeChallenge,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  None,
  type ServerMetadata,
} from 'openid-client';
import type { Clock } from '../platform/clock.js';
import type { OidcClientConfig } from '../platform/config.js';
import { eidFault } from './eid-fault.js';
import type { Claims } from './read-claims.js';
import type { SignInAttempt } from './sign-in-attempt.js';
import { signInFailed } from './sign-in-failure.js';

/** One e-ID service, as this application is known to it (OpenID Connect code flow with PKCE). */
export interface RelyingParty {
  /** Where to send the browser. @throws AppError EID_UNAVAILABLE, SIGN_IN_FAILED */
  authorizationUrl(
    attempt: SignInAttempt,
    wanted: {
      readonly uiLocales: string;
      /** Given: she proves anew who she is, in one of these ways. */
      readonly acrValues: readonly string[];
    },
  ): Promise<URL>;
  /**
   * Exchanges the code and checks the answer: state, nonce, issuer, audience, times, signature.
   * @param search query of the callback, with its question mark
   * @throws AppError EID_UNAVAILABLE, SIGN_IN_FAILED
   */
  claims(attempt: SignInAttempt, search: string): Promise<Claims>;
}

const REQUEST_SECONDS = 5;
const METADATA_KEPT_MS = 60 * 60 * 1000;
const ACCEPTED_ALGORITHMS = ['ES256', 'RS256', 'PS256'];

export function makeRelyingParty(deps: {
  client: OidcClientConfig;
  redirectUri: string;
  scope: string;
  /** Claims that must be known; what the ID token lacks is asked of the userinfo endpoint. */
  claimNames: readonly string[];
  /** Plain http: for an e-ID on this machine only. */
  allowHttp: boolean;
  clock: Clock;
  fetch?: CustomFetch | undefined;
  requestSeconds?: number | undefined;
}): RelyingParty {
  const { redirectUri, clock } = deps;
  let known: { configuration: Promise<Configuration>; at: number } | undefined;

  /** Discovered at the first use, then once an hour; a failure is not remembered, and an older answer serves on. */
  const configuration = (): Promise<Configuration> => {
    const now = clock.now().getTime();
    const former = known;
    if (former && now - former.at < METADATA_KEPT_MS) return former.configuration;
    const attempt = discover(deps).catch(async (error: unknown) => {
      const older = await former?.configuration.catch(() => undefined);
      if (known?.configuration === attempt) known = older && former ? former : undefined;
      if (older) return older;
      throw error;
    });
    known = { configuration: attempt, at: now };
    return attempt;
  };

  return {
    async authorizationUrl({ state, nonce, codeVerifier }, { uiLocales, acrValues }) {
      try {
        return buildAuthorizationUrl(await configuration(), {
          redirect_uri: redirectUri,
          scope: deps.scope,
          state,
          nonce,
          code_challenge: await calculatePKCECodeChallenge(codeVerifier),
          code_challenge_method: 'S256',
          ui_locales: uiLocales,
          ...(acrValues.length > 0 ? { acr_values: acrValues.join(' '), prompt: 'login' } : {}),
        });
      } catch (error) {
        throw eidFault(error);
      }
    },
    async claims({ state, nonce, codeVerifier }, search) {
      try {
        const settings = await configuration();
        const tokens = await authorizationCodeGrant(settings, new URL(redirectUri + search), {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: codeVerifier,
          idTokenExpected: true,
        });
        const idToken = tokens.claims();
        if (!idToken) throw signInFailed('ANSWER_INVALID');
        const complete = deps.claimNames.every((name) => Object.hasOwn(idToken, name));
        if (complete || !settings.serverMetadata().userinfo_endpoint) return idToken;
        const more = await fetchUserInfo(settings, tokens.access_token, idToken.sub);
        // How the person was authenticated is said by the signed token alone.
        return { ...more, acr: undefined, amr: undefined, ...idToken };
      } catch (error) {
        throw eidFault(error);
      }
    },
  };
}

async function discover({
  client,
  allowHttp,
  fetch,
  requestSeconds = REQUEST_SECONDS,
}: Parameters<typeof makeRelyingParty>[0]): Promise<Configuration> {
  const found = await discovery(new URL(client.issuer), client.clientId, undefined, None(), {
    timeout: requestSeconds,
    ...(fetch ? { [customFetch]: fetch } : {}),
    ...(allowHttp ? { execute: [allowInsecureRequests] } : {}),
  });
  const metadata: ServerMetadata = found.serverMetadata();
  const algorithms = (metadata.id_token_signing_alg_values_supported ?? ['RS256']).filter((algorithm) =>
    ACCEPTED_ALGORITHMS.includes(algorithm),
  );
  const start = metadata.authorization_endpoint;
  // openid-client guards the addresses that it calls itself; this one the browser calls.
  const startIsSafe = start?.startsWith('https://') || (allowHttp && start?.startsWith('http://'));
  if (algorithms.length === 0 || !startIsSafe) throw signInFailed('ANSWER_INVALID');

  const settings = new Configuration(
    { ...metadata, id_token_signing_alg_values_supported: algorithms },
    client.clientId,
    undefined,
    clientAuth(client, metadata),
  );
  settings.timeout = requestSeconds;
  if (fetch) settings[customFetch] = fetch;
  if (allowHttp) allowInsecureRequests(settings);
  // Without this the library trusts TLS alone and does not look at the ID token's signature.
  enableNonRepudiationChecks(settings);
  return settings;
}

function clientAuth({ clientSecret }: OidcClientConfig, metadata: ServerMetadata): ClientAuth {
  if (clientSecret === undefined) return None();
  // OpenID Connect Discovery 1.0, section 3: nothing said means client_secret_basic.
  const methods = metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  return methods.includes('client_secret_post')
    ? ClientSecretPost(clientSecret)
    : ClientSecretBasic(clientSecret);
}
