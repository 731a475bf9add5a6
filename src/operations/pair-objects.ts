import type { RecordedObjects, RecordedVersion } from '../documents/index.js';
import type { BlobInfo } from '../storage/index.js';

/** What one of both sides has under a key. */
export interface Pair {
  readonly key: string;
  /** The version whose record names the key; of a deleted document none is expected any more. */
  readonly recorded: { readonly document: RecordedObjects; readonly version: RecordedVersion } | null;
  readonly object: BlobInfo | null;
}

/** Walks records and objects side by side, both in key order: whatever their number, one page of each is in memory. */
export async function* pairObjects(
  documents: AsyncIterable<RecordedObjects>,
  objects: AsyncIterable<BlobInfo>,
): AsyncGenerator<Pair> {
  const records = byKey(documents);
  const stored = objects[Symbol.asyncIterator]();
  try {
    let record = await records.next();
    let object = await stored.next();
    while (!record.done || !object.done) {
      const recordKey = record.done ? undefined : record.value.version.blobKey;
      const objectKey = object.done ? undefined : object.value.key;
      const key = least(recordKey, objectKey);
      yield {
        key,
        recorded: !record.done && recordKey === key ? record.value : null,
        object: !object.done && objectKey === key ? object.value : null,
      };
      if (recordKey === key) record = await records.next();
      if (objectKey === key) object = await stored.next();
    }
  } finally {
    await records.return(undefined);
    await stored.return?.(undefined);
  }
}

async function* byKey(documents: AsyncIterable<RecordedObjects>) {
  for await (const document of documents) {
    const versions = document.versions.toSorted((a, b) => (a.blobKey < b.blobKey ? -1 : 1));
    for (const version of versions) yield { document, version };
  }
}

function least(a: string | undefined, b: string | undefined): string {
  if (a === undefined) return b ?? '';
  if (b === undefined) return a;
  return a < b ? a : b;
}
