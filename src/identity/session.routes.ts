import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { callbackify } from 'node:util';
import type { RequestHandler } from 'express';
import session from 'express-session';
import type { ActingFor } from '../platform/actor.js';
import { AppError } from '../platform/app-error.js';
import type { Clock } from '../platform/clock.js';
import { newCsrfToken, putCsrfToken } from './csrf.js';
import { deviceOf } from './device.js';
import { actingAsOf, noteActingFor, noteLapsed, openSessionOf, type SessionUser } from './session.js';
import type { SessionStore } from './session.store.js';

export interface SessionLayer {
  /** Gives a request its session. Runs where people are served; a call with a bearer token has none. */
  readonly loadSession: RequestHandler;
  /** The same, without a look at for whom she acts: to open another session in its place. */
  readonly loadSessionBefore: RequestHandler;
  /**
   * Opens a session with a new id; the one before, whoever's, is gone when this resolves. Who signed in anew while
   * acting for another goes on acting for her, if it still holds.
   * @returns whether the one before was this person's: she was asked then for whom she acts
   */
  open(request: IncomingMessage, user: SessionUser): Promise<boolean>;
  /** Chooses for whom the session's person acts: the id of a mandate, null for herself. */
  actAs(request: IncomingMessage, mandateId: string | null): Promise<void>;
  /** Ends the session in the database. */
  close(request: IncomingMessage): Promise<void>;
  /** The cookie's name and how to take it away. */
  readonly cookie: {
    readonly name: string;
    readonly options: { readonly path: '/'; readonly secure: boolean };
  };
}

export function makeSessionLayer({
  store,
  secret,
  secure,
  clock,
  actingUnder,
}: {
  store: SessionStore;
  secret: string;
  secure: boolean;
  clock: Clock;
  /** Whether a mandate holds now. */
  actingUnder: (personId: string, mandateId: string) => Promise<ActingFor | null>;
}): SessionLayer {
  const name = `${secure ? '__Host-' : ''}motlan_session`;
  const layer = session({
    name,
    secret,
    store,
    resave: false,
    saveUninitialized: false,
    // The public address is https, so the cookie is Secure whatever the last proxy says of its own hop.
    ...(secure ? { proxy: true } : {}),
    // No Max-Age: the browser forgets it when it closes, and the server keeps the limits.
    cookie: { path: '/', httpOnly: true, sameSite: 'lax', secure },
  });

  /** At each request anew: a mandate that has ended opens nothing any more, and nothing is done in its place. */
  const findActingFor = async (request: IncomingMessage): Promise<void> => {
    const mandateId = actingAsOf(request);
    const user = openSessionOf(request)?.user;
    if (mandateId === null || user?.kind !== 'OWNER') return;
    const found = await actingUnder(user.id, mandateId);
    if (found) {
      noteActingFor(request, found);
      return;
    }
    const csrfToken = newCsrfToken();
    await store.actAs(sessionOf(request).id, null, csrfToken);
    noteLapsed(request, csrfToken);
    throw new AppError('MANDATE_ENDED');
  };

  const loadSessionBefore: RequestHandler = (request, response, next) => {
    if (request.headers.authorization !== undefined) {
      next();
      return;
    }
    if (secure) request.headers['x-forwarded-proto'] ??= 'https';
    layer(request, response, next);
  };

  return {
    loadSessionBefore,
    loadSession: (request, response, next) =>
      loadSessionBefore(request, response, (fault?: unknown) => {
        if (fault) next(fault);
        else callbackify(findActingFor)(request, next);
      }),
    async actAs(request, mandateId) {
      // Past the session layer, which writes a session at sign-in only: this request goes on as it began.
      await store.actAs(sessionOf(request).id, mandateId, newCsrfToken());
    },
    async open(request, user) {
      const before = openSessionOf(request)?.user;
      const same = before?.kind === user.kind && before.id === user.id;
      const mandateId = same ? actingAsOf(request) : null;
      const acting = mandateId !== null && (await actingUnder(user.id, mandateId)) !== null;
      await settled((done) => sessionOf(request).regenerate(done));
      const fresh = sessionOf(request);
      const now = clock.now();
      Object.assign(fresh, {
        user,
        signedInAt: now,
        seenAt: now,
        handle: randomUUID(),
        device: deviceOf(request.headers['user-agent']),
        ...(acting ? { actingAs: mandateId } : {}),
      });
      putCsrfToken(request);
      store.allowWrite(fresh);
      await settled((done) => fresh.save(done));
      return same;
    },
    async close(request) {
      await settled((done) => sessionOf(request).destroy(done));
    },
    cookie: { name, options: { path: '/', secure } },
  };
}

function sessionOf(request: IncomingMessage): Express.Request['session'] {
  // Express's own request, which `loadSession` has given a session.
  return (request as IncomingMessage & Pick<Express.Request, 'session'>).session;
}

function settled(run: (done: (error?: unknown) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    run((error) => (error ? reject(error) : resolve()));
  });
}
