import { Readable } from 'node:stream';
import { AppError } from '../platform/app-error.js';
import type { ByteRange } from './blob-store.js';

/**
 * Only the bytes `[start, endExclusive)` of a stream. Ends as soon as it has them and destroys the source, which is
 * then not read to its end; destroying the slice destroys the source at once.
 * @throws RangeError for a range that is none; the stream fails with AppError CONTENT_DAMAGED when the source ends
 *   before the range does (the caller checked the range against the record), else with what the source fails with
 */
export function sliceStream(source: Readable, range: ByteRange): Readable {
  checkRange(range);
  const slice = Readable.from(bytesOf(source, range), { objectMode: false });
  // The generator sees neither an error before its first read nor a destroy while it waits for bytes.
  source.on('error', (error) => slice.destroy(error));
  slice.once('close', () => source.destroy());
  return slice;
}

async function* bytesOf(source: Readable, range: ByteRange): AsyncGenerator<Buffer> {
  if (range.start === range.endExclusive) return;
  let position = 0;
  for await (const piece of source) {
    const chunk: Buffer = piece;
    const from = Math.max(range.start - position, 0);
    const to = Math.min(range.endExclusive - position, chunk.length);
    position += chunk.length;
    if (from < to) yield chunk.subarray(from, to);
    if (position >= range.endExclusive) return;
  }
  throw new AppError('CONTENT_DAMAGED', {}, { cause: new RangeError('the content ends before the range') });
}

/** @throws RangeError when the ends are no whole numbers in order */
export function checkRange({ start, endExclusive }: ByteRange): void {
  if (
    !Number.isSafeInteger(start) ||
    !Number.isSafeInteger(endExclusive) ||
    start < 0 ||
    endExclusive < start
  ) {
    throw new RangeError(`no byte range: [${start}, ${endExclusive})`);
  }
}
