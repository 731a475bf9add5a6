import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { makeS3BlobStore } from '../../src/storage/s3-blob-store.js';
import { type TestDatabase, testDatabase } from '../support/mongo.js';
import { needClamd, needS3 } from '../support/real-parts.js';
import { unusedPort } from '../support/service-process.js';
import { addBase, buildContext, buildStages, megabytes, topFolders } from './build-stages.js';
import { type Confined, canConfine, runConfined } from './confined.js';
import { execForm, inheritedInstructions, parseDockerfile, type Stage } from './dockerfile.js';
import { productionSettings, readyAddress, secretsInto } from './image-run.js';

const root = join(import.meta.dirname, '..', '..');

/** Megabytes of everything but the base image; a figure above means that something came in that should not. */
const LARGEST_MB = 260;

describe('the image, its steps done in a clean folder', function () {
  this.timeout(240_000);
  this.slow(30_000);
  let folder: string;
  let stages: readonly Stage[];
  let image: string;
  let rootOf: (stage: string) => string;
  let libraries: readonly string[];
  const running: Confined[] = [];
  const last = (name: string) =>
    inheritedInstructions(stages, 'service')
      .filter((instruction) => instruction.name === name)
      .at(-1);
  const userId = () => Number(last('USER')?.rest.split(':')[0]);

  function start(command: readonly string[], env: Record<string, string>): Confined {
    const workdir = last('WORKDIR')?.rest ?? '/';
    const own = Object.fromEntries(
      (last('ENV')?.rest ?? '')
        .split(' ')
        .map((pair) => [pair.split('=')[0] ?? '', pair.split('=')[1] ?? '']),
    );
    const process = runConfined(image, { user: userId(), workdir, env: { ...own, ...env }, command });
    running.push(process);
    return process;
  }

  before(async function () {
    if (!canConfine()) {
      if (process.env['CI'] === 'true')
        throw new Error('CI=true and namespaces cannot be made (root is needed)');
      process.stderr.write('    pending: needs root and Linux namespaces to run as a container would\n');
      this.skip();
    }
    folder = await mkdtemp(join(tmpdir(), 'motlan-image-'));
    await chmod(folder, 0o755);
    stages = parseDockerfile(await readFile(join(root, 'Dockerfile'), 'utf8'));
    rootOf = await buildStages(stages, { root, files: await buildContext(root) }, folder);
    image = rootOf('service');
    libraries = await addBase(image);
  });

  afterEach(() => {
    for (const { child } of running.splice(0)) child.kill('SIGKILL');
  });

  after(async () => {
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  it('is small, and its size is known', async () => {
    const [node, packages, dist, all] = await Promise.all(
      ['usr/local/bin/node', 'app/node_modules', 'app/dist', '.'].map((path) => megabytes(join(image, path))),
    );
    process.stderr.write(
      `    Node ${node} MB, packages ${packages} MB, dist ${dist} MB, in all ${all} MB without the base\n`,
    );
    expect(all).to.be.lessThan(LARGEST_MB);
  });

  it('holds the service and nothing that builds it, no source, no test, no secret', async () => {
    expect(await topFolders(join(image, 'app'))).to.deep.equal([
      'config',
      'container',
      'dist',
      'node_modules',
      'package.json',
    ]);
    const packages = await topFolders(join(image, 'app/node_modules'));
    expect(packages).to.include.members(['express', 'mongoose', 'sharp', 'swagger-ui-dist']);
    for (const absent of [
      'esbuild',
      'sass',
      'typescript',
      'mocha',
      'tsx',
      'node',
      'npm',
      'mongodb-memory-server-core',
    ])
      expect(packages).not.to.include(absent);
    const context = await buildContext(root);
    expect(
      context.filter((file) =>
        /secret|\.env|\.pem|^test|^\.git|^\.data/.test(file.replace('src/platform/secret-file.ts', '')),
      ),
    ).to.deep.equal([]);
  });

  it('asks nothing of its base but the C and C++ libraries', () => {
    const family = /^(ld-linux[\w.-]*|lib(c|m|dl|rt|pthread|resolv|stdc\+\+|gcc_s))\.so\.\d+$/;
    expect(libraries).to.include.members(['libc.so.6', 'libstdc++.so.6']);
    expect(libraries.filter((name) => !family.test(name))).to.deep.equal([]);
  });

  it('has the development e-ID in the demo alone', async () => {
    expect(await topFolders(join(image, 'app/dist'))).not.to.include('dev-eid');
    expect(await topFolders(join(rootOf('demo'), 'app/dist'))).to.include('dev-eid');
    const settings = {
      NODE_ENV: 'development',
      DEV_EID: 'allow-anywhere',
      HOST: '0.0.0.0',
      DATA_DIR: '/data',
    };
    const service = start(['dist/server.js'], {
      ...settings,
      PORT: '0',
      MONGODB_URI: (await database()).uri,
    });
    expect(await service.exited).to.equal(1);
    expect(service.output()).to.match(/Cannot find module .*dev-eid/);
  });

  it('names every setting that production refuses, in one go, and ends', async () => {
    const refused = start(['dist/server.js'], {
      NODE_ENV: 'production',
      DATA_DIR: '/data',
      DEV_EID: 'allow-anywhere',
      TRUST_PROXY: 'true',
      SCANNER: 'none',
      PUBLIC_URL: 'http://motlan.example',
    });
    expect(await refused.exited).to.equal(1);
    const named = [...refused.output().matchAll(/^ {2}- (\w+):/gm)].map(([, name]) => name ?? '').toSorted();
    expect(named).to.deep.equal(
      [
        'DEV_EID',
        'EID_ISSUER',
        'KEYRING_FILE',
        'MONGODB_URI',
        'PUBLIC_URL',
        'S3_BUCKET',
        'SCANNER',
        'SESSION_SECRET',
        'SIGNING_KEYS_FILE',
        'STAFF_ISSUER',
        'TRUST_PROXY',
      ].toSorted(),
    );
  });

  it('serves in production: read-only, without root or capabilities, as process 1, with secrets from files', async function () {
    const s3 = needS3(this);
    const clamd = needClamd(this);
    const bucket = 'motlan-image-test';
    const store = makeS3BlobStore({ ...s3, bucket });
    await store.ensureBucket();
    store.close();
    const secrets = await secretsInto(join(image, 'run/secrets'), userId(), {
      'mongodb-uri': (await database()).uri,
      's3-access-key': s3.accessKey,
      's3-secret-key': s3.secretKey,
      'eid-client-secret': 'of-the-issuer',
      'staff-client-secret': 'of-the-issuer',
    });
    const port = String(await unusedPort());
    const metricsPort = String(await unusedPort());
    const settings = productionSettings({
      PORT: port,
      METRICS_PORT: metricsPort,
      MONGODB_DATABASE: (await database()).name,
      S3_ENDPOINT: s3.endpoint,
      S3_REGION: s3.region,
      S3_BUCKET: bucket,
      CLAMD_HOST: clamd.host,
      CLAMD_PORT: String(clamd.port),
    });
    const begin = Date.now();
    const service = start(execForm(last('CMD')?.rest ?? '[]'), settings);
    const address = await readyAddress(service);
    process.stderr.write(`    ready after ${Date.now() - begin} ms\n`);
    expect(await (await fetch(`${address}/healthz`)).json()).to.deep.equal({ status: 'ok' });
    expect((await fetch(`${address}/readyz`)).status).to.equal(200);
    expect((await fetch(`${address}/openapi.json`)).status).to.equal(200);
    expect((await fetch(`${address}/api-docs`)).status).to.equal(200);
    expect(await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text()).to.include('motlan_');

    const pid = await service.pid();
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    expect(status).to.match(new RegExp(`^Uid:(\\s+${userId()}){4}$`, 'm'));
    expect(status).to.match(/^NSpid:\s+\d+\s+1$/m);
    for (const line of [/^CapPrm:\s+0+$/m, /^CapEff:\s+0+$/m, /^NoNewPrivs:\s+1$/m])
      expect(status).to.match(line);
    const mounts = await readFile(`/proc/${pid}/mountinfo`, 'utf8');
    expect(mounts).to.match(/ \/ ro[, ]/);

    const health = execForm(last('HEALTHCHECK')?.rest.replace(/^CMD /, '') ?? '[]').slice(1);
    expect(await start(health, { PORT: port }).exited).to.equal(0);
    expect(await start(health, { PORT: metricsPort.replace(/.$/, '') }).exited).to.equal(1);

    const told = Date.now();
    process.kill(pid, 'SIGTERM');
    expect(await service.exited).to.equal(0);
    expect(Date.now() - told).to.be.lessThan(12_000);
    for (const secret of secrets) expect(service.output()).not.to.include(secret);
  });

  it('opens foreign files in its own children there', async () => {
    const script = `
      import { Readable } from 'node:stream';
      import sharp from 'sharp';
      const { makeFileOpener } = await import('/app/dist/foreign-bytes/index.js');
      const image = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } }).png().toBuffer();
      const pdf = Buffer.from('%PDF-1.4\\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\\n2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj\\n3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]>> endobj\\ntrailer <</Root 1 0 R>>\\n%%EOF\\n');
      const opener = makeFileOpener();
      for (const [mediaType, bytes] of [['image/png', image], ['application/pdf', pdf]])
        console.log(mediaType, (await opener.open(() => Readable.from([bytes]), { mediaType, sizeBytes: bytes.length })).pages);
      process.exit(0);`;
    const opened = start(['--input-type=module', '--eval', script], {});
    expect(await opened.exited, opened.output()).to.equal(0);
    expect(opened.output()).to.include('image/png 1').and.to.include('application/pdf 1');
  });

  it('has the command line in it', async () => {
    const help = start(['dist/cli/main.js', '--help'], {});
    expect(await help.exited).to.equal(0);
    expect(help.output()).to.include('clients');
  });

  let opened: TestDatabase | undefined;
  const database = async () => (opened ??= await testDatabase());
  after(() => opened?.drop());
});
