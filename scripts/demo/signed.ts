import { createLocalJWKSet, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import { z } from 'zod';
import { bodyOf, send } from './http-client.js';
import { Surprise } from './surprise.js';

/** Checks what the service signed against the keys that it publishes. */
export interface Verifier {
  /** @param typ like `consent+jwt`. @throws Surprise */
  verify(typ: string, token: string): Promise<JWTPayload>;
}

const jwksSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string() })).min(1) });

export async function makeVerifier(base: URL): Promise<Verifier> {
  const answer = await send(new URL('/.well-known/jwks.json', base), {});
  const published: JSONWebKeySet = bodyOf(answer, 200, jwksSchema);
  const keys = createLocalJWKSet(published);
  return {
    async verify(typ, token) {
      try {
        const { payload } = await jwtVerify(token, keys, { typ, algorithms: ['ES256'], clockTolerance: 10 });
        return payload;
      } catch (error) {
        throw new Surprise(
          `a ${typ} that the keys of /.well-known/jwks.json verify`,
          error instanceof Error ? error.message : String(error),
        );
      }
    },
  };
}
