import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { systemClock } from '../../src/platform/clock.js';
import { loadOrCreateSigningKeys, makeSigner } from '../../src/platform/signing-keys.js';
import { loadOrCreateKeyring } from '../../src/storage/index.js';

const script = join(import.meta.dirname, '..', '..', 'deploy', 'make-secrets.mjs');

describe('deploy/make-secrets.mjs', function () {
  this.timeout(20_000);
  let folder: string;
  const make = () => spawnSync(process.execPath, [script, folder], { encoding: 'utf8' });
  const all = async () =>
    (await readdir(folder, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  const contents = async (): Promise<Record<string, string>> =>
    Object.fromEntries(
      await Promise.all((await all()).map(async (path) => [path, await readFile(path, 'utf8')])),
    );

  before(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'motlan-secrets-')), 'secrets');
    expect(make().status).to.equal(0);
  });
  after(() => rm(join(folder, '..'), { recursive: true, force: true }));

  it('lets nobody but the owner read a file', async () => {
    const files = await all();
    expect(files.length).to.be.greaterThan(10);
    for (const path of files) expect((await stat(path)).mode & 0o777, path).to.equal(0o600);
    expect((await stat(folder)).mode & 0o777).to.equal(0o700);
  });

  it('makes a keyring and signing keys that the service takes', async () => {
    const keyring = await loadOrCreateKeyring(join(folder, 'keys', 'keyring.json'), { create: false });
    expect(keyring.keys.size).to.equal(1);
    const keys = await loadOrCreateSigningKeys(join(folder, 'keys', 'signing-keys.json'), { create: false });
    const signer = makeSigner(keys, { issuer: 'https://motlan.example', clock: systemClock });
    expect(await signer.sign('consent+jwt', {})).to.match(/^ey/);
  });

  it('writes a connection string with the password that the replica set is given', async () => {
    const uri = new URL(
      (await readFile(join(folder, 'mongodb-uri'), 'utf8')).trim().replace(/@[^/]*/, '@host'),
    );
    expect(uri.password).to.equal((await readFile(join(folder, 'mongodb-app-password'), 'utf8')).trim());
  });

  it('lets the S3 store know the very keys that the service uses, on its bucket alone', async () => {
    const text = await readFile(join(folder, 's3-identities.json'), 'utf8');
    expect(JSON.parse(text)).to.deep.equal({
      identities: [
        {
          name: 'motlan',
          credentials: [
            {
              accessKey: (await readFile(join(folder, 's3-access-key'), 'utf8')).trim(),
              secretKey: (await readFile(join(folder, 's3-secret-key'), 'utf8')).trim(),
            },
          ],
          actions: ['Read:motlan', 'Write:motlan', 'List:motlan'],
        },
      ],
    });
  });

  it('never changes a file that is there, and makes again only what is missing', async () => {
    const before = await contents();
    await rm(join(folder, 'session-secret'));
    await writeFile(join(folder, 'eid-client-secret'), 'of the issuer\n');
    await chmod(join(folder, 'eid-client-secret'), 0o600);
    const second = make();
    expect(second.stdout).to.match(/^Made in \S+: session-secret\n/);
    expect(second.stdout)
      .to.include('staff-client-secret is empty')
      .and.not.to.include('eid-client-secret is empty');
    const now = await contents();
    const changed = Object.keys(now).filter((path) => now[path] !== before[path]);
    expect(changed.map((path) => path.slice(folder.length + 1)).toSorted()).to.deep.equal([
      'eid-client-secret',
      'session-secret',
    ]);
  });

  it('says no secret', async () => {
    const { stdout, stderr } = make();
    const values = Object.values(await contents()).filter((value) => value.trim().length > 0);
    for (const value of values) expect(stdout + stderr).not.to.include(value.trim());
  });
});
