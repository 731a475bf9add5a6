import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../platform/clock.js';
import { writeNewSecretFile } from '../platform/secret-file.js';
import { StartupError } from '../platform/startup-error.js';
import type { BlobStore } from '../storage/index.js';
import { readDocumentRecord } from './backed-up-documents.store.js';
import {
  BACKUP_FORMAT,
  BACKUP_FORMAT_VERSION,
  type BackedUpCollection,
  type BackupManifest,
  manifestFile,
  passingCollections,
} from './backup-format.js';
import { readBson, writePieces } from './bson-file.js';
import { copyObject, inOrder } from './copy-object.js';
import type { DatabaseCopy } from './database-copy.store.js';

export interface BackupDeps {
  readonly database: DatabaseCopy;
  readonly blobs: BlobStore;
  /** The store of the backup's own objects, in `objects` of its folder. */
  readonly target: BlobStore;
  readonly clock: Clock;
}

export interface BackupOptions {
  readonly parallel?: number;
  readonly onProgress?: (line: string) => void;
}

const UNFINISHED = 'unfinished';
const PROGRESS_EVERY = 1000;
const ROUNDS = 5;

/**
 * Makes the folder for a backup, or takes up one that was interrupted.
 * @throws StartupError when it holds a whole backup, or something else
 */
export async function prepareBackupFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const names = await readdir(folder);
  if (names.includes('manifest.json'))
    throw new StartupError(`${folder} holds a whole backup already. Name a new folder.`);
  if (names.length > 0 && !names.includes(UNFINISHED))
    throw new StartupError(`${folder} is not empty and holds no backup. Name a new folder.`);
  await writeFile(join(folder, UNFINISHED), '', { mode: 0o600 });
  await mkdir(join(folder, 'database'), { recursive: true, mode: 0o700 });
}

/**
 * Writes a whole backup beside the running service: first the database as it was at one moment, then the objects that
 * its records name. In this order everything that a record names was stored before; objects never change, so it does not
 * matter when they are copied; and what was deleted meanwhile is taken over as deleted. The manifest comes last: without
 * it there is no backup. Run again after an interruption it copies only what is missing.
 */
export async function backup(
  folder: string,
  deps: BackupDeps,
  { parallel = 8, onProgress }: BackupOptions = {},
): Promise<BackupManifest> {
  const startedAt = deps.clock.now().toISOString();
  const snapshot = await deps.database.snapshot(passingCollections);
  const collections: BackedUpCollection[] = [];
  try {
    for (const { name, indexes } of snapshot.collections) {
      const file = `database/${name}.bson`;
      const { items, ...written } = await writePieces(join(folder, file), snapshot.read(name));
      // The server lists each with key and name.
      collections.push({ name, file, ...written, documents: items, indexes } as BackedUpCollection);
      onProgress?.(`${name}: ${items} records`);
    }
  } finally {
    await snapshot.end();
  }

  const keyIds = new Set<string>();
  const missing: string[] = [];
  const changed = new Set<string>();
  const laterDocuments: Buffer[] = [];
  const laterLines: Buffer[] = [];
  const state = { objects: 0, objectBytes: 0 };
  const objects = await writePieces(join(folder, 'objects.jsonl'), lines());
  const later = [];
  for (const [name, records] of [
    ['documents', laterDocuments],
    ['accessLog', laterLines],
  ] as const) {
    const file = `database/later.${name}.bson`;
    const { items, ...written } = await writePieces(join(folder, file), each(records));
    later.push({ name, file, ...written, documents: items });
  }

  const { items: _items, ...objectsFile } = objects;
  const manifest: BackupManifest = {
    format: BACKUP_FORMAT,
    formatVersion: BACKUP_FORMAT_VERSION,
    startedAt,
    finishedAt: deps.clock.now().toISOString(),
    databaseAt: snapshot.at.toISOString(),
    collections,
    later,
    objects: { file: 'objects.jsonl', ...objectsFile, ...state },
    keyIds: [...keyIds],
    missing,
  };
  await writeNewSecretFile(manifestFile(folder), `${JSON.stringify(manifest, null, 2)}\n`);
  await rm(join(folder, UNFINISHED), { force: true });
  return manifest;

  async function copy({ documentId, blobKey }: { documentId: string; blobKey: string }) {
    const line = await copyObject(deps.blobs, deps.target, blobKey);
    // Deleted or encrypted anew since the moment of the records.
    if (!line) changed.add(documentId);
    return line;
  }

  async function* lines(): AsyncGenerator<Buffer> {
    for await (const line of inOrder(named(), parallel, copy)) if (line) yield lineOf(line);
    for (const documentId of changed) yield* takeAsItIsNow(documentId);
  }

  function lineOf(line: { readonly bytes: number }): Buffer {
    state.objects += 1;
    state.objectBytes += line.bytes;
    if (state.objects % PROGRESS_EVERY === 0) onProgress?.(`${state.objects} objects`);
    return Buffer.from(`${JSON.stringify(line)}\n`);
  }

  async function* named() {
    // A database that no service has begun with has no such collection.
    if (!collections.some(({ name }) => name === 'documents')) return;
    for await (const record of readBson(join(folder, 'database', 'documents.bson'))) {
      const document = readDocumentRecord(record);
      if (document.state === 'GONE') continue;
      for (const { blobKey, keyId } of document.versions) {
        keyIds.add(keyId);
        yield { documentId: document.id, blobKey };
      }
    }
  }

  /** A document whose object is no longer where the snapshot says: its record, objects and log lines of this moment. */
  async function* takeAsItIsNow(documentId: string): AsyncGenerator<Buffer> {
    for (let round = 1; ; round += 1) {
      const [record] = await all(deps.database.readNow('documents', { _id: documentId }));
      if (!record) throw new Error(`the record of document ${documentId} vanished`);
      const document = readDocumentRecord(record);
      const found = [];
      const absent = [];
      for (const { blobKey, keyId } of document.state === 'GONE' ? [] : document.versions) {
        keyIds.add(keyId);
        const line = await copyObject(deps.blobs, deps.target, blobKey);
        if (line) found.push(line);
        else absent.push(blobKey);
      }
      if (absent.length > 0 && round < ROUNDS) continue;
      missing.push(...absent);
      for (const line of found) yield lineOf(line);
      laterDocuments.push(record);
      const { ownerId } = document;
      laterLines.push(...(await all(deps.database.readNow('accessLog', { ownerId, documentId }))));
      return;
    }
  }
}

async function all(records: AsyncIterable<Buffer>): Promise<Buffer[]> {
  const found: Buffer[] = [];
  for await (const record of records) found.push(record);
  return found;
}

async function* each(records: readonly Buffer[]): AsyncGenerator<Buffer> {
  for (const record of records) yield await Promise.resolve(record);
}
