import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { JWKS, Provider } from 'oidc-provider';
import type { ClaimMapping } from '../identity/index.js';
import { makeOidcAdapter } from '../oidc-storage/index.js';
import type { Config } from '../platform/config.js';
import type { Logger } from '../platform/logger.js';
import type { Connection } from '../platform/mongo.js';
import type { DevEidClients } from './dev-eid-clients.js';
import { attemptCookies, makeDevEidProvider } from './dev-eid-provider.js';
import { choicePage, faultPage } from './pages.js';
import { personaClaims, subjectOf } from './persona-claims.js';
import { type Persona, personas } from './personas.js';
import { readForm } from './read-form.js';

export { type DevEidClients, devEidClients } from './dev-eid-clients.js';
export { makeLocalFetch } from './local-fetch.js';

export interface DevEidDeps {
  readonly environment: Config['environment'];
  readonly publicUrl: string;
  readonly clients: DevEidClients;
  readonly connection: Connection;
  /** Private keys, ES256; the same in every process. */
  readonly signingJwks: JWKS;
  readonly cookieSecret: string;
  readonly claims: ClaimMapping;
  readonly logger: Logger;
  /** Path of a stylesheet of ours for the one page. */
  readonly stylesheet?: string;
}

/**
 * The e-ID of development: one form, no passwords. Mount it at `/dev-eid`, before any body parser.
 * @throws Error in production
 */
export function makeDevEid(deps: DevEidDeps): { readonly handler: RequestListener } {
  if (deps.environment === 'production') {
    throw new Error('the development e-ID has no passwords and is refused in production');
  }
  const issuer = new URL(deps.clients.owner.issuer);
  const { stylesheet, logger } = deps;
  const provider = makeDevEidProvider({
    clients: deps.clients,
    redirectUri: `${deps.publicUrl}/sign-in/callback`,
    adapter: makeOidcAdapter(deps.connection, 'dev-eid'),
    signingJwks: deps.signingJwks,
    cookieSecret: deps.cookieSecret,
    claims: deps.claims,
    stylesheet,
  });
  provider.on('server_error', (_context, error) => logger.error({ err: error }, 'development e-ID failed'));
  const handle = provider.callback();

  return {
    handler: (request, response) => {
      asIssuer(request, issuer);
      nameAttempt(request);
      setPageHeaders(response, new URL(deps.publicUrl).origin);
      if (!/^\/interaction\/[\w-]+$/.test(pathOf(request))) {
        void handle(request, response);
        return;
      }
      interact({ request, response, provider, deps }).catch((error: unknown) => {
        logger.warn({ err: error, event: 'dev-eid-interaction' }, 'development sign-in not shown');
        // The one expected fault: the interaction has expired, or began in another browser.
        send(response, 400, faultPage('session_not_found', stylesheet));
      });
    },
  };
}

interface Interaction {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly provider: Provider;
  readonly deps: DevEidDeps;
}

async function interact({ request, response, provider, deps }: Interaction): Promise<void> {
  const details = await provider.interactionDetails(request, response);
  const clientId = details.params['client_id'];
  const kind = clientId === deps.clients.staff.clientId ? 'staff' : 'owner';
  const people = personas.filter((one) => one.kind === kind);
  const chosen = request.method === 'POST' ? (await readForm(request)).get('persona') : null;
  const persona = people.find((one) => one.key === chosen);
  if (!persona) {
    const action = `/dev-eid/interaction/${details.uid}`;
    const page = choicePage({ people, action, stylesheet: deps.stylesheet });
    send(response, request.method === 'POST' ? 422 : 200, page);
    return;
  }
  await finish({ request, response, provider, deps }, persona, details.params);
}

async function finish(
  { request, response, provider, deps }: Interaction,
  persona: Persona,
  params: Readonly<Record<string, unknown>>,
): Promise<void> {
  const clientId = String(params['client_id']);
  const accountId = subjectOf(persona);
  const { acr: usual, amr } = personaClaims(persona, deps.claims);
  // Whoever asks for a level is given it: these people pass every test.
  const asked = params['acr_values'];
  const [acr = usual] = typeof asked === 'string' ? asked.split(' ').filter(Boolean) : [];
  const grant = new provider.Grant({ accountId, clientId });
  grant.addOIDCScope('openid');
  const grantId = await grant.save();
  await provider.interactionFinished(
    request,
    response,
    { login: { accountId, acr, amr, remember: false }, consent: { grantId } },
    { mergeWithLastSubmission: false },
  );
}

/**
 * Addresses are those of the issuer, whatever name the caller used: the service calls itself under another one.
 * Works mounted by Express, which has cut the path, and alone.
 */
function asIssuer(request: IncomingMessage & { originalUrl?: string }, issuer: URL): void {
  request.headers.host = issuer.host;
  request.headers['x-forwarded-proto'] = issuer.protocol.slice(0, -1);
  delete request.headers['x-forwarded-host'];
  if (request.originalUrl === undefined && request.url?.startsWith(`${issuer.pathname}/`)) {
    request.originalUrl = request.url;
    request.url = request.url.slice(issuer.pathname.length);
  }
}

/**
 * The address of the form names the sign-in under way, and nobody can guess it: so the cookies that say the same are
 * written from it, and no other: two sign-ins at once also work in clients that keep no cookie paths, and there is no
 * single sign-on, so that each sign-in shows the form.
 */
function nameAttempt(request: IncomingMessage): void {
  const [, kind, uid] = /^\/(interaction|auth)\/([\w-]+)$/.exec(pathOf(request)) ?? [];
  delete request.headers.cookie;
  if (uid === undefined) return;
  const name = kind === 'auth' ? attemptCookies.resume : attemptCookies.interaction;
  request.headers.cookie = `${name}=${uid}`;
}

function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '';
}

/** The form may lead to our own callback, nothing may run, nobody may frame it. */
function setPageHeaders(response: ServerResponse, own: string): void {
  response.setHeader(
    'Content-Security-Policy',
    `default-src 'none'; style-src 'self'; form-action 'self' ${own}; frame-ancestors 'none'; base-uri 'none'`,
  );
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('Cache-Control', 'no-store');
}

function send(response: ServerResponse, status: number, html: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8' });
  response.end(html);
}
