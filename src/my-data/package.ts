import { createHash } from 'node:crypto';
import type { LeftOut, PackedFile } from './manifest.js';

/** A file for the ZIP: its bytes are asked for when its turn comes. */
export interface Entry {
  readonly name: string;
  readonly lastModified: Date;
  readonly input: AsyncIterable<Uint8Array>;
}

/** What a package holds so far: hashes are taken while the files are written. */
export function makePackage(at: Date) {
  const files: PackedFile[] = [];
  const leftOut: LeftOut[] = [];
  const names = new Set<string>();
  let documents = 0;
  return {
    files,
    leftOut,
    documents: () => documents,
    countDocument: () => {
      documents += 1;
    },
    leaveOut: (what: LeftOut) => {
      leftOut.push(what);
    },
    /** The name, or one beside it when it is taken, also where only its case differs. */
    freeName(name: string): string {
      for (let n = 1; ; n += 1) {
        const free = n === 1 ? name : name.replace(/(\.[^./]*)?$/, (ending) => ` (${n})${ending}`);
        const folded = free.toLowerCase();
        if (names.has(folded)) continue;
        names.add(folded);
        return free;
      }
    },
    /** @param onBroken called when the source fails in the middle: the file ends there, and is not among `files` */
    entry(
      name: string,
      source: AsyncIterable<string | Uint8Array>,
      about: {
        readonly documentId?: string;
        readonly version?: number;
        readonly onBroken?: (file: string) => void;
      } = {},
    ): Entry {
      const { onBroken, ...ids } = about;
      async function* counted(): AsyncGenerator<Uint8Array> {
        const hash = createHash('sha256');
        let bytes = 0;
        try {
          for await (const piece of source) {
            const chunk = typeof piece === 'string' ? Buffer.from(piece) : piece;
            // The library takes an empty piece for the end.
            if (chunk.length === 0) continue;
            hash.update(chunk);
            bytes += chunk.length;
            yield chunk;
          }
        } catch (error) {
          if (!onBroken) throw error;
          onBroken(name);
          return;
        }
        files.push({ file: name, bytes, sha256: hash.digest('hex'), ...ids });
      }
      return { name, lastModified: at, input: counted() };
    },
  };
}
export type Package = ReturnType<typeof makePackage>;

/** A JSON array, item by item. */
export async function* jsonArray(items: AsyncIterable<unknown>): AsyncGenerator<string> {
  let first = true;
  for await (const item of items) {
    yield `${first ? '[\n' : ',\n'}${JSON.stringify(item)}`;
    first = false;
  }
  yield first ? '[]\n' : '\n]\n';
}
