import { calculateJwkThumbprint } from 'jose';
import type { Client } from '../../partners/index.js';

/** A client for the operator's eyes: its keys by their thumbprints (RFC 7638). */
export async function describeClient(client: Client): Promise<Record<string, unknown>> {
  const keys = await Promise.all(
    client.keys.map(async ({ kid, alg, ...key }) => ({
      kty: key.kty,
      thumbprint: await calculateJwkThumbprint(key),
      ...(kid === undefined ? {} : { kid }),
      ...(alg === undefined ? {} : { alg }),
    })),
  );
  return { ...client, keys };
}
