import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { asStorage, storageUnavailable } from './storage-failure.js';

const PIECE_BYTES = 128 * 1024;

/** The bytes `[start, endExclusive)` of an open file; closes it in the end. Fails with STORAGE_UNAVAILABLE. */
export function readableFromFile(file: FileHandle, start: number, endExclusive: number): Readable {
  let position = start;
  // Not a generator: one that was never read would never come to close the file.
  return new Readable({
    highWaterMark: PIECE_BYTES,
    read() {
      void readPiece(this);
    },
    destroy(error, done) {
      void closeFile(error, done);
    },
  });

  async function readPiece(stream: Readable): Promise<void> {
    const wanted = Math.min(PIECE_BYTES, endExclusive - position);
    try {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(wanted), 0, wanted, position);
      position += bytesRead;
      // Nothing more although the file was longer when it was opened: the reader sees it by the length.
      stream.push(bytesRead === 0 ? null : buffer.subarray(0, bytesRead));
    } catch (error) {
      stream.destroy(storageUnavailable(error));
    }
  }

  async function closeFile(reason: Error | null, done: (error?: Error | null) => void): Promise<void> {
    const closing = await asStorage(() => file.close()).catch((failure: Error) => failure);
    done(reason ?? closing ?? null);
  }
}
