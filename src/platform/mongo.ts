import mongoose, { type Connection, type Model, mongo } from 'mongoose';
import { APP_NAME } from './mongo-abandoned.js';
import { toDatabaseUnavailable } from './mongo-errors.js';
import { retiredIndexes } from './mongo-model.js';
import { reasonOf, StartupError } from './startup-error.js';

export type { Connection } from 'mongoose';
export { toDatabaseUnavailable } from './mongo-errors.js';

// A filter that names a field the schema does not know would otherwise match everything or nothing, silently.
mongoose.set('strictQuery', 'throw');

/** How long to wait for the database, in milliseconds: a hanging server is an error after some 4 s, not after 45. */
const patience = {
  serverSelectionTimeoutMS: 2000,
  socketTimeoutMS: 3000,
  connectTimeoutMS: 1500,
  heartbeatFrequencyMS: 1000,
  serverMonitoringMode: 'poll',
  waitQueueTimeoutMS: 2000,
} as const;

/** Acknowledged means on the disks of a majority. Set here, so that no URI can weaken it. */
const writeConcern = { w: 'majority', journal: true, wtimeoutMS: 2500 } as const;

/**
 * A connection of its own (never mongoose's global one).
 * Reads see what a majority holds, so nothing that is read can be rolled back, and each sees every acknowledged write.
 * `sanitizeFilter` stays off: it would disarm our own `$lte` and `$in`; values from outside are parsed by zod to plain
 * strings, numbers and dates before they reach a filter, and the schemas are strict.
 * @throws StartupError when the server does not answer
 */
export async function connectMongo(uri: string, database: string): Promise<Connection> {
  const connection = mongoose.createConnection(uri, {
    dbName: database,
    appName: APP_NAME,
    ...patience,
    maxPoolSize: 50,
    writeConcern,
    // Once more by themselves: a `journal=false` in the URI would win over the object above.
    w: writeConcern.w,
    journal: writeConcern.journal,
    wtimeoutMS: writeConcern.wtimeoutMS,
    readConcern: { level: 'majority' },
    readPreference: 'primary',
    retryReads: true,
    retryWrites: true,
    autoIndex: false,
    autoCreate: false,
    bufferCommands: false,
  });
  try {
    return await connection.asPromise();
  } catch (error) {
    await connection.destroy(true).catch(() => undefined);
    throw new StartupError(`The database at ${withoutPassword(uri)} does not answer (${reasonOf(error)}).`, {
      cause: error,
    });
  }
}

/** Another process makes the same at this moment: taken again a little later. */
const passing = new Set([112, 117, 251]);
const INDEX_LIMIT_MS = 10 * 60 * 1000;

/**
 * Makes the collections and indexes of all models of the connection. Safe with many processes at once; takes away only the indexes
 * that a model names as retired.
 * @throws StartupError naming the collection whose index differs from the one that exists
 */
export async function syncIndexes(connection: Connection): Promise<void> {
  const models = Object.values(connection.models);
  await Promise.all(models.map((model) => syncModel(model)));
}

async function syncModel(model: Model<unknown>): Promise<void> {
  const end = Date.now() + INDEX_LIMIT_MS;
  for (;;) {
    try {
      await model.createCollection();
      await model.createIndexes();
      for (const name of retiredIndexes(model)) await dropIndex(model, name);
      return;
    } catch (error) {
      const code = typeof error === 'object' && error && 'code' in error ? error.code : undefined;
      // An index on a large collection takes longer than the socket's limit; asking again waits for the same build.
      const again = passing.has(Number(code)) || toDatabaseUnavailable(error) !== null;
      if (!again || Date.now() > end) {
        throw new StartupError(
          `The indexes of ${model.collection.name} cannot be made (${indexFault(error)}). Nothing was changed.`,
          { cause: error },
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

const INDEX_NOT_FOUND = 27;

async function dropIndex(model: Model<unknown>, name: string): Promise<void> {
  try {
    await model.collection.dropIndex(name);
  } catch (error) {
    if (!(error instanceof mongo.MongoServerError && error.code === INDEX_NOT_FOUND)) throw error;
  }
}

function indexFault(error: unknown): string {
  const codeName = typeof error === 'object' && error && 'codeName' in error ? String(error.codeName) : '';
  return codeName || reasonOf(error);
}

function withoutPassword(uri: string): string {
  return uri.replace(/\/\/[^@/]*@/, '//').replace(/\?.*$/, '');
}
