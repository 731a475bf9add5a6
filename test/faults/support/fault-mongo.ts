import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareDataFolder } from '../../../src/platform/data-folder.js';
import { type EmbeddedMongo, startEmbeddedMongo } from '../../../src/platform/embedded-mongod/index.js';
import { eventually, isRunning, mongodPid } from '../../support/service-process.js';

/** A real mongod of a test's own, which it may stop, kill and bring back at the same address. */
export interface FaultMongo {
  readonly uri: string;
  pid(): Promise<number>;
  /** SIGSTOP: connections stay open and nothing answers. */
  hang(): Promise<void>;
  resume(): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
  restart(): Promise<void>;
}

let shared: Promise<FaultMongo & { end(): Promise<void> }> | undefined;

/** One for all the files here; each world has a database of its own on it. */
export function faultMongo(): Promise<FaultMongo> {
  return (shared ??= start());
}

// Of the whole run, not of one file.
after(async () => {
  await (await shared)?.end();
  shared = undefined;
});

async function start(): Promise<FaultMongo & { end(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'motlan-faults-db-'));
  await prepareDataFolder(dataDir);
  const open = () =>
    startEmbeddedMongo({
      dataDir,
      mongodPath: process.env['MONGOD_PATH'] || undefined,
      onProgress: () => undefined,
    });
  let mongo: EmbeddedMongo = await open();
  let pid = await mongodPid(dataDir);
  return {
    uri: mongo.uri,
    pid: () => Promise.resolve(pid),
    async hang() {
      process.kill(pid, 'SIGSTOP');
    },
    async resume() {
      process.kill(pid, 'SIGCONT');
    },
    async kill() {
      process.kill(pid, 'SIGKILL');
      await eventually('mongod is dead', () => !isRunning(pid));
      await mongo.stop();
    },
    async restart() {
      mongo = await open();
      pid = await mongodPid(dataDir);
    },
    async end() {
      if (isRunning(pid)) process.kill(pid, 'SIGCONT');
      await mongo.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
