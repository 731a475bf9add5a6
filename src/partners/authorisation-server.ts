import { randomBytes } from 'node:crypto';
import type { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import Provider, {
  type AdapterFactory,
  errors,
  type KoaContextWithOIDC,
  type Client as OidcClient,
} from 'oidc-provider';
import type { Clock } from '../platform/clock.js';
import type { Logger } from '../platform/logger.js';
import type { SigningKeys } from '../platform/signing-keys.js';
import { allScopes, assertionAlgorithms } from './client.js';
import { CLOCK_TOLERANCE_SECONDS, findAssertionFault } from './client-assertion.js';
import type { ClientStore } from './clients.store.js';
import { tokenCallOf, withOurClients } from './oidc-clients.js';
import { explainRefusal } from './token-refusal.js';

const TOKEN_LIFE_SECONDS = 600;
export const TOKEN_PATH = '/oauth2/token';
const JWKS_PATH = '/oauth2/jwks';
const METADATA_PATH = '/.well-known/oauth-authorization-server';

/** Works as Express middleware and as a plain listener; calls `next` for paths that are not its own. */
export type TokenHandler = (request: IncomingMessage, response: ServerResponse, next?: () => void) => void;

export interface AuthorisationServerDeps {
  /** The public address without a slash at its end; the issuer of all tokens. */
  readonly issuer: string;
  /** What the tokens are for: their `aud`. */
  readonly audience: string;
  readonly clients: ClientStore;
  readonly adapter: AdapterFactory;
  readonly signingKeys: SigningKeys;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * The OAuth 2 authorisation server for partner systems: client_credentials with private_key_jwt, access tokens as JWT
 * (RFC 9068). Made once. It reads request bodies itself, so it must stand before any body parser.
 */
export function makeAuthorisationServer(deps: AuthorisationServerDeps): TokenHandler {
  const { issuer } = deps;
  const tokenEndpoint = `${issuer}${TOKEN_PATH}`;
  const provider = makeProvider(deps, tokenEndpoint);
  const callback = provider.callback();
  const metadata = JSON.stringify({
    issuer,
    token_endpoint: tokenEndpoint,
    jwks_uri: `${issuer}${JWKS_PATH}`,
    scopes_supported: allScopes,
    response_types_supported: [],
    grant_types_supported: ['client_credentials'],
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: assertionAlgorithms,
  });
  return (request, response, next) => {
    const path = (request.url ?? '').split('?', 1)[0];
    if (path === TOKEN_PATH && request.method !== 'POST') refuseMethod(response, 'POST');
    else if (path === TOKEN_PATH || path === JWKS_PATH) void callback(request, response);
    else if (path === METADATA_PATH) sendJson(response, 200, metadata);
    else if (next) next();
    else sendJson(response, 404, JSON.stringify({ error: 'not_found' }));
  };
}

function makeProvider(deps: AuthorisationServerDeps, tokenEndpoint: string): Provider {
  const { issuer, audience, clients, clock, logger, signingKeys } = deps;

  /** Called by the library once the signature is verified and before the `jti` is spent. */
  function checkAssertion(ctx: KoaContextWithOIDC): void {
    const call = tokenCallOf(ctx);
    call.signatureVerified = true;
    const client = call.client ?? null;
    const assertion = String(ctx.oidc.params?.['client_assertion']);
    const fault = findAssertionFault(assertion, { issuer, tokenEndpoint, client, now: clock.now() });
    if (fault !== undefined) throw new errors.InvalidClientAuth(fault);
    if (client?.status !== 'ACTIVE') throw new errors.InvalidClientAuth('suspended');
  }

  /** The one resource there is. Asked for no scope, it gives all of the client's. */
  function resourceServer(ctx: KoaContextWithOIDC, resource: string, client: OidcClient) {
    if (resource !== audience && resource !== issuer) throw new errors.InvalidTarget();
    const granted = (client.scope ?? '').split(' ');
    const params = ctx.oidc.params ?? {};
    const scope = params['scope'];
    const asked = typeof scope === 'string' ? scope.split(' ').filter((name) => name !== '') : [];
    const refused = asked.filter((name) => !granted.includes(name));
    if (refused.length > 0)
      throw new errors.InvalidScope(
        `scope: this client may have ${granted.join(', ')}; found also ${refused.join(', ').slice(0, 120)}`,
        refused.join(' '),
      );
    // The library grants what `scope` names: without it, nothing.
    if (asked.length === 0) params['scope'] = granted.join(' ');
    return {
      scope: granted.join(' '),
      audience,
      accessTokenTTL: TOKEN_LIFE_SECONDS,
      accessTokenFormat: 'jwt' as const,
      jwt: { sign: { alg: 'ES256' as const, kid: signingKeys.current.kid } },
    };
  }

  const provider = new Provider(issuer, {
    adapter: withOurClients(deps.adapter, clients),
    jwks: { keys: signingKeys.all.map((key) => ({ ...key.privateJwk })) },
    scopes: [...allScopes],
    clientAuthMethods: ['private_key_jwt'],
    enabledJWA: { clientAuthSigningAlgValues: [...assertionAlgorithms] },
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
    routes: { token: TOKEN_PATH, jwks: JWKS_PATH },
    ttl: { ClientCredentials: TOKEN_LIFE_SECONDS },
    // No route here sets a cookie; without a key the library would warn.
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    features: {
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        getResourceServerInfo: resourceServer,
      },
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      dPoP: { enabled: false },
    },
    assertJwtClientAuthClaimsAndHeader: checkAssertion,
    renderError: (ctx, out) => {
      ctx.body = out;
    },
  });
  // The library would build its addresses, and with them the accepted `aud`, from the request's Host header.
  provider.OIDCContext.prototype.urlFor = (name, options) => provider.urlFor(name, options);
  provider.on('grant.error', (ctx, error) => {
    tokenCallOf(ctx).failure = error;
  });
  provider.on('server_error', (ctx, error) => {
    tokenCallOf(ctx).failure = error;
  });
  // Without a listener koa prints to the console: connections that broke, answers that could not be sent.
  const emitter: EventEmitter = provider;
  emitter.on('error', (error) =>
    logger.warn({ event: 'token.connection', err: error }, 'token call broke off'),
  );
  provider.use(async (ctx, next) => {
    await next();
    // koa knows nothing of `oidc`, which the library puts onto its context.
    const oidc = ctx as KoaContextWithOIDC;
    if (ctx.path === TOKEN_PATH) explainRefusal(oidc, { issuer, tokenEndpoint, clock, logger });
  });
  return provider;
}

function refuseMethod(response: ServerResponse, allowed: string): void {
  response.setHeader('Allow', allowed);
  sendJson(
    response,
    405,
    JSON.stringify({ error: 'invalid_request', error_description: `this address takes ${allowed} alone` }),
  );
}

function sendJson(response: ServerResponse, status: number, body: string): void {
  response.statusCode = status;
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.end(body);
}
