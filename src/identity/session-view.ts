import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { mandateKinds } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import { actorOf, openSessionOf, type SessionLimits, type SessionUser, sessionEnd } from './session.js';

const owner = z.object({
  kind: z.literal('OWNER'),
  id: z.string(),
  name: z.string(),
  accountLevel: z.union([z.literal(1), z.literal(2)]),
  authLevel: z.int().min(1).max(4),
});
const staff = z.object({
  kind: z.literal('STAFF'),
  id: z.string(),
  name: z.string(),
  position: z.string(),
  roles: z.array(z.enum(['RECEIVER', 'PROCESSOR', 'ADMINISTRATOR', 'INSPECTOR'])),
  agency: z.string(),
  accountLevel: z.null(),
  authLevel: z.int().min(1).max(4),
});

/** `GET /api/v1/session`. */
export const sessionViewSchema = z.object({
  actor: z.discriminatedUnion('kind', [owner, staff]),
  /** Whose documents are acted upon; null for staff. */
  actingFor: z
    .object({
      kind: z.literal('OWNER'),
      id: z.string(),
      name: z.string(),
      /** By what a person acts for another; absent when she acts for herself. */
      mandate: z
        .object({ id: z.string(), kind: z.enum(mandateKinds), types: z.array(z.string()).nullable() })
        .optional(),
    })
    .nullable(),
  csrfToken: z.string(),
  /** UTC instant at which the session ends unless it is used again. */
  expiresAt: z.iso.datetime(),
});
export type SessionView = z.output<typeof sessionViewSchema>;

/** What a person's browser may know of its session; null when nobody is signed in. */
export function sessionView(
  request: IncomingMessage,
  limits: SessionLimits,
  clock: Clock,
): SessionView | null {
  const session = openSessionOf(request);
  if (!session) return null;
  const end = endOf(session, limits, clock);
  // The actor as it was found to hold for this very request.
  const actor = actorOf(request);
  const user = session.user.kind === 'OWNER' && actor?.kind === 'OWNER' ? actor : session.user;
  return { ...viewOf(user), csrfToken: session.csrfToken, expiresAt: end.toISOString() };
}

/** Seconds until the request's session ends unless it is used again; null when nobody is signed in. */
export function secondsLeft(request: IncomingMessage, limits: SessionLimits, clock: Clock): number | null {
  const session = openSessionOf(request);
  return session && Math.floor((endOf(session, limits, clock).getTime() - clock.now().getTime()) / 1000);
}

function endOf(
  session: { readonly signedInAt: Date; readonly seenAt: Date },
  limits: SessionLimits,
  clock: Clock,
): Date {
  const now = clock.now();
  // This request counts as use exactly when the store will note it.
  const noted = now.getTime() - session.seenAt.getTime() >= limits.noteEveryMs;
  return sessionEnd({ ...session, seenAt: noted ? now : session.seenAt }, limits);
}

function viewOf(user: SessionUser): Pick<SessionView, 'actor' | 'actingFor'> {
  const { id, name, authLevel } = user;
  if (user.kind === 'OWNER') {
    return {
      actor: { kind: 'OWNER', id, name, accountLevel: user.accountLevel, authLevel },
      actingFor: {
        kind: 'OWNER',
        id: user.ownerId,
        name: user.forName ?? name,
        ...(user.mandate
          ? {
              mandate: {
                id: user.mandate.id,
                kind: user.mandate.kind,
                types: user.mandate.types === null ? null : [...user.mandate.types],
              },
            }
          : {}),
      },
    };
  }
  const { position, roles, agency } = user;
  return {
    actor: { kind: 'STAFF', id, name, position, roles: [...roles], agency, accountLevel: null, authLevel },
    actingFor: null,
  };
}
