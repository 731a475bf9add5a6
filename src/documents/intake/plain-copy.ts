import { Readable } from 'node:stream';
import type { MemoryBudget } from './memory-budget.js';

/** A small file's own bytes, in memory alone, for as long as it is being received and checked. */
export interface PlainCopy {
  /** Keeps the bytes, or gives up the whole copy when it gets too long or memory has no room. */
  add(bytes: Buffer): void;
  /** The file from its start, as often as wanted; null when it was given up. */
  open(): Readable | null;
  /** Safe to call at any time and twice. */
  discard(): void;
}

export function makePlainCopy(memory: MemoryBudget, mostBytes: number): PlainCopy {
  let chunks: Buffer[] | null = [];
  let length = 0;
  const discard = (): void => {
    memory.give(length);
    length = 0;
    chunks = null;
  };
  return {
    add(bytes) {
      if (!chunks) return;
      if (length + bytes.length > mostBytes || !memory.take(bytes.length)) {
        discard();
        return;
      }
      length += bytes.length;
      chunks.push(bytes);
    },
    open: () => chunks && Readable.from(chunks, { objectMode: false }),
    discard,
  };
}
