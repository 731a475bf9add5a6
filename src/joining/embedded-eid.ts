import type * as DevelopmentEid from '../dev-eid/index.js';
import type { Config } from '../platform/config.js';
import type { Logger } from '../platform/logger.js';
import type { Connection } from '../platform/mongo.js';
import type { SigningKeys } from '../platform/signing-keys.js';

/** The embedded e-ID, where the settings name no other. */
export function embeddedEid(
  { config, developmentEid }: { config: Config; developmentEid?: typeof DevelopmentEid | undefined },
  secret: string,
  port: () => number,
) {
  if (!developmentEid) {
    if (config.eid === 'development' || config.staff === 'development') {
      throw new Error('no e-ID is configured and none is embedded');
    }
    return { clients: { owner: config.eid, staff: config.staff }, fetch: null, handlerWith: () => null };
  }
  const clients = developmentEid.devEidClients({ publicUrl: config.publicUrl, secret });
  const address = () => `http://127.0.0.1:${port()}`;
  return {
    clients,
    fetch: developmentEid.makeLocalFetch({ issuer: clients.owner.issuer, address }),
    handlerWith: (more: {
      connection: Connection;
      claims: Parameters<typeof developmentEid.makeDevEid>[0]['claims'];
      signingKeys: SigningKeys;
      logger: Logger;
      stylesheet: string;
    }) =>
      developmentEid.makeDevEid({
        environment: config.environment,
        publicUrl: config.publicUrl,
        clients,
        connection: more.connection,
        signingJwks: { keys: more.signingKeys.all.map((key) => key.privateJwk) },
        cookieSecret: secret,
        claims: more.claims,
        logger: more.logger,
        stylesheet: more.stylesheet,
      }).handler,
  };
}
