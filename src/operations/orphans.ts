import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { RecordedObjects, StoredObjectsStore } from '../documents/index.js';
import type { Clock } from '../platform/clock.js';
import type { BlobInfo, BlobStore } from '../storage/index.js';
import { pairObjects } from './pair-objects.js';

/** Everything that the store holds for documents lies below it. */
export const DOCUMENTS_PREFIX = 'documents/';
/** Where probes of the store go; one that lies there for longer was left by a probe that was killed. */
export const PROBE_PREFIX = 'probes/';

/** Between an object and its record lie seconds. Younger objects may belong to uploads under way. */
export const ORPHAN_AGE_MS = 60 * 60_000;

export interface OrphanDeps {
  /** Objects without a record count as nobody's from this age on; an hour unless set. */
  readonly olderThanMs?: number | undefined;
  readonly objects: Pick<StoredObjectsStore, 'inKeyOrder' | 'byId'>;
  readonly blobs: BlobStore;
  readonly clock: Clock;
}

/** Whether a kept document's record names the object at this moment. */
export async function isNamed(
  { objects }: Pick<OrphanDeps, 'objects'>,
  key: string,
): Promise<{ readonly document: RecordedObjects } | null> {
  const documentId = key.split('/')[2];
  const document = documentId === undefined ? null : await objects.byId(documentId);
  if (document?.state !== 'KEPT') return null;
  return document.versions.some((version) => version.blobKey === key) ? { document } : null;
}

/** Now by the clock that stamps the objects, and by ours: whichever is earlier. A wrong clock makes nothing an orphan. */
export async function earliestNow({ blobs, clock }: Pick<OrphanDeps, 'blobs' | 'clock'>): Promise<number> {
  const key = `${PROBE_PREFIX}${randomUUID()}`;
  await blobs.put(key, 1, () => Readable.from([Buffer.alloc(1)], { objectMode: false }));
  try {
    const storedAt = (await blobs.head(key))?.storedAt.getTime() ?? 0;
    return Math.min(storedAt, clock.now().getTime());
  } finally {
    await blobs.delete(key);
  }
}

/** Whether an object without a record is old enough to be nobody's. */
export function isOrphanAt(now: number, object: BlobInfo, olderThanMs = ORPHAN_AGE_MS): boolean {
  return now - object.storedAt.getTime() >= olderThanMs;
}

/**
 * Removes objects that no record names and that are older than an hour: what crashes left between object and record.
 * Safe in several processes at once and interrupted anywhere. Reads all keys of the store, so once a day is enough.
 * @returns how many were removed
 */
export function makeSweepOrphans(deps: OrphanDeps): () => Promise<number> {
  return async () => {
    const now = await earliestNow(deps);
    let removed = 0;
    for await (const { key, recorded, object } of pairObjects(
      deps.objects.inKeyOrder(),
      deps.blobs.list(DOCUMENTS_PREFIX),
    )) {
      if (!object || recorded?.document.state === 'KEPT' || !isOrphanAt(now, object, deps.olderThanMs))
        continue;
      if (await isNamed(deps, key)) continue;
      await deps.blobs.delete(key);
      removed += 1;
    }
    return removed + (await sweepProbes(deps.blobs, now));
  };
}

async function sweepProbes(blobs: BlobStore, now: number): Promise<number> {
  let removed = 0;
  for await (const object of blobs.list(PROBE_PREFIX)) {
    if (!isOrphanAt(now, object)) continue;
    await blobs.delete(object.key);
    removed += 1;
  }
  return removed;
}
