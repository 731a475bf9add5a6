import { cp, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { findRunningService } from '../../src/platform/data-folder-service.js';
import { connectMongo } from '../../src/platform/mongo.js';
import {
  eventually,
  isRunning,
  mongodPid,
  type ServiceProcess,
  startService,
  unusedPort,
} from '../support/service-process.js';

describe('one command to run', function () {
  this.timeout(90_000);
  let folder: string;
  let dataDir: string;
  const running: ServiceProcess[] = [];

  const start = async (settings: Record<string, string> = {}) => {
    const port = String(await unusedPort());
    const service = startService({ DATA_DIR: dataDir, PORT: port, LOG_LEVEL: 'warn', ...settings });
    running.push(service);
    return service;
  };
  const refused = async (settings: Record<string, string>) => {
    const service = await start(settings);
    const code = await service.exited;
    const lines = service.output().trim().split('\n');
    return { code, lines: lines.filter((line) => line !== 'Building …') };
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'motlan-start-'));
    dataDir = join(folder, 'data');
  });
  afterEach(async () => {
    for (const { child, exited } of running.splice(0)) {
      child.kill('SIGKILL');
      await exited;
    }
    const pid = await mongodPid(dataDir).catch(() => 0);
    if (pid > 0) await eventually('mongod ends', () => !isRunning(pid));
    await rm(folder, { recursive: true, force: true });
  });

  it('a bare data folder becomes a running service that tells the command line where it is', async () => {
    const service = await start();
    const address = await service.ready;
    const answer = await fetch(`${address}/readyz`);
    expect(answer.status).to.equal(200);
    expect((await stat(dataDir)).mode & 0o777).to.equal(0o700);
    expect((await stat(join(dataDir, 'service.json'))).mode & 0o777).to.equal(0o600);
    const found = await findRunningService(dataDir);
    expect(found?.pid).to.equal(service.child.pid);
    expect(found?.address).to.equal(address);
    expect(service.output()).to.contain('MongoDB ready (');
  });

  it('nobody reads the embedded database without the password', async () => {
    await (await start()).ready;
    const found = await findRunningService(dataDir);
    const bare = await connectMongo((found?.mongodbUri ?? '').replace(/\/\/[^@]*@/, '//'), 'motlan');
    try {
      let fault: unknown;
      await bare
        .collection('any')
        .findOne({})
        .catch((error: unknown) => (fault = error));
      expect(fault).to.have.property('codeName', 'Unauthorized');
    } finally {
      await bare.close();
    }
  });

  it('kill -9 stops mongod too, and what was written is there after the next start', async () => {
    const first = await start();
    await first.ready;
    const before = await findRunningService(dataDir);
    const pid = await mongodPid(dataDir);
    const connection = await connectMongo(before?.mongodbUri ?? '', 'motlan');
    const written = await connection.collection<{ n: number }>('kept').insertOne({ n: 7 });
    first.child.kill('SIGKILL');
    await first.exited;
    await connection.close();
    await eventually('mongod ends', () => !isRunning(pid), 5000);
    expect(await findRunningService(dataDir), 'a dead service is not found').to.equal(null);

    await (await start()).ready;
    const after = await findRunningService(dataDir);
    const again = await connectMongo(after?.mongodbUri ?? '', 'motlan');
    expect(await again.collection('kept').findOne({ _id: written.insertedId })).to.have.property('n', 7);
    await again.close();
  });

  it('kill -9 of npm stops the service and mongod too', async () => {
    const settings = { DATA_DIR: dataDir, PORT: String(await unusedPort()), LOG_LEVEL: 'warn' };
    const npm = startService(settings, ['npm', 'start']);
    running.push(npm);
    await npm.ready;
    const found = await findRunningService(dataDir);
    const pid = await mongodPid(dataDir);
    npm.child.kill('SIGKILL');
    await eventually('the service ends', () => !isRunning(found?.pid ?? 0));
    await eventually('mongod ends', () => !isRunning(pid));
  });

  it('a restart right after kill -9 waits for the old mongod and starts', async () => {
    const first = await start();
    await first.ready;
    first.child.kill('SIGKILL');
    await first.exited;
    await (await start()).ready;
  });

  it('a second process on the same folder says so in one line and ends with 1', async () => {
    const first = await start();
    await first.ready;
    const { code, lines } = await refused({});
    expect(code).to.equal(1);
    expect(lines).to.have.length(1);
    expect(lines[0]).to.contain(`process ${first.child.pid}`).and.to.contain(dataDir);
    expect(first.child.exitCode, 'the first one goes on').to.equal(null);
  });

  it('a taken port is one line, exit 1, before a database is started', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const port = portOf(taken);
    const { code, lines } = await refused({ PORT: String(port) });
    taken.close();
    expect(code).to.equal(1);
    expect(lines).to.have.length(1);
    expect(lines[0]).to.contain(`port ${port}`);
  });

  it('a data folder that cannot be written is one line, exit 1', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    for (const place of [join(file, 'data'), '/proc/motlan']) {
      const { code, lines } = await refused({ DATA_DIR: place });
      expect(code).to.equal(1);
      expect(lines).to.have.length(1);
      expect(lines[0]).to.contain(place).and.to.contain('DATA_DIR');
    }
  });

  it('a MONGOD_PATH that does not run is one line, exit 1', async () => {
    const { code, lines } = await refused({ MONGOD_PATH: join(folder, 'no-mongod') });
    expect(code).to.equal(1);
    expect(lines).to.have.length(1);
    expect(lines[0]).to.contain('MONGOD_PATH').and.to.contain('ENOENT');
  });

  it('all faults of the settings are listed at once, exit 1', async () => {
    const { code, lines } = await refused({ PORT: '99999', LOG_LEVEL: 'loud', STORAGE: 'tape' });
    expect(code).to.equal(1);
    for (const name of ['PORT', 'LOG_LEVEL', 'STORAGE']) expect(lines.join('\n')).to.contain(`- ${name}:`);
  });

  it('a faulty catalogue is said with file and field, without a stack, exit 1', async () => {
    const configDir = join(folder, 'config');
    await cp(join(import.meta.dirname, '../../config'), configDir, { recursive: true });
    await writeFile(join(configDir, 'procedures', '1.004222.json'), '{"code": 5}');
    const { code, lines } = await refused({ CONFIG_DIR: configDir });
    expect(code).to.equal(1);
    expect(lines.join('\n'))
      .to.contain('procedures/1.004222.json: code:')
      .and.not.to.match(/^\s+at /m);
  });

  it('Ctrl-C finishes the request under way, takes no new one, and stops mongod', async () => {
    const service = await start();
    const url = new URL(await service.ready);
    const pid = await mongodPid(dataDir);
    const socket = connect(Number(url.port), url.hostname);
    let answer = '';
    socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.write(
      'POST /oauth2/token HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 4\r\n\r\n',
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    service.child.kill('SIGINT');
    await eventually('it listens no more', () => service.output().includes('Stopping'));
    await new Promise((resolve) => setTimeout(resolve, 200));
    await fetch(url).then(
      () => expect.fail('a new connection was taken'),
      () => undefined,
    );
    expect(isRunning(pid), 'the database stays while a request is under way').to.equal(true);
    socket.write('a=b&');
    await closed;
    expect(answer).to.match(/^HTTP\/1\.1 \d{3} /);
    expect(await service.exited).to.equal(0);
    expect(isRunning(pid)).to.equal(false);
    const withdrawn = await readFile(join(dataDir, 'service.json')).catch(() => null);
    expect(withdrawn).to.equal(null);
  });

  it('a second Ctrl-C ends it at once', async () => {
    const service = await start();
    const url = new URL(await service.ready);
    const socket = connect(Number(url.port), url.hostname);
    socket.on('error', () => undefined);
    socket.write('POST /oauth2/token HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n');
    await new Promise((resolve) => setTimeout(resolve, 200));
    service.child.kill('SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(service.child.exitCode, 'it waits for the request').to.equal(null);
    service.child.kill('SIGINT');
    expect(await service.exited).to.equal(130);
    socket.destroy();
  });
});

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}
