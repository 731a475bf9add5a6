import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';

export interface WrittenFile {
  readonly bytes: number;
  readonly sha256: string;
  readonly items: number;
}

const BATCH_BYTES = 1024 * 1024;

/** Writes pieces one after another into a new file (mode 600); on the disk when it resolves. An older file is replaced. */
export async function writePieces(path: string, pieces: AsyncIterable<Uint8Array>): Promise<WrittenFile> {
  const hash = createHash('sha256');
  let [bytes, items, heldBytes] = [0, 0, 0];
  let held: Uint8Array[] = [];
  const file = await open(path, 'w', 0o600);
  try {
    const flush = async () => {
      const batch = Buffer.concat(held, heldBytes);
      [held, heldBytes] = [[], 0];
      hash.update(batch);
      await file.writeFile(batch);
    };
    for await (const piece of pieces) {
      held.push(piece);
      heldBytes += piece.length;
      bytes += piece.length;
      items += 1;
      if (heldBytes >= BATCH_BYTES) await flush();
    }
    await flush();
    await file.sync();
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest('hex'), items };
}

/** The BSON documents of a file, each as its bytes (BSON 1.1: the first four bytes are the document's length). */
export async function* readBson(path: string): AsyncGenerator<Buffer> {
  let held: Buffer = Buffer.alloc(0);
  for await (const piece of createReadStream(path, { highWaterMark: BATCH_BYTES })) {
    // A stream without an encoding gives buffers.
    held = held.length === 0 ? (piece as Buffer) : Buffer.concat([held, piece as Buffer]);
    let position = 0;
    while (held.length - position >= 4) {
      const length = held.readInt32LE(position);
      if (length < 5) throw new Error(`${path} is no BSON file`);
      if (held.length - position < length) break;
      yield held.subarray(position, position + length);
      position += length;
    }
    held = held.subarray(position);
  }
  if (held.length > 0) throw new Error(`${path} ends in the middle of a document`);
}
