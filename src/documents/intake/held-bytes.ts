import { Readable } from 'node:stream';
import type { MemoryBudget } from './memory-budget.js';
import type { Spool, SpoolFile } from './spool.js';

/** Ciphertext that waits: in memory while it is small and the budget lasts, else in the spool. */
export interface HeldBytes {
  write(chunk: Buffer): Promise<void>;
  finish(): Promise<void>;
  lengthBytes(): number;
  /** The bytes from the start; may be called again. */
  open(): Readable;
  /** Frees memory and spool. Safe to call at any time and twice. */
  discard(): Promise<void>;
}

export interface HoldDeps {
  readonly memory: MemoryBudget;
  readonly spool: Spool;
  /** One upload may hold so much in memory. */
  readonly memoryPerUploadBytes: number;
}

export function makeHeldBytes({ memory, spool, memoryPerUploadBytes }: HoldDeps): HeldBytes {
  let chunks: Buffer[] = [];
  let inMemory = 0;
  let length = 0;
  let file: SpoolFile | undefined;
  let discarded = false;

  const free = (): void => {
    memory.give(inMemory);
    inMemory = 0;
    chunks = [];
  };
  const spill = async (): Promise<SpoolFile> => {
    file = await spool.create();
    for (const chunk of chunks) await file.write(chunk);
    free();
    return file;
  };

  return {
    async write(chunk) {
      if (discarded) return;
      length += chunk.length;
      if (!file && inMemory + chunk.length <= memoryPerUploadBytes && memory.take(chunk.length)) {
        inMemory += chunk.length;
        chunks.push(chunk);
        return;
      }
      await (file ?? (await spill())).write(chunk);
    },
    async finish() {
      await file?.finish();
    },
    lengthBytes: () => length,
    open: () => (file ? file.open() : Readable.from(chunks, { objectMode: false })),
    async discard() {
      discarded = true;
      free();
      await file?.remove();
    },
  };
}
