import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { MongoClient } from 'mongodb';
import { findBinary } from '../../src/platform/embedded-mongod/find-binary.js';
import { connectMongo, syncIndexes } from '../../src/platform/mongo.js';
import { unusedPort } from '../support/service-process.js';

const deploy = join(import.meta.dirname, '..', '..', 'deploy');

describe('deploy/container/init-mongodb.mjs on three servers that know only a key file', function () {
  this.timeout(120_000);
  this.slow(30_000);
  let folder: string;
  let ports: readonly number[];
  let env: Record<string, string>;
  let uri: string;
  const servers: ChildProcess[] = [];
  const init = (more: Record<string, string> = {}) =>
    spawnSync(process.execPath, [join(deploy, 'container', 'init-mongodb.mjs')], {
      env: { ...env, ...more },
      encoding: 'utf8',
    });

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'motlan-replica-'));
    const secrets = join(folder, 'secrets');
    expect(spawnSync(process.execPath, [join(deploy, 'make-secrets.mjs'), secrets]).status).to.equal(0);
    // mongod takes a key file of its own account alone.
    await copyFile(join(secrets, 'mongodb-keyfile'), join(folder, 'keyfile'));
    const { path } = await findBinary({
      mongodPath: process.env['MONGOD_PATH'] || undefined,
      dataDir: folder,
      onProgress: () => undefined,
    });
    ports = [await unusedPort(), await unusedPort(), await unusedPort()];
    for (const port of ports) {
      const data = join(folder, String(port));
      await mkdir(data);
      const options = ['--replSet', 'rs0', '--bind_ip', '127.0.0.1', '--keyFile', join(folder, 'keyfile')];
      const cache = [
        '--wiredTigerCacheSizeGB',
        '0.25',
        '--setParameter',
        'diagnosticDataCollectionEnabled=false',
      ];
      servers.push(
        spawn(path, [...options, ...cache, '--port', String(port), '--dbpath', data], { stdio: 'ignore' }),
      );
    }
    const members = ports.map((port) => `127.0.0.1:${port}`).join(',');
    env = {
      MONGODB_MEMBERS: members,
      MONGODB_LOCAL_PORT: String(ports[0]),
      MONGODB_ADMIN_PASSWORD_FILE: join(secrets, 'mongodb-admin-password'),
      MONGODB_APP_PASSWORD_FILE: join(secrets, 'mongodb-app-password'),
    };
    uri = (await readFile(join(secrets, 'mongodb-uri'), 'utf8'))
      .trim()
      .replace(/mongo-1:27017,mongo-2:27017,mongo-3:27017/, members);
  });

  after(async () => {
    for (const server of servers) server.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  it('makes a replica set of three, and its users', async () => {
    const { status, stdout } = init();
    expect(status, stdout).to.equal(0);
    expect(stdout).to.include('The replica set of').and.to.include('The administrator was made');
    const client = new MongoClient(uri);
    const { hosts } = await client.db('motlan').command({ hello: 1 });
    expect(hosts).to.have.length(3);
    await client.close();
  });

  it('changes nothing when it runs again', () => {
    const { status, stdout } = init();
    expect(status).to.equal(0);
    expect(stdout).to.equal('All is set up already.\n');
  });

  it('gives the service what it needs: its indexes, and transactions that a majority keeps', async () => {
    const connection = await connectMongo(uri, 'motlan');
    await syncIndexes(connection);
    await connection.collection('notes').createIndex({ name: 1 }, { unique: true });
    await connection.transaction(async (session) => {
      await connection.collection('notes').insertOne({ name: 'x' }, { session });
    });
    expect(await connection.collection('notes').countDocuments()).to.equal(1);
    await connection.close();
  });

  it('gives it nothing else, and a stranger nothing at all', async () => {
    const service = new MongoClient(uri);
    const refused = async (work: Promise<unknown>) =>
      work.then(() => 'allowed').catch((error: Error) => error.message);
    expect(await refused(service.db('other').collection('x').insertOne({}))).to.match(/not authorized/);
    expect(await refused(service.db('admin').command({ usersInfo: 1 }))).to.match(/not authorized/);
    await service.close();
    const stranger = new MongoClient(`mongodb://127.0.0.1:${ports[0]}/?directConnection=true`);
    expect(await refused(stranger.db('motlan').collection('notes').findOne({}))).to.match(
      /requires authentication/,
    );
    await stranger.close();
  });

  it('says so when the administrator has another password than the secret', async () => {
    await writeFile(join(folder, 'wrong'), 'another password');
    const { status, stdout } = init({ MONGODB_ADMIN_PASSWORD_FILE: join(folder, 'wrong') });
    expect(status).to.equal(1);
    expect(stdout).to.include('another password than the secret');
  });
});
