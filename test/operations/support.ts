import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect } from 'chai';
import * as developmentEid from '../../src/dev-eid/index.js';
import { makeStoredObjectsStore } from '../../src/documents/index.js';
import { makeQuota } from '../../src/identity/index.js';
import {
  type FsckReport,
  fsck,
  keyringFileOf,
  makeDatabaseCopy,
  makeSettleSpace,
  objectsFolder,
  openStorage,
  restore,
} from '../../src/operations/index.js';
import { systemClock } from '../../src/platform/clock.js';
import { readConfig } from '../../src/platform/config.js';
import { makeLogger } from '../../src/platform/logger.js';
import type { Connection } from '../../src/platform/mongo.js';
import { makeBlobStore } from '../../src/storage/index.js';
import { createService } from '../../src/wiring.js';
import { cliProgram } from '../cli/run-cli.js';
import { pdfPaper } from '../support/papers.js';
import { type Person, signIn, type UploadFile } from '../support/person.js';
import { needS3 } from '../support/real-parts.js';
import type { World } from '../support/service.js';
import { unusedPort } from '../support/service-process.js';

/** Settings of a store that holds nothing yet. */
export function storeSettings(kind: 'disk' | 's3', context: Mocha.Context): Record<string, string> {
  if (kind === 'disk') return {};
  const s3 = needS3(context);
  return {
    S3_ENDPOINT: s3.endpoint,
    S3_REGION: s3.region,
    S3_ACCESS_KEY: s3.accessKey,
    S3_SECRET_KEY: s3.secretKey,
    S3_BUCKET: `motlan-${randomBytes(6).toString('hex')}`,
  };
}

/** What the command line is told, to work on a world's service. */
export function operatorEnv(
  world: World,
  dataDir: string,
  settings: Record<string, string>,
): Record<string, string> {
  return {
    NODE_ENV: 'test',
    MONGODB_URI: world.database.uri,
    MONGODB_DATABASE: world.database.name,
    DATA_DIR: dataDir,
    ...settings,
  };
}

/** The parts that the tools work with, as a command opens them. */
export async function openParts(
  { database: { connection } }: { database: { connection: Connection } },
  env: Record<string, string>,
) {
  const config = readConfig(env);
  const storage = await openStorage(config);
  return {
    ...storage,
    config,
    keyringFile: keyringFileOf(config),
    objects: makeStoredObjectsStore(connection),
    keyIds: new Set(storage.keyring.keys.keys()),
  };
}

/** Restores in this process, as the command does. */
export async function restoreHere(
  folder: string,
  target: { readonly connection: Connection; readonly env: Record<string, string> },
  { resume = false } = {},
): Promise<FsckReport> {
  const parts = await openParts({ database: target }, target.env);
  const source = await makeBlobStore(
    { kind: 'disk', folder: objectsFolder(folder) },
    { createBucket: false },
  );
  await restore(
    folder,
    {
      ...parts,
      source,
      database: makeDatabaseCopy(target.connection),
      now: new Date(),
      settleSpace: makeSettleSpace(makeQuota(target.connection)),
    },
    { resume },
  );
  const options = { content: 'all', deleteOrphans: false, onFinding: () => undefined } as const;
  return await fsck({ ...parts, clock: systemClock }, options);
}

/** A service on a database and folder that are there already, with somebody signed in. */
export async function serveOn(
  { connection, env }: { readonly connection: Connection; readonly env: Record<string, string> },
  persona: string,
): Promise<{ readonly owner: Person; stop(): Promise<void> }> {
  const port = await unusedPort();
  const url = `http://127.0.0.1:${port}`;
  const config = readConfig({ ...env, PORT: String(port), PUBLIC_URL: url });
  const logger = makeLogger('silent');
  const service = await createService({
    config,
    mongo: connection,
    logger,
    clock: systemClock,
    developmentEid,
  });
  const server = createServer(service.handler);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await service.afterListen({ port });
  service.setReady(true);
  return {
    owner: await signIn(url, persona),
    async stop() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await service.close();
    },
  };
}

export interface Kept {
  readonly id: string;
  readonly paper: UploadFile;
}

/** Puts papers in; returns what was acknowledged. */
export async function putIn(owner: Person, count: number, sizeBytes = 2000): Promise<Kept[]> {
  const kept: Kept[] = [];
  for (let number = 0; number < count; number += 1) {
    const paper = pdfPaper(`p${number}.pdf`, sizeBytes);
    const added = await owner.upload('/api/v1/me/documents', { typeCode: 'LAND_CERTIFICATE' }, paper);
    expect(added.status, JSON.stringify(added.body)).to.equal(201);
    kept.push({ id: added.body.id, paper });
  }
  return kept;
}

/** Whether every paper comes back bit for bit. */
export async function expectReadable(owner: Person, kept: readonly Kept[]): Promise<void> {
  for (const { id, paper } of kept) {
    const { status, bytes } = await owner.bytes(`/api/v1/me/documents/${id}/content`);
    expect({ id, status }).to.deep.equal({ id, status: 200 });
    expect(bytes.equals(Buffer.from(paper.bytes)), `bytes of ${id}`).to.equal(true);
  }
}

/** The command line as a process that a test may kill. */
export function spawnCli(args: readonly string[], env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [cliProgram, ...args], {
    cwd: join(import.meta.dirname, '..', '..'),
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Kills it with SIGKILL as soon as its words on standard error match. @returns whether it was killed in time */
export function killWhenSaid(child: ChildProcess, words: RegExp): Promise<boolean> {
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    if (words.test(said)) child.kill('SIGKILL');
  });
  child.stdout?.resume();
  return new Promise((resolve) => child.once('close', (_code, signal) => resolve(signal === 'SIGKILL')));
}
