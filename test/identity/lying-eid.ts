import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { closeServer, listen } from './test-service.js';

/** What the e-ID does wrong; everything else it does right. */
export type Lie =
  | 'NOTHING'
  | 'NONCE_WRONG'
  | 'NONCE_MISSING'
  | 'ISSUER_WRONG'
  | 'AUDIENCE_WRONG'
  | 'SIGNATURE_WRONG'
  | 'SIGNATURE_NONE'
  | 'SIGNATURE_BY_SECRET'
  | 'EXPIRED'
  | 'STATE_WRONG'
  | 'NO_ID_TOKEN'
  | 'DENIED'
  | 'SERVER_ERROR'
  | 'OTHER_SUBJECT'
  | 'TOKEN_REFUSED'
  | 'TOKEN_500'
  | 'TOKEN_HTML'
  | 'TOKEN_STALLS'
  | 'TOKEN_BODY_STALLS'
  | 'TOKEN_CUT'
  | 'KEYS_STALL'
  | 'USERINFO_STALLS'
  | 'DISCOVERY_STALLS'
  | 'DISCOVERY_500'
  | 'DISCOVERY_OTHER_ISSUER'
  | 'DISCOVERY_WEAK_ALGORITHMS'
  | 'DISCOVERY_SCRIPT_ADDRESS';

export interface LyingEid {
  readonly issuer: string;
  lie: Lie;
  /** Claims of the ID token beside those of the protocol. */
  idToken: JWTPayload;
  /** Claims of the userinfo endpoint beside `sub`. */
  userinfo: Record<string, unknown>;
  algorithm: 'ES256' | 'RS256' | 'PS256';
  readonly close: () => Promise<void>;
}

export const clientSecret = 'a client secret that is long enough for HS256';

/** A small e-ID that can fail, stall and lie. Its form is left out: it sends the browser straight back. */
export async function startLyingEid(): Promise<LyingEid> {
  const algorithms = ['ES256', 'RS256', 'PS256'] as const;
  const keys = new Map(
    await Promise.all(algorithms.map(async (name) => [name, await generateKeyPair(name)] as const)),
  );
  const { privateKey: strangerKey } = await generateKeyPair('ES256');
  const asked = { nonce: '', clientId: '' };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  const issuer = await listen(server);
  const eid: LyingEid = {
    issuer,
    lie: 'NOTHING',
    idToken: {},
    userinfo: {},
    algorithm: 'ES256',
    close: () => closeServer(server),
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', issuer);
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return discovery(response);
      case '/authorize':
        return authorize(url, response);
      case '/token':
        return token(response);
      case '/keys':
        if (eid.lie === 'KEYS_STALL') return;
        return json(response, 200, { keys: await publicKeys() });
      case '/userinfo':
        if (eid.lie === 'USERINFO_STALLS') return;
        return json(response, 200, {
          sub: eid.lie === 'OTHER_SUBJECT' ? 'somebody-else' : 'subject',
          ...eid.userinfo,
        });
      default:
        return json(response, 404, {});
    }
  }

  function discovery(response: ServerResponse): void {
    if (eid.lie === 'DISCOVERY_STALLS') return;
    if (eid.lie === 'DISCOVERY_500') return json(response, 500, {});
    json(response, 200, {
      issuer: eid.lie === 'DISCOVERY_OTHER_ISSUER' ? 'http://127.0.0.1:1/other' : issuer,
      authorization_endpoint:
        eid.lie === 'DISCOVERY_SCRIPT_ADDRESS' ? 'javascript:alert(1)' : `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${issuer}/userinfo`,
      jwks_uri: `${issuer}/keys`,
      response_types_supported: ['code'],
      id_token_signing_alg_values_supported:
        eid.lie === 'DISCOVERY_WEAK_ALGORITHMS' ? ['none', 'HS256'] : [...algorithms, 'none', 'HS256'],
    });
  }

  function authorize(url: URL, response: ServerResponse): void {
    const wanted = url.searchParams;
    asked.nonce = wanted.get('nonce') ?? '';
    asked.clientId = wanted.get('client_id') ?? '';
    const back = new URL(wanted.get('redirect_uri') ?? '');
    back.searchParams.set('state', eid.lie === 'STATE_WRONG' ? 'made-up' : (wanted.get('state') ?? ''));
    if (eid.lie === 'DENIED') back.searchParams.set('error', 'access_denied');
    else if (eid.lie === 'SERVER_ERROR') back.searchParams.set('error', 'server_error');
    else back.searchParams.set('code', 'a-code');
    response.writeHead(303, { Location: back.href }).end();
  }

  async function token(response: ServerResponse): Promise<void> {
    const { lie } = eid;
    if (lie === 'TOKEN_STALLS') return;
    if (lie === 'TOKEN_500') return json(response, 500, {});
    if (lie === 'TOKEN_REFUSED') return json(response, 400, { error: 'invalid_grant' });
    if (lie === 'TOKEN_HTML') {
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<h1>Bảo trì</h1>');
      return;
    }
    if (lie === 'TOKEN_BODY_STALLS' || lie === 'TOKEN_CUT') {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' });
      response.write('{"access_token":');
      if (lie === 'TOKEN_CUT') setTimeout(() => response.destroy(), 20);
      return;
    }
    json(response, 200, {
      access_token: 'a-token',
      token_type: 'Bearer',
      expires_in: 60,
      ...(lie === 'NO_ID_TOKEN' ? {} : { id_token: await idToken() }),
    });
  }

  async function idToken(): Promise<string> {
    const { lie } = eid;
    const now = Math.floor(Date.now() / 1000);
    const payload: JWTPayload = {
      ...eid.idToken,
      ...(lie === 'NONCE_MISSING' ? {} : { nonce: lie === 'NONCE_WRONG' ? 'another' : asked.nonce }),
      sub: 'subject',
      iss: lie === 'ISSUER_WRONG' ? 'https://stranger.invalid' : issuer,
      aud: lie === 'AUDIENCE_WRONG' ? 'another-client' : asked.clientId,
      iat: lie === 'EXPIRED' ? now - 7200 : now,
      exp: lie === 'EXPIRED' ? now - 3600 : now + 300,
    };
    if (lie === 'SIGNATURE_NONE') return `${part({ alg: 'none' })}.${part(payload)}.`;
    if (lie === 'SIGNATURE_BY_SECRET') {
      return new SignJWT(payload)
        .setProtectedHeader({ alg: 'HS256' })
        .sign(new TextEncoder().encode(clientSecret));
    }
    const own = keys.get(eid.algorithm);
    if (!own) throw new Error('no key');
    return new SignJWT(payload)
      .setProtectedHeader({ alg: eid.algorithm, kid: eid.algorithm })
      .sign(lie === 'SIGNATURE_WRONG' ? strangerKey : own.privateKey);
  }

  async function publicKeys(): Promise<object[]> {
    return Promise.all(
      [...keys].map(async ([alg, { publicKey }]) => ({
        ...(await exportJWK(publicKey)),
        alg,
        kid: alg,
        use: 'sig',
      })),
    );
  }

  return eid;
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
