import { makeOidcAdapter } from '../oidc-storage/index.js';
import type { Clock } from '../platform/clock.js';
import type { Config } from '../platform/config.js';
import type { Logger } from '../platform/logger.js';
import type { Connection } from '../platform/mongo.js';
import type { SigningKeys } from '../platform/signing-keys.js';
import { type AddClient, makeAddClient } from './add-client.js';
import { type AuthenticateBearer, makeAuthenticateBearer } from './authenticate-bearer.js';
import { makeAuthorisationServer, TOKEN_PATH, type TokenHandler } from './authorisation-server.js';
import { type ClientStore, makeClientStore } from './clients.store.js';

export type { AddClient } from './add-client.js';
export type { AuthenticateBearer } from './authenticate-bearer.js';
export type { TokenHandler } from './authorisation-server.js';
export type { Client, ClientJwk, NewClient } from './client.js';
export { newClientSchema } from './clients.schemas.js';
export { partnerEndpoints, whoami } from './partners.routes.js';
export { readPublicKey } from './public-key.js';

/** What an operator does with partner systems. */
export interface ClientRegister {
  readonly addClient: AddClient;
  /** Newest first. @param options.limit at most so many; `after` the id of the last one seen */
  readonly listClients: ClientStore['list'];
  /** Suspends or takes back; null when no client has this id. Tokens in use end within 10 seconds. */
  readonly setStatus: ClientStore['setStatus'];
}

export interface Partners extends ClientRegister {
  /**
   * /oauth2/token, /oauth2/jwks and /.well-known/oauth-authorization-server; calls `next` for all else.
   * Mount it at the root, before any body parser.
   */
  readonly tokenHandler: TokenHandler;
  readonly authenticateBearer: AuthenticateBearer;
}

export interface PartnersDeps {
  readonly config: Pick<Config, 'publicUrl'>;
  readonly connection: Connection;
  readonly signingKeys: SigningKeys;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Where a client asks for tokens, and the `aud` of what it asks with. */
export function tokenAddresses(publicUrl: string): { tokenEndpoint: string; audience: string } {
  return { tokenEndpoint: `${publicUrl}${TOKEN_PATH}`, audience: publicUrl };
}

/** The register alone, for the command line: no keys, no authorisation server. */
export function makeClientRegister({
  connection,
  clock,
}: Pick<PartnersDeps, 'connection' | 'clock'>): ClientRegister {
  return registerOn(makeClientStore(connection), clock);
}

export function makePartners({ config, connection, signingKeys, clock, logger }: PartnersDeps): Partners {
  const clients = makeClientStore(connection);
  const issuer = config.publicUrl;
  const audience = `${issuer}/api/v1`;
  return {
    ...registerOn(clients, clock),
    tokenHandler: makeAuthorisationServer({
      issuer,
      audience,
      clients,
      adapter: makeOidcAdapter(connection, 'partners'),
      signingKeys,
      clock,
      logger,
    }),
    authenticateBearer: makeAuthenticateBearer({ issuer, audience, signingKeys, clients, clock }),
  };
}

function registerOn(clients: ClientStore, clock: Clock): ClientRegister {
  return {
    addClient: makeAddClient({ clients, clock }),
    listClients: (options) => clients.list(options),
    setStatus: (clientId, status, by) => clients.setStatus(clientId, status, by),
  };
}
