import type { IncomingMessage } from 'node:http';
import type { CustomFetch } from 'openid-client';
import type { ActingFor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import type { Config, OidcClientConfig } from '../platform/config.js';
import { newId } from '../platform/ids.js';
import type { Logger } from '../platform/logger.js';
import type { Connection } from '../platform/mongo.js';
import type { ClaimMapping } from './claim-mapping.js';
import { makeConfirmIdentity, type OnIdentityConfirmed } from './confirm-identity.js';
import { checkCsrf, isSurelyOwnPage } from './csrf.js';
import { makeFindOrCreateOwner } from './find-or-create-owner.js';
import { makeIdentityRouter } from './identity.routes.js';
import { makeOpenSessions } from './open-sessions.store.js';
import { makeOwnSessions } from './own-sessions.js';
import { normaliseOwnerKey, type OwnerKey } from './owner-key.js';
import { makeOwnersStore } from './owners.store.js';
import { makeQuota } from './quota.store.js';
import { makeRelyingParty } from './relying-party.js';
import { actorOf, openSessionOf, sessionLimits } from './session.js';
import { makeSessionLayer } from './session.routes.js';
import { SessionStore } from './session.store.js';
import { secondsLeft, sessionView } from './session-view.js';
import { makeSignIn } from './sign-in.js';
import { makeSignInAttempts, type SignInAs } from './sign-in-attempt.js';

export { type ClaimMapping, loadClaimMapping } from './claim-mapping.js';
export type { OnIdentityConfirmed } from './confirm-identity.js';
export type { FindOrCreateOwner, OwnerWanted } from './find-or-create-owner.js';
export { drawSignInFailed, makeIdentityPages } from './identity.pages.routes.js';
export { makeOpenSessions } from './open-sessions.store.js';
export { confirmedIdentities, type IdentitySource, type Owner } from './owner.js';
export { type OwnerKey, type OwnerKeyKind, ownerKeyText } from './owner-key.js';
export { ownerKeySchema, ownerReferenceSchema } from './owners.schemas.js';
export { makeOwnersStore } from './owners.store.js';
export { type PersonalIdHint, personalIdHint } from './personal-id.js';
export { makeQuota, type Quota, type QuotaChange, type QuotaUse } from './quota.store.js';
export { returnPath } from './return-to.js';
export { fitsIdentities, type Identity, sameIdentity } from './same-identity.js';
export { makeSessionModel } from './session.model.js';
export { sessionEndpoints } from './session-endpoints.routes.js';
export type { SessionView } from './session-view.js';

export interface IdentityDeps {
  readonly config: Pick<Config, 'publicUrl' | 'environment' | 'session'>;
  /** The e-ID services; in development both are the embedded one. */
  readonly providers: Readonly<Record<SignInAs, OidcClientConfig>>;
  /** At least 32 characters, the same in every process. */
  readonly sessionSecret: string;
  readonly connection: Connection;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly claims: ClaimMapping;
  readonly onIdentityConfirmed: OnIdentityConfirmed;
  /** Whether a mandate holds now; without it nobody acts for another. */
  readonly actingUnder?: (personId: string, mandateId: string) => Promise<ActingFor | null>;
  readonly keepRepresentations?: KeepRepresentations;
  /** Where to go after signing in when no path was asked for; `/` unless given. */
  readonly landing?: Readonly<Record<SignInAs, string>>;
  /** Where a person who just signed in chooses for whom she acts, before she goes on; null: nothing to choose. */
  readonly choosing?: (personId: string, returnTo: string) => Promise<string | null>;
  /** How the e-ID's own addresses are called, where the public address does not lead back into this process. */
  readonly fetch?: CustomFetch;
  /** How long one call to an e-ID may take; 5 s unless given. */
  readonly eidSeconds?: number;
}

/** Told at each sign-in whom the e-ID says that a person represents: that is what holds from now on. */
export type KeepRepresentations = (
  person: { readonly id: string; readonly name: string },
  represented: readonly {
    readonly ownerId: string;
    readonly name: string;
    readonly kind: 'LEGAL_REPRESENTATIVE' | 'HOUSEHOLD_OWNER';
  }[],
) => Promise<void>;

/** Sign-in, sessions and owners, joined. */
export type IdentityFeature = ReturnType<typeof makeIdentity>;

/**
 * @throws Error when an e-ID is on plain http and not on this machine
 */
export function makeIdentity(deps: IdentityDeps) {
  const { config, connection, clock, logger, claims } = deps;
  const ownOrigin = new URL(config.publicUrl).origin;
  const secure = ownOrigin.startsWith('https:');
  const limits = sessionLimits(config.session);
  const owners = makeOwnersStore(connection);
  const findOrCreateOwner = makeFindOrCreateOwner({ owners, clock, newId });
  const confirmIdentity = makeConfirmIdentity({
    owners,
    findOrCreateOwner,
    onIdentityConfirmed: deps.onIdentityConfirmed,
    clock,
  });
  const relyingParty = (as: SignInAs) =>
    makeRelyingParty({
      client: deps.providers[as],
      redirectUri: `${config.publicUrl}/sign-in/callback`,
      scope: claims[as].scope,
      // Not told by every e-ID: its absence is no reason to ask again.
      claimNames: Object.entries(claims[as].claims).flatMap(([use, name]) =>
        use === 'represents' || name === undefined ? [] : [name],
      ),
      allowHttp: plainHttp(deps.providers[as].issuer, config),
      clock,
      fetch: deps.fetch,
      requestSeconds: deps.eidSeconds,
    });
  const store = new SessionStore({ connection, limits, clock });
  const sessions = makeSessionLayer({
    store,
    secret: deps.sessionSecret,
    secure,
    clock,
    actingUnder: deps.actingUnder ?? (async () => null),
  });
  const check = (request: IncomingMessage, token: string | undefined) => checkCsrf(request, token, ownOrigin);

  return {
    /** GET /sign-in, GET /sign-in/callback, POST /sign-out; mount at the root. */
    router: makeIdentityRouter({
      signIn: makeSignIn({
        relyingParties: { owner: relyingParty('owner'), staff: relyingParty('staff') },
        mapping: claims,
        confirmIdentity,
        keepRepresented: async (person, represented) => {
          const found = [];
          for (const { taxCode, name } of represented) {
            const key = normaliseOwnerKey({ kind: 'TAX', value: taxCode });
            if (!key.ok) continue;
            const owner = await findOrCreateOwner({ key: key.key, name, source: 'E_ID' });
            const kind = key.key.value.length === 12 ? 'HOUSEHOLD_OWNER' : 'LEGAL_REPRESENTATIVE';
            found.push({ ownerId: owner.id, name: owner.name ?? name, kind } as const);
          }
          await deps.keepRepresentations?.(person, found);
        },
      }),
      attempts: makeSignInAttempts({ secret: deps.sessionSecret, secure, clock }),
      sessions,
      checkCsrf: check,
      publicUrl: config.publicUrl,
      landing: deps.landing ?? { owner: '/', staff: '/' },
      choosing: deps.choosing ?? (async () => null),
      logger,
    }),
    /** Express middleware: gives a request its session; before pages and /api/v1, not before assets. */
    loadSession: sessions.loadSession,
    actorOf,
    actAs: (request: IncomingMessage, mandateId: string | null) => sessions.actAs(request, mandateId),
    /** What `GET /api/v1/session` answers; null when nobody is signed in. */
    sessionView: (request: IncomingMessage) => sessionView(request, limits, clock),
    /** @throws AppError CSRF_INVALID */
    checkCsrf: check,
    /** Whether a post surely comes from a page of ours. */
    isFromOwnPage: (request: IncomingMessage) => isSurelyOwnPage(request, ownOrigin),
    secondsLeft: (request: IncomingMessage) => secondsLeft(request, limits, clock),
    /** The token for forms of this session; empty when nobody is signed in. */
    csrfTokenOf: (request: IncomingMessage) => openSessionOf(request)?.csrfToken ?? '',
    findOrCreateOwner,
    findOwnerById: (id: string) => owners.findById(id),
    findOwnerByKey: (key: OwnerKey) => owners.findByKey(key),
    /** The handle of a request's session; null when nobody is signed in. */
    sessionHandleOf: (request: IncomingMessage) => openSessionOf(request)?.handle ?? null,
    ownSessions: makeOwnSessions({ sessions: makeOpenSessions(connection), clock, logger }),
    quota: makeQuota(connection),
  };
}

const thisMachine = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** Whether an e-ID may be called over plain http: on this machine, or the development e-ID inside this service. */
function plainHttp(issuer: string, { publicUrl, environment }: IdentityDeps['config']): boolean {
  const { protocol, hostname, origin } = new URL(issuer);
  if (protocol === 'https:') return false;
  const own = origin === new URL(publicUrl).origin;
  if (environment !== 'production' && (thisMachine.has(hostname) || own)) return true;
  throw new Error(`the e-ID ${origin} must be reached over https`);
}
