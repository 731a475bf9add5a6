import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { StartupError } from '../platform/startup-error.js';
import type { BlobStore } from '../storage/index.js';
import { type BackedUpDocument, idsOf, readDocumentRecord } from './backed-up-documents.store.js';
import {
  type BackedUpCollection,
  type BackupManifest,
  type ObjectLine,
  objectLine,
  passingCollections,
  readManifest,
  verifyFiles,
} from './backup-format.js';
import { readBson } from './bson-file.js';
import { copyObject, inOrder, ObjectDiffers } from './copy-object.js';
import type { DatabaseCopy } from './database-copy.store.js';

export interface RestoreDeps {
  readonly database: DatabaseCopy;
  readonly blobs: BlobStore;
  /** The store of the backup's objects. */
  readonly source: BlobStore;
  /** Keys of the keyring at hand. */
  readonly keyIds: ReadonlySet<string>;
  readonly now: Date;
  /** Settles an owner's counted space by a difference, either way. */
  readonly settleSpace: (ownerId: string, freed: BackedUpDocument['taken']) => Promise<void>;
}

export interface RestoreOptions {
  /** Goes on with a restore that was interrupted: what is there already must be equal. */
  readonly resume: boolean;
  readonly parallel?: number;
  readonly onProgress?: (line: string) => void;
}

const PROGRESS_EVERY = 1000;
/** A running process says every minute that it is there. */
const SILENT_MS = 2 * 60_000;
/** The command line notes there that it restores. */
const ACTS = 'operatorActs';
const restoreActs = { act: 'restore' };

/**
 * Puts a backup into an empty database and an empty store: first the objects, then the records, so that no record ever
 * names an object that is not there. Each object's SHA-256 is checked on its way, each collection is read back and
 * compared, then the indexes are made. What was deleted during the backup ends deleted.
 * @throws StartupError: no whole backup, a changed file, a key that is missing, a target that is not empty
 */
export async function restore(
  folder: string,
  deps: RestoreDeps,
  options: RestoreOptions,
): Promise<BackupManifest> {
  const { database } = deps;
  const say = options.onProgress ?? (() => undefined);
  const manifest = await readManifest(folder);
  const absent = manifest.keyIds.filter((id) => !deps.keyIds.has(id));
  if (absent.length > 0) {
    throw new StartupError(
      `The keyring at hand has not the key ${absent.join(', ')} of this backup. Put that keyring in its place first (KEYRING_FILE; from its halves: motlan keys join).`,
    );
  }
  await verifyFiles(folder, manifest);
  await expectNoService(deps);
  if (!options.resume) await expectEmpty(deps);
  say('The files of the backup are whole.');

  await restoreObjects(folder, manifest, deps, options);
  const own = await idsOf(database.readNow(ACTS, restoreActs));
  const changedAfter = manifest.later.some(({ documents }) => documents > 0) ? takenOver : [];
  const differing = new Set(options.resume ? [...changedAfter, ACTS] : []);
  const collections = manifest.collections.toSorted((a, b) => order(a) - order(b));
  for (const collection of collections) {
    const count = await database.insertAll(collection.name, readBson(join(folder, collection.file)));
    if (!differing.has(collection.name)) await expectEqual(database, collection, own);
    await database.createIndexes(collection.name, collection.indexes);
    say(`${collection.name}: ${count} records`);
  }
  for (const { name, file } of manifest.later) {
    if (name === 'documents') await takeOver(join(folder, file), deps);
    else await database.insertAll(name, readBson(join(folder, file)));
  }
  return manifest;
}

/** What an interrupted restore may have brought beyond the moment of the dump. */
const takenOver = ['documents', 'accessLog', 'owners'];

/** Documents last: then all that they are looked up by is there. */
const order = ({ name }: BackedUpCollection) => (name === 'documents' ? 1 : 0);

async function expectNoService({ database, now }: RestoreDeps): Promise<void> {
  const lately = new Date(now.getTime() - SILENT_MS);
  if (await database.holds('keyUse', { seenAt: { $gt: lately } })) {
    throw new StartupError(
      'A service runs on this database, or did until a moment ago. Stop every process of it, and try again in two minutes.',
    );
  }
}

async function expectEmpty({ database, blobs }: RestoreDeps): Promise<void> {
  for (const name of await database.names()) {
    if (passingCollections.has(name)) continue;
    const filter = name === ACTS ? { act: { $ne: restoreActs.act } } : {};
    if (await database.holds(name, filter)) {
      throw new StartupError(
        `The database is not empty (${name}). Name another one (MONGODB_DATABASE); or, to go on with a restore of the same backup that was interrupted, add --resume.`,
      );
    }
  }
  for await (const { key } of blobs.list('')) {
    throw new StartupError(
      `The store is not empty (${key}). Name another one; or, to go on with a restore of the same backup that was interrupted, add --resume.`,
    );
  }
}

async function restoreObjects(
  folder: string,
  manifest: BackupManifest,
  { blobs, source }: RestoreDeps,
  { parallel = 8, onProgress }: RestoreOptions,
): Promise<void> {
  let done = 0;
  const copy = async (line: ObjectLine) => {
    try {
      if (await copyObject(source, blobs, line.key, line)) return 1;
    } catch (error) {
      if (!(error instanceof ObjectDiffers)) throw error;
      throw new StartupError(`The object ${line.key} is not the one of the backup (SHA-256).`, {
        cause: error,
      });
    }
    throw new StartupError(`The object ${line.key} is missing in the backup.`);
  };
  for await (const count of inOrder(linesOf(join(folder, manifest.objects.file)), parallel, copy)) {
    done += count;
    if (done % PROGRESS_EVERY === 0) onProgress?.(`${done} of ${manifest.objects.objects} objects`);
  }
  onProgress?.(`${done} objects`);
}

async function* linesOf(path: string): AsyncGenerator<ObjectLine> {
  const lines = createInterface({
    input: createReadStream(path, 'utf8'),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  for await (const line of lines) if (line !== '') yield objectLine.parse(JSON.parse(line));
}

/** Reads a collection back and compares it with its file, byte for byte by SHA-256. */
async function expectEqual(
  database: DatabaseCopy,
  { name, sha256, indexes }: BackedUpCollection,
  own: readonly unknown[],
): Promise<void> {
  // The server removes by itself what is past its time there.
  if (indexes.some((index) => 'expireAfterSeconds' in index)) return;
  const hash = createHash('sha256');
  const filter = name === ACTS ? { _id: { $nin: own } } : {};
  for await (const document of database.readNow(name, filter)) hash.update(document);
  if (hash.digest('hex') !== sha256) {
    throw new StartupError(
      `The collection ${name} is not the one of the backup: something else writes into this database, or it was not empty. Stop every service on it and restore into an empty one.`,
    );
  }
}

/** Documents that changed during the backup, as they were afterwards; their owners' counted space follows. */
async function takeOver(path: string, { database, settleSpace }: RestoreDeps): Promise<void> {
  for await (const record of readBson(path)) {
    const now = readDocumentRecord(record);
    const former = await database.replace('documents', record);
    const before = former ? readDocumentRecord(former).taken : { bytes: 0, documents: 0 };
    const freed = {
      bytes: before.bytes - now.taken.bytes,
      documents: before.documents - now.taken.documents,
    };
    if (freed.bytes !== 0 || freed.documents !== 0) await settleSpace(now.ownerId, freed);
  }
}
