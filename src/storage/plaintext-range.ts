import { Readable } from 'node:stream';
import { AppError } from '../platform/app-error.js';
import type { ByteRange } from './blob-store.js';
import { storageUnavailable } from './storage-failure.js';

/**
 * Only the bytes `[start, endExclusive)` of a stream. Ends as soon as it has them and destroys the source, which is
 * then not read to its end; destroying the slice destroys the source at once.
 * @throws RangeError for a range that is none; the stream fails with AppError CONTENT_DAMAGED when the source ends
 *   before the range does (the caller checked the range against the record), else with what the source fails with
 */
export function sliceStream(source: Readable, range: ByteRange): Readable {
  checkRange(range);
  let position = 0;
  let complete = false;
  const slice = new Readable({
    read() {
      source.resume();
    },
    destroy(error, done) {
      source.destroy();
      done(error);
    },
  });
  source.on('data', (chunk: Buffer) => {
    if (complete) return;
    const from = Math.max(range.start - position, 0);
    const to = Math.min(range.endExclusive - position, chunk.length);
    position += chunk.length;
    if (from < to && !slice.push(chunk.subarray(from, to))) source.pause();
    if (position >= range.endExclusive) finish();
  });
  source.on('error', (error) => {
    if (!complete) slice.destroy(error);
  });
  source.once('close', () => {
    if (complete) return;
    const cause = new Error('the content ends before the range');
    slice.destroy(
      source.readableEnded ? new AppError('CONTENT_DAMAGED', {}, { cause }) : storageUnavailable(cause),
    );
  });
  // It may fail before its reader listens, which must not end the process; pipeline() and for-await still see it.
  slice.on('error', () => undefined);
  source.pause();
  if (range.start === range.endExclusive) finish();
  return slice;

  function finish(): void {
    complete = true;
    slice.push(null);
    source.destroy();
  }
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
