import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { expect } from 'chai';
import { selfSignedCertificate } from '../../src/cli/pkcs12/self-signed-certificate.js';
import { announceService } from '../../src/platform/data-folder-service.js';
import { loadOrCreateSigningKeys } from '../../src/platform/signing-keys.js';
import { askToken, assertionOf, issuer, startPartners, tokenEndpoint } from '../partners/support.js';
import { type TestDatabase, testDatabase } from '../support/mongo.js';
import { certificateOf } from './pkcs12-tls.js';
import { runCli } from './run-cli.js';

const newClient = (...more: string[]) => [
  'clients',
  'add',
  'X',
  '--agency',
  'H09',
  '--scopes',
  'dossiers',
  ...more,
];

const added = (stdout: string): { clientId: string } => {
  expect(stdout).to.match(/^\{.*\}\n$/);
  // The command's one line is the object that the next lines check.
  return JSON.parse(stdout) as { clientId: string };
};

describe('motlan clients', function () {
  // Each command is a process of its own, which loads the program.
  this.timeout(60_000);
  this.slow(8000);
  let database: TestDatabase;
  let folder: string;
  let env: Record<string, string>;

  before(async () => {
    database = await testDatabase();
    folder = await mkdtemp(join(tmpdir(), 'cli-'));
    env = {
      MONGODB_URI: database.uri,
      MONGODB_DATABASE: database.name,
      DATA_DIR: join(folder, 'data'),
      PUBLIC_URL: issuer,
    };
  });
  after(async () => {
    await database?.drop();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  const clients = () => database.connection.collection<Record<string, unknown> & { _id: string }>('clients');
  it('add prints JSON alone, and the key it makes gets a token from a running service at once', async () => {
    const keys = await loadOrCreateSigningKeys(join(folder, 'signing.json'), { create: true });
    const running = await startPartners(database.connection, keys);
    const keyOut = join(folder, 'client.pem');
    const { code, stdout, stderr } = await runCli(
      [
        'clients',
        'add',
        'HTTTGQTTHC Bình Dương',
        '--agency',
        'H09',
        '--scopes',
        'evidence,dossiers',
        '--agreement',
        '12/TT-2026',
        '--procedures',
        '1.004222,1.013229',
        '--return-url',
        'https://dvc.example.vn/back',
        'http://127.0.0.1:8080/back?x=1',
        '--key-out',
        keyOut,
        '--operator',
        'mai',
      ],
      env,
    );
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    const { clientId, ...addresses } = added(stdout);
    expect(addresses).to.deep.equal({ tokenEndpoint, audience: issuer });
    expect((await stat(keyOut)).mode & 0o777).to.equal(0o600);
    const pem = await readFile(keyOut, 'utf8');
    expect(pem).to.match(/^-----BEGIN PRIVATE KEY-----\n/);
    const record = await clients().findOne({ _id: clientId });
    expect(record).to.deep.include({
      name: 'HTTTGQTTHC Bình Dương',
      agency: 'H09',
      scopes: ['dossiers', 'evidence'],
      procedures: ['1.004222', '1.013229'],
      returnUrls: ['https://dvc.example.vn/back', 'http://127.0.0.1:8080/back?x=1'],
      agreement: '12/TT-2026',
      status: 'ACTIVE',
      createdBy: 'mai',
    });
    expect(JSON.stringify(record)).to.not.include('"d"');
    const act = await database.connection.collection('operatorActs').findOne({ 'ids.clientId': clientId });
    expect(act).to.deep.include({ operator: 'mai', act: 'clients.add', outcome: 'DONE' });
    const client = { clientId, privateKey: createPrivateKey(pem), alg: 'ES256' as const };
    const answer = await askToken(running.url, await assertionOf(client));
    await running.stop();
    expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
    expect(answer.body['scope']).to.equal('dossiers evidence');
  });

  it('add never overwrites a key, and then registers nothing', async () => {
    const keyOut = join(folder, 'kept.pem');
    await writeFile(keyOut, 'kept');
    const before = await clients().countDocuments();
    const { code, stdout, stderr } = await runCli(
      ['clients', 'add', 'X', '--agency', 'G01', '--scopes', 'results', '--key-out', keyOut],
      env,
    );
    expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' });
    expect(stderr).to.equal(`--key-out: ${keyOut} exists, and a key is never overwritten\n`);
    expect(await readFile(keyOut, 'utf8')).to.equal('kept');
    expect(await clients().countDocuments()).to.equal(before);
  });

  it('add lists every fault at once, exit code 2', async () => {
    const { code, stdout, stderr } = await runCli(
      [
        'clients',
        'add',
        '--agency',
        'h09',
        '--scopes',
        'all',
        '--procedures',
        'a b',
        '--return-url',
        'http://dvc.example.vn/',
        'https://u:p@dvc.example.vn/#x',
        '/back',
        '--key-out',
        join(folder, 'no-folder', 'client.key'),
      ],
      env,
    );
    expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' });
    expect(
      stderr
        .trim()
        .split('\n')
        .map((line) => line.split(': ').slice(0, 2).join(': ')),
    ).to.deep.equal([
      'NAME: is needed',
      '--agency: must be an agency code like H09, H09.27 or 000.00.00.H09 (capital letters, digits, dots)',
      '--scopes: must be of dossiers, evidence, results',
      '--procedures: must be procedure codes like 1.004222',
      '--return-url: must begin with https:// (http:// only for 127.0.0.1, ::1 and localhost)',
      '--return-url: must not hold a name or password',
      '--return-url: must not have a fragment (#…)',
      '--return-url: is not an absolute address',
      '--key-out: must end in .pem or .p12',
      `--key-out: there is no folder ${join(folder, 'no-folder')}`,
    ]);
  });

  it('add makes a .p12 that opens with its password alone and holds the registered key', async () => {
    const keyOut = join(folder, 'client.p12');
    const { code, stdout, stderr } = await runCli(
      ['clients', 'add', 'X', '--agency', '000.00.00.H09', '--scopes', 'dossiers', '--key-out', keyOut],
      env,
    );
    expect(code).to.equal(0);
    const { clientId } = added(stdout);
    const password = /^Password of .*client\.p12, shown only now: (\S{20})\n$/.exec(stderr)?.[1];
    expect(password, stderr).to.be.a('string');
    expect((await stat(keyOut)).mode & 0o777).to.equal(0o600);
    const pfx = await readFile(keyOut);
    expect(() => createSecureContext({ pfx, passphrase: 'another-password' })).to.throw(
      /mac verify failure/i,
    );
    const certificate = await certificateOf(pfx, String(password));
    expect(certificate.subject).to.equal(`CN=${clientId}`);
    const { x, y } = certificate.publicKey.export({ format: 'jwk' });
    const record = await clients().findOne({ _id: clientId });
    expect(record?.['keys']).to.deep.equal([{ kty: 'EC', crv: 'P-256', x, y }]);
  });

  it('add takes the password of the .p12 from a file and shows it nowhere', async () => {
    const passwordFile = join(folder, 'password');
    await writeFile(passwordFile, 'mật khẩu rất dài\n');
    const keyOut = join(folder, 'own.p12');
    const { code, stderr } = await runCli(
      newClient('--key-out', keyOut, '--password-file', passwordFile),
      env,
    );
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    await certificateOf(await readFile(keyOut), 'mật khẩu rất dài');
  });

  it('add registers the key of a client’s own certificate, and makes none', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const path = join(folder, 'client.crt');
    await writeFile(path, new X509Certificate(selfSignedCertificate(privateKey, 'x', new Date())).toString());
    const { code, stdout, stderr } = await runCli(newClient('--public-key', path), env);
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    const record = await clients().findOne({ _id: added(stdout).clientId });
    expect(record?.['keys']).to.deep.equal([publicKey.export({ format: 'jwk' })]);
  });

  it('list shows the newest first, page by page; suspend and resume change one, on record', async () => {
    const first = JSON.parse((await runCli(['clients', 'list', '--limit', '1'], env)).stdout);
    expect(first.items).to.have.length(1);
    expect(first.items[0].keys[0].thumbprint).to.match(/^[\w-]{43}$/);
    const second = JSON.parse((await runCli(['clients', 'list', '--after', first.next], env)).stdout);
    expect(second.items[0].clientId < first.items[0].clientId).to.equal(true);
    const { clientId } = first.items[0];
    for (const [verb, status] of [
      ['suspend', 'SUSPENDED'],
      ['resume', 'ACTIVE'],
    ] as const) {
      const { stdout } = await runCli(['clients', verb, clientId, '--operator', 'son'], env);
      expect(JSON.parse(stdout)).to.deep.equal({ clientId, status });
      expect(await clients().findOne({ _id: clientId })).to.include({ status, changedBy: 'son' });
    }
    const unknown = await runCli(['clients', 'suspend', 'nobody'], env);
    expect(unknown).to.deep.equal({ code: 2, stdout: '', stderr: 'ID: there is no client nobody\n' });
    const acts = await database.connection
      .collection('operatorActs')
      .find({})
      .sort({ _id: -1 })
      .limit(3)
      .toArray();
    expect(acts.map(({ act, outcome }) => `${act} ${outcome}`)).to.deep.equal([
      'clients.suspend FAILED',
      'clients.resume DONE',
      'clients.suspend DONE',
    ]);
  });

  it('finds the running service by its data folder, with its database and public address', async () => {
    const dataDir = await mkdtemp(join(folder, 'service-'));
    await announceService(dataDir, {
      mongodbUri: database.uri,
      database: database.name,
      address: 'http://127.0.0.1:3999',
      publicUrl: 'http://127.0.0.1:3999',
    });
    const keyOut = join(dataDir, 'client.pem');
    const { stdout } = await runCli(newClient('--key-out', keyOut), { DATA_DIR: dataDir });
    const { clientId, ...addresses } = added(stdout);
    expect(addresses).to.deep.equal({
      tokenEndpoint: 'http://127.0.0.1:3999/oauth2/token',
      audience: 'http://127.0.0.1:3999',
    });
    expect(await clients().countDocuments({ _id: clientId })).to.equal(1);
  });

  it('without a service says how to start one, exit code 1, and leaves no key behind', async () => {
    const dataDir = await mkdtemp(join(folder, 'empty-'));
    const keyOut = join(dataDir, 'client.pem');
    const { code, stdout, stderr } = await runCli(newClient('--key-out', keyOut), { DATA_DIR: dataDir });
    expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' });
    expect(stderr).to.match(/Start the service first \(npm start\)/);
    expect(await readdir(dataDir)).to.deep.equal([]);
  });
});
