import { BSON, type Document, type IndexDescription, MongoBulkWriteError } from 'mongodb';
import type { ClientSession, Connection } from 'mongoose';
import { toDatabaseUnavailable } from '../platform/mongo-errors.js';
import { StartupError } from '../platform/startup-error.js';

const SNAPSHOT_TOO_OLD = new Set([239, 246]);
const WRITE_ATTEMPTS = 20;
const BATCH_BYTES = 4 * 1024 * 1024;
const BATCH_ITEMS = 1000;

/** The whole database as it was at one moment. */
export interface DatabaseSnapshot {
  readonly at: Date;
  readonly collections: readonly { readonly name: string; readonly indexes: readonly Document[] }[];
  /** Each document as its BSON bytes, in `_id` order. @throws StartupError when the server has forgotten the moment */
  read(collection: string): AsyncIterable<Buffer>;
  end(): Promise<void>;
}

export type DatabaseCopy = ReturnType<typeof makeDatabaseCopy>;

/** Reads and writes whole collections, whatever they hold, for backups. */
export function makeDatabaseCopy(connection: Connection) {
  // The client's own database object: documents of collections that this program has no model of are copied too.
  const database = connection.getClient().db(connection.name);

  return {
    /**
     * One snapshot session (read concern `snapshot`, MongoDB 5.0 or newer): all reads see the moment of the first.
     * @param passing names of collections that are left out
     */
    async snapshot(passing: ReadonlySet<string>): Promise<DatabaseSnapshot> {
      const names = (await database.listCollections({}, { nameOnly: true }).toArray())
        .map(({ name }) => name)
        .filter((name) => !name.startsWith('system.') && !passing.has(name))
        .toSorted((a, b) => (a < b ? -1 : 1));
      const collections = [];
      for (const name of names) {
        const indexes = await database.collection(name).indexes();
        collections.push({ name, indexes: indexes.map(({ v: _v, ns: _ns, ...rest }) => rest) });
      }
      const session = connection.getClient().startSession({ snapshot: true });
      const [first] = names;
      // The first read fixes the moment.
      if (first !== undefined) await database.collection(first).findOne({}, { session });
      return {
        at: momentOf(session) ?? new Date(),
        collections,
        read: (name) => readRaw(name, session),
        end: () => session.endSession(),
      };
    },

    /** A collection as it is now, as BSON bytes in `_id` order. */
    readNow: (name: string, filter: Document = {}) => readRaw(name, undefined, filter),

    /** Whether the collection holds anything that fits. */
    async holds(name: string, filter: Document = {}): Promise<boolean> {
      return (await database.collection(name).findOne(filter, { projection: { _id: 1 } })) !== null;
    },

    async names(): Promise<string[]> {
      const found = await database.listCollections({}, { nameOnly: true }).toArray();
      return found.map(({ name }) => name).filter((name) => !name.startsWith('system.'));
    },

    /** Puts documents in; those whose `_id` is there already are left as they are. @returns how many were given */
    async insertAll(name: string, documents: AsyncIterable<Buffer>): Promise<number> {
      let [batch, bytes, given]: [Document[], number, number] = [[], 0, 0];
      const flush = async () => {
        if (batch.length > 0) await insertBatch(name, batch);
        [batch, bytes] = [[], 0];
      };
      for await (const document of documents) {
        batch.push(parse(document));
        bytes += document.length;
        given += 1;
        if (batch.length >= BATCH_ITEMS || bytes >= BATCH_BYTES) await flush();
      }
      await flush();
      return given;
    },

    /** Puts a document in the place of the one with its `_id`. @returns the one before, if there was one */
    async replace(name: string, document: Buffer): Promise<Document | null> {
      const parsed = parse(document);
      return await database
        .collection(name)
        .findOneAndReplace({ _id: parsed['_id'] }, parsed, { upsert: true, returnDocument: 'before' });
    },

    async createIndexes(name: string, indexes: readonly Document[]): Promise<void> {
      const wanted = indexes.filter(({ name: index }) => index !== '_id_');
      if (wanted.length === 0) return;
      await patiently(Number.POSITIVE_INFINITY, () =>
        // Read from what the server itself listed.
        database.collection(name).createIndexes(wanted as IndexDescription[]),
      );
    },
  };

  async function* readRaw(name: string, session?: ClientSession, filter: Document = {}) {
    const cursor = database
      .collection(name)
      .find(filter, { raw: true, sort: { _id: 1 }, ...(session ? { session } : {}) });
    try {
      // With `raw` the driver gives bytes, whatever its types say.
      for await (const document of cursor as unknown as AsyncIterable<Buffer>) yield document;
    } catch (error) {
      if (!SNAPSHOT_TOO_OLD.has(Number((error as { code?: number }).code))) throw error;
      throw new StartupError(
        'The database no longer knows the moment that the backup began at: the dump took longer than minSnapshotHistoryWindowInSeconds (300 unless set). Raise it: db.adminCommand({setParameter: 1, minSnapshotHistoryWindowInSeconds: 3600}).',
        { cause: error },
      );
    }
  }

  async function insertBatch(name: string, batch: Document[]): Promise<void> {
    await patiently(WRITE_ATTEMPTS, async () => {
      try {
        await database.collection(name).insertMany(batch, { ordered: false });
      } catch (error) {
        if (!isOnlyDuplicates(error)) throw error;
      }
    });
  }
}

/** Numbers keep their type (a Double 1 is no Int32 1), so that the copy is the same byte for byte. */
function parse(document: Buffer): Document {
  return BSON.deserialize(document, { promoteValues: false, bsonRegExp: true, promoteBuffers: false });
}

/** A majority may be slow to follow a load: the same again is safe, since what is there already is left. */
async function patiently<Result>(attempts: number, act: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await act();
    } catch (error) {
      if (attempt >= attempts || !toDatabaseUnavailable(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}

function isOnlyDuplicates(error: unknown): boolean {
  if (!(error instanceof MongoBulkWriteError)) return false;
  const faults = Array.isArray(error.writeErrors) ? error.writeErrors : [error.writeErrors];
  return (
    faults.length > 0 && faults.every(({ code }) => code === 11000) && !error.result.getWriteConcernError()
  );
}

/** The cluster time that a snapshot session reads at. */
function momentOf(session: ClientSession): Date | undefined {
  const { snapshotTime } = session as ClientSession & { readonly snapshotTime?: BSON.Timestamp };
  return snapshotTime && new Date(snapshotTime.getHighBits() * 1000);
}
