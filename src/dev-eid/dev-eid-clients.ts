import { createHmac } from 'node:crypto';
import type { OidcClientConfig } from '../platform/config.js';

export interface DevEidClients {
  readonly owner: OidcClientConfig;
  readonly staff: OidcClientConfig;
}

/** The issuer and the two clients of the embedded e-ID, the same in every process that shares the secret. */
export function devEidClients({ publicUrl, secret }: { publicUrl: string; secret: string }): DevEidClients {
  const issuer = `${publicUrl}/dev-eid`;
  const client = (kind: string): OidcClientConfig => ({
    issuer,
    clientId: `motlan-${kind}`,
    clientSecret: createHmac('sha256', secret).update(`development e-ID client ${kind}`).digest('base64url'),
  });
  return { owner: client('owner'), staff: client('staff') };
}
