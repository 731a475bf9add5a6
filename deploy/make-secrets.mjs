// node deploy/make-secrets.mjs [FOLDER]: makes the secrets that compose.yaml mounts, in deploy/secrets unless told.
// Each file is made once, mode 600, and never overwritten: run it again to make what is missing.
// As root it gives each file to the account that its container runs under; see docs/deployment.md.
// Plain Node 20, no package.
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Accounts inside the containers. */
const MOTLAN = 65532;
const MONGODB = 999;
const S3 = 1000;

const folder = resolve(process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), 'secrets'));
const root = process.getuid?.() === 0;
const made = [];

makeFolder(folder, null);
makeFolder(join(folder, 'keys'), MOTLAN);
make('keys/keyring.json', MOTLAN, keyring);
make('keys/signing-keys.json', MOTLAN, signingKeys);
make('session-secret', MOTLAN, password);
make('mongodb-keyfile', MONGODB, () => randomBytes(756).toString('base64'));
make('mongodb-admin-password', MOTLAN, password);
const appPassword = make('mongodb-app-password', MOTLAN, password);
make('mongodb-uri', MOTLAN, () => {
  const members = ['mongo-1', 'mongo-2', 'mongo-3'].map((name) => `${name}:27017`).join(',');
  return `mongodb://motlan:${appPassword}@${members}/motlan?replicaSet=rs0&authSource=motlan`;
});
const accessKey = make(
  's3-access-key',
  MOTLAN,
  () => `MOTLAN${randomBytes(8).toString('hex').toUpperCase()}`,
);
const secretKey = make('s3-secret-key', MOTLAN, password);
make('s3-identities.json', S3, () => s3Identities(accessKey, secretKey));
make('eid-client-secret', MOTLAN, () => '');
make('staff-client-secret', MOTLAN, () => '');

say(made.length > 0 ? `Made in ${folder}: ${made.join(', ')}` : `All there already in ${folder}.`);
for (const name of ['eid-client-secret', 'staff-client-secret']) {
  if (readFileSync(join(folder, name), 'utf8').trim() === '')
    say(`${name} is empty: put in what the issuer gave you. Until then the service refuses to start.`);
}
if (!root)
  say(
    'Not run as root: the files belong to you, and the containers, under other accounts, cannot read them.',
  );
say('Keep a copy of keys/ apart from the backups: without the keyring no stored object can be read again.');

function makeFolder(path, owner) {
  if (existsSync(path)) return;
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (root && owner !== null) chownSync(path, owner, owner);
}

/** @returns the content, made now or by an earlier run */
function make(name, owner, content) {
  const path = join(folder, name);
  try {
    writeFileSync(path, `${content()}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return readFileSync(path, 'utf8').trim();
  }
  if (root) chownSync(path, owner, owner);
  made.push(name);
  return readFileSync(path, 'utf8').trim();
}

function password() {
  return randomBytes(32).toString('hex');
}

function keyring() {
  const id = `k-${randomBytes(4).toString('hex')}`;
  return JSON.stringify({ current: id, keys: { [id]: randomBytes(32).toString('base64') } }, null, 2);
}

/** One ES256 key as a JWK set; its id is its thumbprint (RFC 7638). */
function signingKeys() {
  const { kty, crv, x, y, d } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
    format: 'jwk',
  });
  const kid = createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
  return JSON.stringify({ keys: [{ kty, crv, x, y, d, kid, alg: 'ES256', use: 'sig' }] }, null, 2);
}

/** What SeaweedFS lets in: Motlan alone, on its bucket alone. */
function s3Identities(access, secret) {
  const actions = ['Read', 'Write', 'List'].map((action) => `${action}:motlan`);
  return JSON.stringify(
    { identities: [{ name: 'motlan', credentials: [{ accessKey: access, secretKey: secret }], actions }] },
    null,
    2,
  );
}

function say(line) {
  process.stdout.write(`${line}\n`);
}
