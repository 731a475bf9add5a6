import { decodeProtectedHeader } from 'jose';
import Provider, { type Adapter, type AdapterFactory, type AdapterPayload } from 'oidc-provider';
import type { Client } from './client.js';
import type { ClientStore } from './clients.store.js';

/** What one call at the token endpoint has found out, for the words of a refusal and for the log. */
export interface TokenCall {
  /** The client that the call names; null when there is none, undefined before anybody looked. */
  client?: Client | null;
  /** The signature is the client's. */
  signatureVerified?: boolean;
  failure?: Error;
}

const calls = new WeakMap<object, TokenCall>();

/** The notes of a call, by its koa context. */
export function tokenCallOf(ctx: object): TokenCall {
  const found = calls.get(ctx);
  if (found) return found;
  const fresh: TokenCall = {};
  calls.set(ctx, fresh);
  return fresh;
}

/** Gives the library its clients from our records, read at each call: what the CLI adds or suspends counts at once. */
export function withOurClients(others: AdapterFactory, clients: ClientStore): AdapterFactory {
  return (model): Adapter => {
    const other = others(model);
    if (model !== 'Client') return other;
    return {
      ...other,
      async find(clientId) {
        const client = await clients.find(clientId);
        const { ctx } = Provider;
        if (ctx) tokenCallOf(ctx).client = client;
        if (!client) return undefined;
        return metadataOf(client, headerKid(ctx?.oidc.params?.['client_assertion']));
      },
    };
  };
}

/**
 * A client in the words of RFC 7591. A suspended one is given too: it is refused once its signature is verified, so
 * that nobody else learns of it.
 * @param kid the assertion's, which a key without a name of its own takes over: the library compares names first
 */
function metadataOf(client: Client, kid: string | undefined): AdapterPayload {
  return {
    client_id: client.clientId,
    scope: client.scopes.join(' '),
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
    token_endpoint_auth_method: 'private_key_jwt',
    // The only algorithm our keys know; the library asks for it although no id_token is ever made.
    id_token_signed_response_alg: 'ES256',
    jwks: { keys: client.keys.map((key) => (kid === undefined ? { ...key } : { kid, ...key })) },
  };
}

function headerKid(assertion: unknown): string | undefined {
  try {
    const { kid } = decodeProtectedHeader(String(assertion));
    return typeof kid === 'string' && kid !== '' ? kid : undefined;
  } catch {
    return undefined;
  }
}
