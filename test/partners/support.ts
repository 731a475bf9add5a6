import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT } from 'jose';
import type { AssertionAlgorithm, ClientJwk } from '../../src/partners/client.js';
import { makePartners, type NewClient, type Partners } from '../../src/partners/index.js';
import { type Clock, systemClock } from '../../src/platform/clock.js';
import { newId } from '../../src/platform/ids.js';
import { makeLogger } from '../../src/platform/logger.js';
import { type Connection, syncIndexes } from '../../src/platform/mongo.js';
import type { SigningKeys } from '../../src/platform/signing-keys.js';

export const issuer = 'https://kho.example.vn';
export const tokenEndpoint = `${issuer}/oauth2/token`;

/** One process's partners, listening. */
export interface RunningPartners {
  readonly partners: Partners;
  readonly url: string;
  readonly logLines: string[];
  stop(): Promise<void>;
}

export async function startPartners(
  connection: Connection,
  signingKeys: SigningKeys,
  clock: Clock = systemClock,
): Promise<RunningPartners> {
  const logLines: string[] = [];
  const logger = makeLogger('info', { write: (line: string) => logLines.push(line) });
  const partners = makePartners({ config: { publicUrl: issuer }, connection, signingKeys, clock, logger });
  await syncIndexes(connection);
  const server: Server = createServer((request, response) => partners.tokenHandler(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server that listens has an address of this form.
  const { port } = server.address() as AddressInfo;
  return {
    partners,
    url: `http://127.0.0.1:${port}`,
    logLines,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

export interface TestClient {
  readonly clientId: string;
  readonly privateKey: KeyObject;
  readonly alg: AssertionAlgorithm;
}

/** Registers a client with a new key for the algorithm. */
export async function registerClient(
  partners: Partners,
  { alg = 'ES256', kid, ...fields }: { alg?: AssertionAlgorithm; kid?: string } & Partial<NewClient> = {},
): Promise<TestClient> {
  const pair =
    alg === 'ES256'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('rsa', { modulusLength: 2048 });
  // Exported from a public key of one of the two kinds that ClientJwk describes.
  const jwk = { ...pair.publicKey.export({ format: 'jwk' }), ...(kid ? { kid } : {}) } as ClientJwk;
  const clientId = newId();
  const client: NewClient = {
    name: 'HTTTGQTTHC Bình Dương',
    agency: 'H09',
    scopes: ['dossiers', 'evidence', 'results'],
    procedures: null,
    returnUrls: ['https://dvc.example.vn/back'],
    agreement: null,
    keys: [jwk],
    ...fields,
  };
  await partners.addClient(clientId, client, { operator: 'tester' });
  return { clientId, privateKey: pair.privateKey, alg };
}

export const nowSeconds = (): number => Math.floor(Date.now() / 1000);

/** A client assertion as a client makes it, with what the test changes. */
export async function assertionOf(
  client: TestClient,
  claims: Readonly<Record<string, unknown>> = {},
  header: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const usual = {
    iss: client.clientId,
    sub: client.clientId,
    aud: issuer,
    iat: nowSeconds(),
    exp: nowSeconds() + 60,
    jti: newId(),
  };
  return new SignJWT({ ...usual, ...claims })
    .setProtectedHeader({ alg: client.alg, ...header })
    .sign(client.privateKey);
}

export interface TokenAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, string>>;
}

export async function askToken(
  url: string,
  assertion: string,
  fields: Readonly<Record<string, string>> = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<TokenAnswer> {
  return postForm(
    url,
    {
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
      ...fields,
    },
    headers,
  );
}

export async function postForm(
  url: string,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<TokenAnswer> {
  const answer = await fetch(`${url}/oauth2/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(fields).toString(),
  });
  // Every answer of the token endpoint is a flat JSON object (RFC 6749).
  const body = (await answer.json()) as Record<string, string>;
  return { status: answer.status, headers: answer.headers, body };
}
