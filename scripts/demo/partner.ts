import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importPKCS8, SignJWT } from 'jose';
import { clientSchema, tokenSchema } from './answers.js';
import { type Answer, bodyOf, type Sent, send } from './http-client.js';
import { Surprise } from './surprise.js';

/** A procedure system, as it calls the service over HTTP. */
export interface Partner {
  readonly clientId: string;
  readonly name: string;
  /** Seconds that its token lives. */
  readonly tokenSeconds: number;
  readonly call: (path: string, sent?: Sent) => Promise<Answer>;
  /** Ends its access and removes its key. */
  remove(): Promise<void>;
}

const root = join(import.meta.dirname, '..', '..');

/**
 * Has the operator's command line register a new procedure system, and gets it a token with its own key
 * (RFC 7523: private_key_jwt).
 * @throws Surprise
 */
export async function letInPartner(base: URL, name: string): Promise<Partner> {
  const folder = await mkdtemp(join(tmpdir(), 'motlan-demo-'));
  const keyFile = join(folder, 'client.pem');
  let clientId: string | undefined;
  const remove = async () => {
    await rm(folder, { recursive: true, force: true });
    if (clientId !== undefined) await motlan(['clients', 'suspend', clientId]);
  };
  try {
    const options = ['--agency', 'H09', '--scopes', 'dossiers,evidence', '--key-out', keyFile];
    const printed = await motlan(['clients', 'add', name, ...options]);
    const registered = clientSchema.parse(JSON.parse(printed));
    clientId = registered.clientId;
    const key = await importPKCS8(await readFile(keyFile, 'utf8'), 'ES256');
    const token = await tokenFor(base, registered, key);
    return {
      clientId: registered.clientId,
      name,
      tokenSeconds: token.expires_in,
      call: (path, sent = {}) =>
        send(new URL(path, base), {
          ...sent,
          headers: { ...sent.headers, Authorization: `Bearer ${token.access_token}` },
        }),
      remove,
    };
  } catch (error) {
    await remove().catch(() => undefined);
    throw error;
  }
}

async function tokenFor(
  base: URL,
  { clientId, audience }: { readonly clientId: string; readonly audience: string },
  key: CryptoKey,
) {
  const assertion = await new SignJWT({})
    .setProtectedHeader({ alg: 'ES256' })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(audience)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime('60 s')
    .sign(key);
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  });
  return bodyOf(await send(new URL('/oauth2/token', base), { method: 'POST', form }), 200, tokenSchema);
}

/** What `npm run motlan -- ARGS` prints. @throws Surprise with what it said when it ended badly */
function motlan(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'scripts', 'motlan.mjs'), ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(output);
      else
        reject(
          new Surprise(
            `"npm run motlan -- ${args.slice(0, 2).join(' ')} …" to end well`,
            `code ${code}: ${said.trim() || output.trim()}`,
            'The command line must see the same DATA_DIR (or MONGODB_URI) as the service.',
          ),
        );
    });
  });
}
