import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler } from 'express';
import { exportJWK, generateKeyPair } from 'jose';
import type { JWKS } from 'oidc-provider';
import { type DevEidClients, devEidClients, makeDevEid } from '../../src/dev-eid/index.js';
import { languageOf } from '../../src/http/language.js';
import { problemOf } from '../../src/http/problem.js';
import {
  type IdentityFeature,
  loadClaimMapping,
  makeIdentity,
  type OnIdentityConfirmed,
} from '../../src/identity/index.js';
import { AppError } from '../../src/platform/app-error.js';
import { type Clock, systemClock } from '../../src/platform/clock.js';
import { makeLogger } from '../../src/platform/logger.js';
import { type Connection, syncIndexes } from '../../src/platform/mongo.js';
import { Browser } from './browser.js';

export interface TestService {
  readonly url: string;
  readonly identity: IdentityFeature;
  readonly close: () => Promise<void>;
}

export interface TestServiceOptions {
  readonly connection: Connection;
  readonly clock?: Clock;
  readonly session?: { idleMinutes: number; absoluteHours: number };
  readonly onIdentityConfirmed?: OnIdentityConfirmed;
  /** Another e-ID than the development one. */
  readonly providers?: DevEidClients;
  readonly eidSeconds?: number;
  readonly keys?: JWKS;
  /** The port of a former one, to stand in its place. */
  readonly port?: number;
  /** Unless it is the server's own. */
  readonly publicUrl?: string;
}

const secret = 'a secret of the tests, long enough to be one';

export async function signingKeys(): Promise<JWKS> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return { keys: [{ ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig', kid: 'test' }] };
}

const asProblem: ErrorRequestHandler = (error: unknown, request, response, _next) => {
  const known = error instanceof AppError ? error : new AppError('INTERNAL_ERROR', {}, { cause: error });
  const problem = problemOf(known, languageOf(request), 'test');
  response.status(problem.status).type('application/problem+json').json(problem);
};

/** Sign-in, sessions and the development e-ID on one server, with a page that tells the session. */
export async function startTestService(options: TestServiceOptions): Promise<TestService> {
  const app = express();
  // A start that fails leaves nothing that keeps the run alive.
  const server = createServer(app).unref();
  const url = await listen(server, options.port);
  const claims = await loadClaimMapping('config');
  const logger = makeLogger('silent');
  const clients = devEidClients({ publicUrl: url, secret });
  const environment = 'test' as const;
  const identity = makeIdentity({
    config: {
      publicUrl: options.publicUrl ?? url,
      environment,
      session: options.session ?? { idleMinutes: 30, absoluteHours: 12 },
    },
    providers: options.providers ?? clients,
    sessionSecret: secret,
    connection: options.connection,
    clock: options.clock ?? systemClock,
    logger,
    claims,
    onIdentityConfirmed: options.onIdentityConfirmed ?? (() => Promise.resolve()),
    landing: { owner: '/whoami', staff: '/whoami' },
    ...(options.eidSeconds === undefined ? {} : { eidSeconds: options.eidSeconds }),
  });
  const devEid = makeDevEid({
    environment,
    publicUrl: url,
    clients,
    connection: options.connection,
    signingJwks: options.keys ?? (await signingKeys()),
    cookieSecret: secret,
    claims,
    logger,
  });
  await syncIndexes(options.connection);

  app.use('/dev-eid', devEid.handler);
  app.use(identity.router);
  app.use(identity.loadSession);
  app.post('/unsafe', (request, response) => {
    identity.checkCsrf(request, request.get('x-csrf-token'));
    response.json({ done: true });
  });
  app.get('/slow', async (_request, response) => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    response.json({ done: true });
  });
  app.get('/{*path}', (request, response) => {
    response.json({ path: request.originalUrl, session: identity.sessionView(request) });
  });
  app.use(asProblem);
  return { url, identity, close: () => closeServer(server) };
}

export async function listen(server: Server, port = 0): Promise<string> {
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
  // A TCP server's address is never a string.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function closeServer(server: Server): Promise<void> {
  const closed = new Promise((resolve) => {
    server.close(resolve);
  });
  server.closeAllConnections();
  await closed;
}

/** Starts a sign-in and stops at the e-ID's form; its address is the answer. */
export async function openForm(
  browser: Browser,
  service: TestService,
  query = 'as=owner',
): Promise<{ url: string; text: string }> {
  const start = `${service.url}/sign-in?${query}`;
  const { url, text } = await browser.follow(await browser.open(start), start);
  return { url, text };
}

/** A whole sign-in by a persona, up to the page it comes back to. */
export async function signIn(
  browser: Browser,
  service: TestService,
  persona: string,
  query = 'as=owner',
): Promise<{ url: string; response: Response; body: Record<string, unknown> }> {
  const form = await openForm(browser, service, query);
  const arrival = await browser.follow(await browser.postForm(form.url, { persona }), form.url);
  // Every page of this service answers JSON.
  const body = JSON.parse(arrival.text) as Record<string, unknown>;
  return { url: arrival.url, response: arrival.response, body };
}

export interface SeenSession {
  readonly actor: Readonly<Record<string, unknown>>;
  readonly actingFor: Readonly<Record<string, unknown>> | null;
  readonly csrfToken: string;
  readonly expiresAt: string;
}

/** The session as a browser sees it; null when it has none. */
export async function sessionOf(browser: Browser, service: TestService): Promise<SeenSession | null> {
  const answer = await browser.open(`${service.url}/whoami`);
  const body = (await answer.json()) as { session: SeenSession | null };
  return body.session;
}

export function newBrowser(): Browser {
  return new Browser();
}
