import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ConfigError, readConfig } from '../../src/platform/config.js';
import { type Compose, type ComposeService, MissingVariable, readCompose } from './compose.js';

const root = join(import.meta.dirname, '..', '..');
const required = {
  PUBLIC_URL: 'https://motlan.example',
  EID_ISSUER: 'https://eid.example',
  EID_CLIENT_ID: 'motlan',
  STAFF_ISSUER: 'https://staff.example',
  STAFF_CLIENT_ID: 'motlan',
};

describe('compose.yaml', () => {
  let folder: string;
  let compose: Compose;
  const entries = () => Object.entries(compose.services);

  /** A service's settings, its secrets read from files that the operator's script made. */
  function settings(service: ComposeService | undefined, more: Readonly<Record<string, string>> = {}) {
    const merged = { ...service?.environment, ...more };
    return Object.fromEntries(
      Object.entries(merged).map(([name, value]) => {
        const secret = /^\/run\/secrets\/(\w+)$/.exec(value)?.[1];
        if (secret === undefined) return [name, value.replace(/^\/run\/keys\//, `${folder}/keys/`)];
        expect(service?.secrets, `${name} reads a secret that is mounted`).to.include(secret);
        return [name, (compose.secrets[secret]?.file ?? '').replace('./deploy/secrets', folder)];
      }),
    );
  }

  before(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'motlan-compose-')), 'secrets');
    const made = spawnSync(process.execPath, [join(root, 'deploy', 'make-secrets.mjs'), folder]);
    expect(made.status).to.equal(0);
    for (const name of ['eid-client-secret', 'staff-client-secret'])
      await writeFile(join(folder, name), 'of-the-issuer\n');
    compose = await readCompose('compose.yaml', required);
  });
  after(() => rm(join(folder, '..'), { recursive: true, force: true }));

  it('cannot be started before the address and both issuers are named', async () => {
    for (const name of Object.keys(required)) {
      const without = Object.fromEntries(Object.entries(required).filter(([key]) => key !== name));
      const refusal = await readCompose('compose.yaml', without).catch((error: unknown) => error);
      expect(refusal, name).to.be.instanceOf(MissingVariable);
    }
  });

  it('gives each process settings that production takes', () => {
    for (const name of ['motlan-a', 'motlan-b', 'operator']) {
      const config = readConfig({ HOST: '0.0.0.0', ...settings(compose.services[name]) });
      expect(config.environment).to.equal('production');
      expect(config.mongo.uri).to.match(/mongo-1:27017,mongo-2:27017,mongo-3:27017.*replicaSet=rs0/);
      expect(config.storage).to.include({ kind: 's3', bucket: 'motlan', endpoint: 'http://s3:8333' });
      expect(config.trustProxy).to.deep.equal(['172.31.240.1']);
    }
  });

  it('has no secret in a setting: each comes from a file that the script makes', () => {
    for (const [name, { environment }] of entries()) {
      for (const setting of Object.keys(environment ?? {})) {
        if (/SECRET|PASSWORD|ACCESS_KEY|_URI|KEYRING|SIGNING/.test(setting))
          expect(setting, name).to.match(/_FILE$/);
      }
    }
    for (const { file } of Object.values(compose.secrets))
      expect(file).to.match(/^\.\/deploy\/secrets\/[\w.-]+$/);
  });

  it('lets no service be root, write its own image, gain a right, or take all memory', () => {
    for (const [name, service] of entries()) {
      expect(Number(service.user?.split(':')[0]), name).to.be.greaterThan(0);
      expect(service.read_only, name).to.equal(true);
      expect(service.cap_drop, name).to.deep.equal(['ALL']);
      expect(service.cap_add, name).to.equal(undefined);
      expect(service.privileged, name).to.equal(undefined);
      expect(service.security_opt, name).to.include('no-new-privileges:true');
      expect(service.deploy?.resources.limits, name).to.include.keys('memory', 'cpus');
    }
  });

  it('publishes the service alone, and on this machine alone unless told', () => {
    const published = entries().flatMap(([name, { ports = [] }]) => ports.map((port) => [name, port]));
    expect(published).to.deep.equal([
      ['motlan-a', '127.0.0.1:3000:3000'],
      ['motlan-b', '127.0.0.1:3001:3000'],
    ]);
    expect(compose.networks['back']?.internal).to.equal(true);
    for (const name of ['mongo-1', 'mongo-2', 'mongo-3', 's3', 's3-init'])
      expect(compose.services[name]?.networks, name).to.deep.equal(['back']);
  });

  it('watches every service that stays, and starts each after what it needs', () => {
    const motlan = compose.services['motlan-a']?.depends_on;
    expect(motlan?.['mongo-init']?.condition).to.equal('service_completed_successfully');
    expect(motlan?.['s3-init']?.condition).to.equal('service_completed_successfully');
    for (const [name, service] of entries()) {
      const ofImage = service.image?.startsWith('motlan');
      if (service.restart === 'unless-stopped')
        expect(Boolean(service.healthcheck) || ofImage, name).to.equal(true);
    }
  });

  it('keeps what must last on named volumes, and the keyring where a rotation is seen', () => {
    for (const name of ['mongo-1', 'mongo-2', 'mongo-3'])
      expect(compose.services[name]?.volumes?.[0]).to.equal(`${name}:/data/db`);
    expect(compose.services['s3']?.volumes).to.deep.equal(['objects:/data']);
    const keys = compose.services['motlan-a']?.volumes?.find(
      (mount) => typeof mount !== 'string' && mount.target === '/run/keys',
    );
    // A single mounted file would stay the old one after it is replaced.
    expect(keys).to.include({ type: 'bind', source: './deploy/secrets/keys', read_only: true });
  });

  describe('with compose.demo.yaml', () => {
    let demo: Compose;
    let demoSettings: (name: string, more?: Record<string, string>) => Record<string, string>;

    before(async () => {
      const env = Object.fromEntries(
        (await readFile(join(root, 'deploy', 'demo.env'), 'utf8'))
          .split('\n')
          .filter((line) => /^\w/.test(line))
          .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
      );
      const below = await readCompose('compose.yaml', env);
      demo = await readCompose('compose.demo.yaml', env);
      demoSettings = (name, more = {}) =>
        settings(below.services[name], { HOST: '0.0.0.0', ...demo.services[name]?.environment, ...more });
    });

    it('runs the image with the development e-ID, on the loopback alone', () => {
      for (const name of ['motlan-a', 'motlan-b', 'operator', 'mongo-init']) {
        expect(demo.services[name]?.image).to.equal('motlan:demo');
        expect(demo.services[name]?.build?.target).to.equal('demo');
      }
      for (const name of ['motlan-a', 'motlan-b']) {
        const config = readConfig(demoSettings(name));
        expect(config).to.include({ environment: 'development', eid: 'development', staff: 'development' });
        expect(demo.services[name]?.ports?.[0]).to.match(/^127\.0\.0\.1:/);
      }
    });

    it('is refused as soon as it claims to be production, or does not ask for that e-ID by name', () => {
      expect(() => readConfig(demoSettings('motlan-a', { NODE_ENV: 'production' }))).to.throw(
        ConfigError,
        /DEV_EID/,
      );
      expect(() => readConfig(demoSettings('motlan-a', { DEV_EID: '' }))).to.throw(ConfigError, /HOST/);
    });
  });
});
