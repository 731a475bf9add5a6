import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareDataFolder } from '../../src/platform/data-folder.js';
import { type EmbeddedMongo, startEmbeddedMongo } from '../../src/platform/embedded-mongod/index.js';
import { type Connection, connectMongo } from '../../src/platform/mongo.js';

interface SharedMongo {
  readonly mongo: EmbeddedMongo;
  readonly folder: string;
}

/**
 * Kept on the global object: mocha loads some files by `require` and some by `import`, so this module may exist twice in
 * one run, and the server must not.
 */
const run = globalThis as { motlanTestMongo?: Promise<SharedMongo> | undefined };

export interface TestDatabase {
  readonly connection: Connection;
  /** Of the server, with login; the database's name is `name`. */
  readonly uri: string;
  readonly name: string;
  /** Removes the database and closes the connection. */
  drop(): Promise<void>;
}

/**
 * A fresh, empty database on the one real server of this run, which the first caller starts by the product's own
 * starter. MONGOD_PATH names a server to use, as for the product.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const { mongo } = await (run.motlanTestMongo ??= start());
  const name = `test_${randomBytes(8).toString('hex')}`;
  const connection = await connectMongo(mongo.uri, name);
  return {
    connection,
    uri: mongo.uri,
    name,
    async drop() {
      await connection.dropDatabase();
      await connection.close();
    },
  };
}

/** For the run's end: stops the server, when one was started, and removes its data. */
export async function stopSharedMongo(): Promise<void> {
  if (!run.motlanTestMongo) return;
  const { mongo, folder } = await run.motlanTestMongo;
  run.motlanTestMongo = undefined;
  await mongo.stop();
  await rm(folder, { recursive: true, force: true });
}

async function start(): Promise<SharedMongo> {
  const folder = await mkdtemp(join(tmpdir(), 'motlan-test-'));
  await prepareDataFolder(folder);
  const mongo = await startEmbeddedMongo({
    dataDir: folder,
    mongodPath: process.env['MONGOD_PATH'] || undefined,
    onProgress: (line) => process.stderr.write(`${line}\n`),
  });
  return { mongo, folder };
}
