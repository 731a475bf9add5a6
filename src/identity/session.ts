import type { IncomingMessage } from 'node:http';
import type { CsrfSyncedToken } from 'csrf-sync';
import type { ActingFor, AuthLevel, OwnerActor, StaffActor } from '../platform/actor.js';
import { AppError } from '../platform/app-error.js';
import type { Device } from './device.js';

/** Who signed in, as the session keeps it. */
export type SessionUser = OwnerActor | (StaffActor & { readonly authLevel: AuthLevel });

declare module 'express-session' {
  interface SessionData {
    user: SessionUser;
    signedInAt: Date;
    /** Of the last request that was noted, at most `noteEveryMs` ago while in use. */
    seenAt: Date;
    csrfToken?: CsrfSyncedToken;
    /** Names the session to its own person, who may end it; opens nothing. */
    handle?: string;
    device?: Device;
    /** The mandate by which the person acts for another. */
    actingAs?: string;
  }
}

/** How long a session lasts, in milliseconds. */
export interface SessionLimits {
  readonly idleMs: number;
  readonly absoluteMs: number;
  /** Use is written down at most this often, so that not each request is a write. */
  readonly noteEveryMs: number;
}

export function sessionLimits({
  idleMinutes,
  absoluteHours,
}: {
  idleMinutes: number;
  absoluteHours: number;
}): SessionLimits {
  const idleMs = idleMinutes * 60_000;
  return { idleMs, absoluteMs: absoluteHours * 3_600_000, noteEveryMs: Math.min(30_000, idleMs / 10) };
}

/** When a session ends unless it is used again. */
export function sessionEnd(session: { signedInAt: Date; seenAt: Date }, limits: SessionLimits): Date {
  return new Date(
    Math.min(session.seenAt.getTime() + limits.idleMs, session.signedInAt.getTime() + limits.absoluteMs),
  );
}

/** The request's session, as the session layer left it; null when it has not run or nobody is signed in. */
export function openSessionOf(request: IncomingMessage): {
  readonly user: SessionUser;
  readonly signedInAt: Date;
  readonly seenAt: Date;
  readonly csrfToken: string;
  /** Absent in a session of before sessions had names. */
  readonly handle: string | null;
} | null {
  const { session } = request as IncomingMessage & Partial<Pick<Express.Request, 'session'>>;
  if (!session?.user || !session.signedInAt || !session.seenAt || !session.csrfToken) return null;
  const { user, signedInAt, seenAt, handle = null } = session;
  const csrfToken = lapsed.get(request) ?? session.csrfToken;
  return { user, signedInAt, seenAt, csrfToken, handle };
}

const acting = new WeakMap<IncomingMessage, ActingFor>();
/** Requests whose mandate was found not to hold, with the token that forms have from now on. */
const lapsed = new WeakMap<IncomingMessage, string>();

/** Notes that the request's mandate does not hold: what is still drawn for it is for the person herself. */
export function noteLapsed(request: IncomingMessage, csrfToken: string): void {
  lapsed.set(request, csrfToken);
}

/** Notes for whom the request's person acts, as it was found to hold for this very request. */
export function noteActingFor(request: IncomingMessage, found: ActingFor): void {
  acting.set(request, found);
}

/** The mandate that the request's session names. */
export function actingAsOf(request: IncomingMessage): string | null {
  const { session } = request as IncomingMessage & Partial<Pick<Express.Request, 'session'>>;
  return session?.actingAs ?? null;
}

function ownerActor(request: IncomingMessage, user: OwnerActor): OwnerActor {
  const found = acting.get(request);
  if (found) return { ...user, ownerId: found.ownerId, mandate: found.mandate, forName: found.name };
  if (lapsed.has(request)) return user;
  // Named, but not found to hold: nobody acts, least of all for herself by mistake.
  if (actingAsOf(request) !== null) throw new AppError('MANDATE_ENDED');
  return user;
}

/** Who acts, from the session; null when nobody is signed in. */
export function actorOf(request: IncomingMessage): OwnerActor | StaffActor | null {
  const user = openSessionOf(request)?.user;
  if (!user) return null;
  if (user.kind === 'OWNER') return ownerActor(request, user);
  const { authLevel: _ofTheSignIn, ...actor } = user;
  return actor;
}
