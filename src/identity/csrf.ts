import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { csrfSync } from 'csrf-sync';
import { AppError } from '../platform/app-error.js';
import { openSessionOf } from './session.js';

/** Tokens live in the session, where the sign-in puts them (synchroniser token pattern). */
const { isRequestValid, generateToken } = csrfSync({
  size: 32,
  getTokenFromRequest: (request) => offered.get(request) ?? null,
  getTokenFromState: (request) => openSessionOf(request)?.csrfToken ?? null,
  storeTokenInState: (request, token) => {
    request.session.csrfToken = token;
  },
});

/** The token that came with a request: from a header or, in an upload, from a field in mid-stream. */
const offered = new WeakMap<IncomingMessage, string>();

/** A token of the same kind, for a session that is changed in the database. */
export function newCsrfToken(): string {
  return randomBytes(32).toString('hex');
}

/** Puts a new token into a session that was just made. */
export function putCsrfToken(request: IncomingMessage): void {
  generateToken(asExpress(request), true);
}

/**
 * Refuses an unsafe call with a session that did not come from our own pages: the browser says so (Sec-Fetch-Site, or
 * Origin where it sends none), and the token is the session's.
 * @param token of the header X-CSRF-Token or the field `_csrf`
 * @param ownOrigin like https://motlan.example
 * @throws AppError CSRF_INVALID
 */
export function checkCsrf(request: IncomingMessage, token: string | undefined, ownOrigin: string): void {
  if (!isOwnPage(request, ownOrigin)) throw new AppError('CSRF_INVALID');
  if (token !== undefined) offered.set(request, token);
  if (!isRequestValid(asExpress(request))) throw new AppError('CSRF_INVALID');
}

/** Whether a form surely comes from a page of ours: for showing again what was typed, where there is no token to check. */
export function isSurelyOwnPage({ headers }: IncomingMessage, ownOrigin: string): boolean {
  const site = headers['sec-fetch-site'];
  return site === undefined ? headers.origin === ownOrigin : site === 'same-origin';
}

function isOwnPage({ headers }: IncomingMessage, ownOrigin: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  // A form sends "null" under Referrer-Policy no-referrer; then the token alone decides.
  const { origin } = headers;
  return origin === undefined || origin === 'null' || origin === ownOrigin;
}

function asExpress(request: IncomingMessage): Parameters<typeof isRequestValid>[0] {
  // csrf-sync passes the request to the functions above and touches nothing of it that is Express's own.
  return request as Parameters<typeof isRequestValid>[0];
}
