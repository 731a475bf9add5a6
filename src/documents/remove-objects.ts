import type { BlobStore } from '../storage/blob-store.js';
import type { StoredDocument } from './document.js';
import type { DocumentsStore } from './documents.store.js';
import type { RenditionsStore } from './reading/renditions.store.js';

/**
 * Removes the objects of deleted documents, then reduces each record to its tombstone. Can be interrupted and repeated
 * at any point, by several processes at once: removing what is gone is no error.
 */
export function makeRemoveObjects(deps: {
  documents: DocumentsStore;
  blobs: BlobStore;
  renditions: Pick<RenditionsStore, 'remove'>;
}) {
  const remove = async (document: StoredDocument): Promise<void> => {
    for (const version of document.versions) await deps.blobs.delete(version.blobKey);
    await deps.renditions.remove(document.id);
    await deps.documents.reduceToTombstone(document.id);
  };
  return {
    /** One document, at once. A store that does not answer leaves it to `all`. */
    async one(id: string): Promise<void> {
      const found = await deps.documents.byId(id);
      if (found?.status !== 'DELETED') return;
      await remove(found).catch(() => undefined);
    },
    /** Everything that waits. @returns how many documents were reduced */
    async all(): Promise<number> {
      let done = 0;
      for (;;) {
        const waiting = await deps.documents.pendingRemovals(100);
        if (waiting.length === 0) return done;
        for (const document of waiting) {
          await remove(document);
          done += 1;
        }
      }
    },
  };
}
