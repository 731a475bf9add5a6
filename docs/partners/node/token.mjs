// Prints an access token: OAuth 2 client credentials with private_key_jwt (RFC 7523), with Node alone (20 or newer).
//
//   node token.mjs CLIENT_ID client.pem http://127.0.0.1:3000
import { randomUUID, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';

const [clientId, keyFile, base = 'http://127.0.0.1:3000'] = process.argv.slice(2);
if (!clientId || !keyFile) {
  process.stderr.write('usage: node token.mjs CLIENT_ID client.pem [http://127.0.0.1:3000]\n');
  process.exit(2);
}

const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const now = Math.floor(Date.now() / 1000);
const claims = { iss: clientId, sub: clientId, aud: base, jti: randomUUID(), iat: now, exp: now + 60 };
const signed = `${part({ alg: 'ES256' })}.${part(claims)}`;
// JWS wants r and s side by side (RFC 7518, 3.4), not DER.
const key = { key: readFileSync(keyFile), dsaEncoding: 'ieee-p1363' };
const assertion = `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;

const answer = await fetch(`${base}/oauth2/token`, {
  method: 'POST',
  body: new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  }),
});
const body = await answer.json();
if (answer.ok) {
  process.stdout.write(`${body.access_token}\n`);
} else {
  process.stderr.write(`${answer.status} ${JSON.stringify(body)}\n`);
  process.exitCode = 1;
}
