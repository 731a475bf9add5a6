import { generateKeyPairSync } from 'node:crypto';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer, type TlsOptions } from 'node:tls';
import { expect } from 'chai';
import { selfSignedCertificate } from '../../src/cli/pkcs12/self-signed-certificate.js';
import { checkCertificates } from '../../src/operations/doctor-certificates.js';
import {
  type Check,
  checkDatabase,
  checkSurroundings,
  defineEveryModel,
} from '../../src/operations/index.js';
import { systemClock } from '../../src/platform/clock.js';
import { readConfig } from '../../src/platform/config.js';
import { runCli } from '../cli/run-cli.js';
import { signIn } from '../support/person.js';
import { needClamd } from '../support/real-parts.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';
import { openParts, operatorEnv, putIn, storeSettings } from './support.js';

const now = () => new Date();

for (const kind of ['disk', 's3'] as const) {
  describe(`doctor on ${kind}`, function () {
    this.timeout(60_000);
    let world: World;
    let service: RunningService;
    let env: Record<string, string>;
    let parts: Awaited<ReturnType<typeof openParts>>;

    before(async function () {
      const settings = storeSettings(kind, this);
      world = await makeWorld(settings);
      service = await world.start();
      env = operatorEnv(world, service.dataDir, settings);
      parts = await openParts(world, env);
      await putIn(await signIn(service.url, 'tuyet'), 1);
      defineEveryModel(world.database.connection, systemClock);
    });
    after(() => world?.end());

    const about = (checks: readonly Check[], name: string) => checks.filter((check) => check.name === name);
    const surroundings = (more: Record<string, string> = {}, at = now) =>
      checkSurroundings(readConfig({ ...env, ...more }), at);
    const database = () => checkDatabase(parts.config, world.database.connection, parts.objects, now);

    it('finds no fault where the service runs, and leaves nothing behind', async () => {
      const before = [];
      for await (const { key } of parts.blobs.list('')) before.push(key);
      const checks = [...(await surroundings()), ...(await database())];
      expect(checks.filter(({ state }) => state === 'fault')).to.deep.equal([]);
      expect(checks.map(({ name }) => name)).to.include.members([
        'configuration',
        'keyring',
        'signing keys',
        'store',
        'store clock',
        'scanner',
        'certificates',
        'disk',
        'database',
        'database version',
        'replica set',
        'database clock',
        'indexes',
        'keys in use',
      ]);
      const left = [];
      for await (const { key } of parts.blobs.list('')) left.push(key);
      expect(left).to.deep.equal(before);
      expect(await world.database.connection.collection('doctorProbes').countDocuments()).to.equal(0);
    });

    it('warns of a clock that is ten seconds off', async () => {
      const ahead = () => new Date(Date.now() + 10_000);
      expect(about(await surroundings({}, ahead), 'store clock')[0]).to.include({ state: 'warning' });
      const late = await checkDatabase(parts.config, world.database.connection, parts.objects, ahead);
      expect(about(late, 'database clock')[0]?.found).to.match(/differs by -(9|10)\.\d s/);
    });

    it('names a missing index, a key that records need, a keyring that others may read', async () => {
      const documents = world.database.connection.collection('documents');
      await documents.dropIndex('versions.keyId_1__id_1');
      expect(about(await database(), 'indexes')[0]?.found).to.equal(
        'missing: documents {"versions.keyId":1,"_id":1}',
      );
      await documents.createIndex({ 'versions.keyId': 1, _id: 1 });
      await documents.updateOne({}, { $set: { 'versions.0.keyId': 'k-other' } });
      expect(about(await database(), 'keys in use')[0]?.found).to.match(/name the key k-other/);
      await chmod(parts.keyringFile, 0o644);
      expect(about(await surroundings(), 'keyring')[0]).to.include({ state: 'warning' });
      const text = await readFile(parts.keyringFile, 'utf8');
      await writeFile(parts.keyringFile, text.replace(/"current": "[^"]*"/, '"current": "k-none"'));
      expect(about(await surroundings(), 'keyring')[0]?.found).to.match(/there is no key "k-none"/);
      await writeFile(parts.keyringFile, text);
      await chmod(parts.keyringFile, 0o600);
    });

    if (kind === 's3') {
      it('names a store that does not answer', async () => {
        const [store] = about(await surroundings({ S3_ENDPOINT: 'http://127.0.0.1:1' }), 'store');
        expect(store).to.include({ state: 'fault' });
      });
      return;
    }

    it('tries the scanner with the EICAR file, and names one that is down', async function () {
      const clamd = needClamd(this);
      const at = { SCANNER: 'clamd', CLAMD_HOST: clamd.host };
      expect(about(await surroundings({ ...at, CLAMD_PORT: String(clamd.port) }), 'scanner')[0]).to.include({
        state: 'ok',
      });
      expect(about(await surroundings({ ...at, CLAMD_PORT: '1' }), 'scanner')[0]).to.include({
        state: 'fault',
        found: 'clamd: ECONNREFUSED',
      });
    });

    it('tells how long certificates last', async () => {
      const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const cert = selfSignedCertificate(privateKey, 'localhost', now());
      const options: TlsOptions = {
        key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
        cert: `-----BEGIN CERTIFICATE-----\n${cert.toString('base64')}\n-----END CERTIFICATE-----\n`,
      };
      const server = createServer(options, (socket) => socket.end());
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      // A TCP server that listens has an address of this form.
      const { port } = server.address() as AddressInfo;
      const config = readConfig({ ...env, PUBLIC_URL: `https://127.0.0.1:${port}` });
      expect((await checkCertificates(config, now()))[0]?.found).to.match(/not trusted here/);
      const later = new Date(Date.now() + 200 * 365 * 24 * 60 * 60_000);
      expect((await checkCertificates(config, later))[0]?.found).to.match(/^expired/);
      await new Promise<void>((resolve) => server.close(() => resolve()));
    });

    it('the command says a line for each check; all faults of the settings at once', async () => {
      const { code, stdout, stderr } = await runCli(['doctor', '--operator', 'mai'], env);
      // The record that names another key, from above, is still there.
      expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' });
      expect(stderr).to.match(/^ok {6}store: encrypted, written, read, compared, deleted: \d+ ms$/m);
      expect(stderr).to.match(/^FAULT {3}keys in use: .*Put it back/m);
      const wrong = await runCli(['doctor', '--json'], { ...env, PORT: 'x', TRUST_PROXY: 'true', HOST: '' });
      expect(wrong.code).to.equal(1);
      expect(JSON.parse(wrong.stdout).checks.every(({ name }: Check) => name === 'settings')).to.equal(true);
      const down = { ...env, MONGODB_URI: 'mongodb://127.0.0.1:1/' };
      const nobody = JSON.parse((await runCli(['doctor', '--json'], down)).stdout);
      expect(nobody.checks[0]).to.include({ name: 'database', state: 'fault' });
    });
  });
}
