import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  blobKeyOf,
  type RecordedObjects,
  type RecordedVersion,
  type StoredObjectsStore,
} from '../documents/index.js';
import { AppError } from '../platform/app-error.js';
import type { BlobStore, KeyedObjectEncryption } from '../storage/index.js';

export interface ReencryptDeps {
  readonly objects: StoredObjectsStore;
  readonly blobs: BlobStore;
  /** Writes under the keyring's current key and reads under all. */
  readonly encryption: KeyedObjectEncryption;
  /** Keys to come away from. */
  readonly oldKeyIds: readonly string[];
}

export interface ReencryptOptions {
  /** How long an old object stays after its record was switched, for those who are reading it; ms. */
  readonly graceMs?: number;
  /** Objects at a time. */
  readonly parallel?: number;
  readonly onProgress?: (done: Reencrypted) => void;
  /** Says which version could not be read; it stays as it is. */
  readonly onDamaged?: (blobKey: string, error: unknown) => void;
}

export interface Reencrypted {
  readonly switched: number;
  readonly bytes: number;
  /** Changed or removed by others meanwhile. */
  readonly skipped: number;
  readonly damaged: number;
}

const PAGE = 100;
const WAITING_LIMIT = 10_000;

/**
 * Encrypts everything that lies under an old key anew: read, checked against its hash, stored under a new object key,
 * the record switched in one conditional update, and only then the old object removed. Can be interrupted anywhere, and
 * repeated, and run by several processes at once beside the service: what is done is no longer found, what was left
 * behind is an object without a record, which the sweep removes.
 */
export async function reencrypt(deps: ReencryptDeps, options: ReencryptOptions = {}): Promise<Reencrypted> {
  const { graceMs = 30_000, parallel = 4, onProgress } = options;
  const done = { switched: 0, bytes: 0, skipped: 0, damaged: 0 };
  const old: { blobKey: string; at: number }[] = [];
  const removeOld = async (all = false) => {
    for (let first = old[0]; first; first = old[0]) {
      const rest = first.at + graceMs - Date.now();
      if (rest > 0 && !all && old.length < WAITING_LIMIT) return;
      if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest));
      await deps.blobs.delete(first.blobKey);
      old.shift();
    }
  };
  for (const keyId of deps.oldKeyIds) {
    let after = '';
    for (;;) {
      const page = await deps.objects.underKey(keyId, after, PAGE);
      after = page.at(-1)?.id ?? '';
      if (page.length === 0) break;
      // Shuffled, so that two runs seldom take the same one.
      const work = shuffled(page.flatMap((document) => versionsUnder(document, keyId)));
      const takeNext = async (): Promise<void> => {
        for (let next = work.pop(); next; next = work.pop()) {
          const outcome = await one(deps, next.document, next.version, options);
          done[outcome] += 1;
          if (outcome !== 'switched') continue;
          done.bytes += next.version.sizeBytes;
          old.push({ blobKey: next.version.blobKey, at: Date.now() });
        }
      };
      await Promise.all(Array.from({ length: parallel }, takeNext));
      await removeOld();
      onProgress?.({ ...done });
    }
  }
  await removeOld(true);
  return done;
}

function versionsUnder(document: RecordedObjects, keyId: string) {
  return document.versions
    .filter((version) => version.keyId === keyId)
    .map((version) => ({ document, version }));
}

async function one(
  { objects, blobs, encryption }: ReencryptDeps,
  document: RecordedObjects,
  version: RecordedVersion,
  { onDamaged }: ReencryptOptions,
): Promise<'switched' | 'skipped' | 'damaged'> {
  const standing = async () => {
    const now = await objects.byId(document.id);
    if (now?.state !== 'KEPT') return undefined;
    return now.versions.find((one) => one.version === version.version)?.blobKey;
  };
  if ((await standing()) !== version.blobKey) return 'skipped';
  const binding = { ownerId: document.ownerId, documentId: document.id, version: version.version };
  const blobKey = blobKeyOf({ binding });
  const storedBytes = encryption.ciphertextBytes(version.sizeBytes, binding);
  let fault: unknown;
  const open = () => {
    const source = Readable.from(plaintextOf({ blobs, encryption }, version, binding), { objectMode: false });
    const cipher = encryption.encrypt(binding);
    source.once('error', (error) => {
      fault = error;
      cipher.destroy(error);
    });
    return source.pipe(cipher);
  };
  try {
    await blobs.put(blobKey, storedBytes, open);
  } catch (error) {
    if ((await standing()) !== version.blobKey) return 'skipped';
    if (!isDamaged(fault ?? error)) throw error;
    onDamaged?.(version.blobKey, fault ?? error);
    return 'damaged';
  }
  const to = { blobKey, storedBytes, keyId: encryption.currentKeyId };
  const switched = await objects
    .switchObject(document.id, version.version, version.blobKey, to)
    .catch(async (error: unknown) => {
      // Unknown, and it may still come to be: both objects stay, and the sweep finds whichever of the two is left over.
      if ((await standing()) === blobKey) return true;
      throw error;
    });
  if (!switched) {
    await blobs.delete(blobKey);
    return 'skipped';
  }
  // This process may have stood still for hours between the two steps, and a sweep have taken the new object for an
  // orphan: the old one is given up only when the new one is there.
  if (!(await blobs.head(blobKey))) {
    const back = { blobKey: version.blobKey, storedBytes: version.storedBytes, keyId: version.keyId };
    await objects.switchObject(document.id, version.version, blobKey, back);
    return 'skipped';
  }
  return 'switched';
}

/** The version's bytes; fails in the end when they are not those that the record names. */
async function* plaintextOf(
  { blobs, encryption }: Pick<ReencryptDeps, 'blobs' | 'encryption'>,
  version: RecordedVersion,
  binding: Parameters<KeyedObjectEncryption['encrypt']>[0],
): AsyncGenerator<Buffer> {
  const object = await blobs.get(version.blobKey);
  if (!object) throw new AppError('CONTENT_DAMAGED');
  const hash = createHash('sha256');
  for await (const piece of encryption.decrypt(object.stream, {
    binding,
    storedBytes: version.storedBytes,
  })) {
    // A stream of bytes gives buffers.
    hash.update(piece as Buffer);
    yield piece as Buffer;
  }
  if (hash.digest('hex') !== version.sha256) throw new AppError('CONTENT_DAMAGED');
}

function isDamaged(error: unknown): boolean {
  return error instanceof AppError && error.code === 'CONTENT_DAMAGED';
}

function shuffled<Item>(items: Item[]): Item[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
