import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareDataFolder } from '../../src/platform/data-folder.js';
import { startEmbeddedMongo } from '../../src/platform/embedded-mongod/index.js';
import { type Connection, connectMongo } from '../../src/platform/mongo.js';
import { signIn } from '../demo/person.js';
import { type HttpCalls, makeHttpCalls } from './http-calls.js';
import type { RawStore } from './raw-store.js';
import { type Service, startService } from './service.js';

/** A database server, ours or the one that MONGODB_URI names. */
export interface Database {
  readonly uri: string;
  stop(): Promise<void>;
}

export async function startDatabase(env: NodeJS.ProcessEnv): Promise<Database> {
  if (env['MONGODB_URI']) return { uri: env['MONGODB_URI'], stop: async () => undefined };
  const dataDir = await mkdtemp(join(tmpdir(), 'motlan-bench-db-'));
  await prepareDataFolder(dataDir);
  const mongo = await startEmbeddedMongo({
    dataDir,
    mongodPath: env['MONGOD_PATH'] || undefined,
    onProgress: () => undefined,
  });
  return {
    uri: mongo.uri,
    async stop() {
      await mongo.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** A service with a database and a data folder of its own, and a connection beside it. */
export interface World {
  readonly service: Service;
  readonly connection: Connection;
  readonly store: RawStore;
  /** What a browser of somebody who is signed in sends along. */
  readonly headersOf: (persona: string, as?: 'owner' | 'staff') => Promise<Readonly<Record<string, string>>>;
  /** Calls of somebody who is signed in. @param persona of the development e-ID */
  readonly personCalls: (persona: string, as?: 'owner' | 'staff') => Promise<HttpCalls>;
  end(): Promise<void>;
}

export async function makeWorld({
  database,
  store,
  dataDir,
  profileFolder,
}: {
  database: Database;
  store: RawStore;
  dataDir: string;
  profileFolder?: string | undefined;
}): Promise<World> {
  const name = `bench_${randomBytes(6).toString('hex')}`;
  const service = await startService({
    mongoUri: database.uri,
    database: name,
    dataDir,
    storage: store.settings,
    profileFolder,
  });
  const connection = await connectMongo(database.uri, name);
  const opened: HttpCalls[] = [];
  const headersOf: World['headersOf'] = async (persona, as = 'owner') => {
    const person = await signIn(new URL(service.url), persona, as);
    return { ...person.headers(), origin: service.url };
  };
  return {
    service,
    connection,
    store,
    headersOf,
    async personCalls(persona, as) {
      const calls = makeHttpCalls(service.url, await headersOf(persona, as));
      opened.push(calls);
      return calls;
    },
    async end() {
      for (const calls of opened) calls.close();
      await service.stop();
      await connection.dropDatabase();
      await connection.close();
    },
  };
}
