import { createHash } from 'node:crypto';
import type { RecordedObjects, RecordedVersion } from '../documents/index.js';
import { AppError } from '../platform/app-error.js';
import type { KeyedObjectEncryption } from '../storage/index.js';
import { DOCUMENTS_PREFIX, earliestNow, isNamed, isOrphanAt, type OrphanDeps } from './orphans.js';
import { pairObjects } from './pair-objects.js';

/** One thing that is wrong; `key` is the object's, and names owner, document and version. */
export interface Finding {
  readonly fault: 'MISSING' | 'WRONG_LENGTH' | 'DAMAGED' | 'UNKNOWN_KEY' | 'ORPHAN';
  readonly key: string;
  readonly bytes: number;
}

export interface FsckReport {
  readonly documents: number;
  readonly versions: number;
  readonly objects: number;
  /** Versions whose bytes were decrypted and compared with their hash. */
  readonly read: number;
  readonly faults: Readonly<Record<Finding['fault'], number>>;
  readonly orphanBytes: number;
  /** Objects without a record that are younger than `olderThanMs`: uploads under way, or the next run's orphans. */
  readonly young: number;
  readonly deleted: number;
}

export interface FsckDeps extends OrphanDeps {
  readonly encryption: KeyedObjectEncryption;
  /** Keys of the keyring. */
  readonly keyIds: ReadonlySet<string>;
}

export interface FsckOptions {
  /** Whose bytes are read: all, the first version under each key, none. */
  readonly content: 'all' | 'one-per-key' | 'none';
  readonly deleteOrphans: boolean;
  readonly onFinding: (finding: Finding) => void;
  readonly onProgress?: (versions: number) => void;
}

const PROGRESS_EVERY = 10_000;

/**
 * Compares records and objects. May run beside the service: whatever looks wrong is looked at again before it counts.
 * @throws AppError STORAGE_UNAVAILABLE, DATABASE_UNAVAILABLE
 */
export async function fsck(deps: FsckDeps, options: FsckOptions): Promise<FsckReport> {
  const { objects, blobs } = deps;
  const count = { documents: 0, versions: 0, objects: 0, read: 0, orphanBytes: 0, young: 0, deleted: 0 };
  const faults = { MISSING: 0, WRONG_LENGTH: 0, DAMAGED: 0, UNKNOWN_KEY: 0, ORPHAN: 0 };
  const found = (finding: Finding) => {
    faults[finding.fault] += 1;
    options.onFinding(finding);
  };
  const now = await earliestNow(deps);
  const readKeys = new Set<string>();
  let lastDocument = '';

  for await (const { key, recorded, object } of pairObjects(
    objects.inKeyOrder(),
    blobs.list(DOCUMENTS_PREFIX),
  )) {
    if (object) count.objects += 1;
    if (recorded?.document.state === 'KEPT') {
      const { document, version } = recorded;
      if (document.id !== lastDocument) count.documents += 1;
      lastDocument = document.id;
      count.versions += 1;
      if (count.versions % PROGRESS_EVERY === 0) options.onProgress?.(count.versions);
      const finding = await lookAt(document, version, object?.lengthBytes ?? null);
      if (finding) found(finding);
    } else if (object && !(await isNamed(deps, key))) {
      if (!isOrphanAt(now, object, deps.olderThanMs)) {
        // A deleted document's objects are removed with its record or soon after: that is no upload under way.
        if (!recorded) count.young += 1;
        continue;
      }
      found({ fault: 'ORPHAN', key, bytes: object.lengthBytes });
      count.orphanBytes += object.lengthBytes;
      if (options.deleteOrphans) {
        await blobs.delete(key);
        count.deleted += 1;
      }
    }
  }
  return { ...count, faults };

  async function lookAt(
    document: RecordedObjects,
    version: RecordedVersion,
    listedBytes: number | null,
  ): Promise<Finding | null> {
    const key = version.blobKey;
    const finding = (fault: Finding['fault']) => ({ fault, key, bytes: version.storedBytes });
    let bytes = listedBytes;
    if (bytes !== version.storedBytes) {
      // The two sides were read at different moments: only what is wrong now is wrong.
      bytes = (await blobs.head(key))?.lengthBytes ?? null;
      if (bytes !== version.storedBytes) {
        if (!(await isNamed(deps, key))) return null;
        return finding(bytes === null ? 'MISSING' : 'WRONG_LENGTH');
      }
    }
    if (!deps.keyIds.has(version.keyId)) return (await isNamed(deps, key)) ? finding('UNKNOWN_KEY') : null;
    const wanted =
      options.content === 'all' || (options.content === 'one-per-key' && !readKeys.has(version.keyId));
    if (!wanted) return null;
    readKeys.add(version.keyId);
    count.read += 1;
    if (await isWhole(document, version)) return null;
    return (await isNamed(deps, key)) ? finding('DAMAGED') : null;
  }

  async function isWhole(document: RecordedObjects, version: RecordedVersion): Promise<boolean> {
    const object = await blobs.get(version.blobKey);
    if (!object) return false;
    const binding = { ownerId: document.ownerId, documentId: document.id, version: version.version };
    const hash = createHash('sha256');
    try {
      const expected = { binding, storedBytes: version.storedBytes };
      // A stream of bytes gives buffers.
      for await (const piece of deps.encryption.decrypt(object.stream, expected))
        hash.update(piece as Buffer);
    } catch (error) {
      if (error instanceof AppError && error.code === 'CONTENT_DAMAGED') return false;
      throw error;
    }
    return hash.digest('hex') === version.sha256;
  }
}

/** Whether nothing that a record promises is missing or wrong, and nothing is left over. */
export function isSound({ faults, deleted }: FsckReport): boolean {
  const { ORPHAN, ...broken } = faults;
  return ORPHAN === deleted && Object.values(broken).every((number) => number === 0);
}
