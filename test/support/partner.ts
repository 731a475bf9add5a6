import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { ClientJwk } from '../../src/partners/client.js';
import { makeClientRegister, type NewClient } from '../../src/partners/index.js';
import { systemClock } from '../../src/platform/clock.js';
import { newId } from '../../src/platform/ids.js';
import { type ApiAnswer, answerOf, formOf, type Json, type UploadFile } from './person.js';
import type { RunningService } from './service.js';

/** A partner system with a token, calling the API. */
export interface Partner {
  readonly clientId: string;
  /** Its access token. */
  readonly token: string;
  call<Body = Json>(
    method: string,
    path: string,
    json?: unknown,
    headers?: Record<string, string>,
  ): Promise<ApiAnswer<Body>>;
  upload<Body = Json>(
    path: string,
    fields: Record<string, string>,
    file: UploadFile,
    headers?: Record<string, string>,
  ): Promise<ApiAnswer<Body>>;
  bytes(
    path: string,
    headers?: Record<string, string>,
  ): Promise<{ status: number; headers: Headers; bytes: Buffer }>;
  /** The same client and token at another process of the service. */
  at(url: string): Partner;
}

/** Registers a client with a new ES256 key and gets it a token. */
export async function makePartner(
  service: Pick<RunningService, 'url' | 'connection'>,
  fields: Partial<NewClient> = {},
): Promise<Partner> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const register = makeClientRegister({ connection: service.connection, clock: systemClock });
  const clientId = newId();
  await register.addClient(
    clientId,
    {
      name: 'HTTTGQTTHC Bình Dương',
      agency: 'H09',
      scopes: ['dossiers', 'evidence', 'results'],
      procedures: null,
      returnUrls: ['https://dvc.example.vn/back'],
      agreement: null,
      // Exported from an EC public key, so it is the JWK of one.
      keys: [publicKey.export({ format: 'jwk' }) as ClientJwk],
      ...fields,
    },
    { operator: 'tester' },
  );
  return partnerAt(service.url, clientId, await tokenFor(service.url, clientId, privateKey));
}

async function tokenFor(url: string, clientId: string, privateKey: KeyObject): Promise<string> {
  const { issuer } = (await (await fetch(`${url}/.well-known/oauth-authorization-server`)).json()) as {
    issuer: string;
  };
  const assertion = await new SignJWT({})
    .setProtectedHeader({ alg: 'ES256' })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(issuer)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime('2m')
    .sign(privateKey);
  const response = await fetch(`${url}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    }),
  });
  const answer = (await response.json()) as { access_token?: string };
  if (!answer.access_token) throw new Error(`no token: ${response.status} ${JSON.stringify(answer)}`);
  return answer.access_token;
}

function partnerAt(url: string, clientId: string, token: string): Partner {
  const send = (method: string, path: string, body: RequestInit['body'], headers: Record<string, string>) =>
    fetch(`${url}${path}`, {
      method,
      ...(body === undefined ? {} : { body }),
      headers: { authorization: `Bearer ${token}`, ...headers },
    });
  return {
    clientId,
    token,
    call: async (method, path, json, headers = {}) =>
      answerOf(
        await send(
          method,
          path,
          json === undefined ? undefined : JSON.stringify(json),
          json === undefined ? headers : { 'content-type': 'application/json', ...headers },
        ),
        method,
        path,
      ),
    upload: async (path, fields, file, headers = {}) =>
      answerOf(await send('POST', path, formOf(fields, file), headers), 'POST', path),
    bytes: async (path, headers = {}) => {
      const response = await send('GET', path, undefined, headers);
      return {
        status: response.status,
        headers: response.headers,
        bytes: Buffer.from(await response.arrayBuffer()),
      };
    },
    at: (other) => partnerAt(other, clientId, token),
  };
}
