import type { Clock } from '../platform/clock.js';
import type { Client, NewClient } from './client.js';
import type { ClientStore } from './clients.store.js';

/** Registers a client. It may ask for tokens at once, in every process. */
export type AddClient = (
  clientId: string,
  client: NewClient,
  by: { readonly operator: string },
) => Promise<Client>;

export function makeAddClient({ clients, clock }: { clients: ClientStore; clock: Clock }): AddClient {
  return async (
    clientId,
    { name, agency, scopes, procedures, returnUrls, agreement, keys },
    { operator },
  ) => {
    const client: Client = {
      clientId,
      name,
      agency,
      scopes,
      procedures,
      returnUrls,
      agreement,
      keys,
      status: 'ACTIVE',
      createdAt: clock.now(),
      createdBy: operator,
    };
    await clients.insert(client);
    return client;
  };
}
