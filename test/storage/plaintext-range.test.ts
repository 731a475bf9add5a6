import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect } from 'chai';
import { AppError } from '../../src/platform/app-error.js';
import { sliceStream } from '../../src/storage/plaintext-range.js';

const bytes = randomBytes(1000);

function source(chunkBytes: number): { stream: Readable; taken: () => number } {
  let at = 0;
  const stream = new Readable({
    highWaterMark: 1,
    read() {
      this.push(at < bytes.length ? bytes.subarray(at, at + chunkBytes) : null);
      at += chunkBytes;
    },
  });
  return { stream, taken: () => at };
}

const closed = (stream: Readable) => new Promise((resolve) => stream.once('close', resolve));

describe('a slice of a stream', () => {
  it('is exactly the range, however the bytes are cut', async () => {
    for (const chunkBytes of [1, 7, 100, 1000]) {
      for (const [start, endExclusive] of [
        [0, 1000],
        [0, 0],
        [0, 1],
        [1, 2],
        [99, 101],
        [100, 200],
        [999, 1000],
        [500, 500],
        [333, 777],
      ] as const) {
        const part = await buffer(sliceStream(source(chunkBytes).stream, { start, endExclusive }));
        expect(
          part.equals(bytes.subarray(start, endExclusive)),
          `${chunkBytes}: ${start}-${endExclusive}`,
        ).to.equal(true);
      }
    }
  });

  it('ends with its last byte and lets go of a source that has more', async () => {
    const { stream, taken } = source(10);
    const gone = closed(stream);
    await buffer(sliceStream(stream, { start: 20, endExclusive: 60 }));
    await gone;
    expect(taken()).to.be.at.most(90);
  });

  it('lets go of a source that gives nothing when the reader leaves', async () => {
    for (const endExclusive of [0, 10]) {
      const silent = new Readable({ read: () => undefined });
      const gone = closed(silent);
      const slice = sliceStream(silent, { start: 0, endExclusive });
      slice.resume();
      setImmediate(() => slice.destroy());
      await gone;
    }
  });

  it('fails with what the source fails with, read or not', async () => {
    for (const read of [true, false]) {
      const failure = new AppError('CONTENT_DAMAGED');
      const failing = new Readable({ read: () => undefined });
      const slice = sliceStream(failing, { start: 0, endExclusive: 10 });
      const failed = new Promise((resolve) => slice.once('error', resolve));
      if (read) slice.resume();
      setImmediate(() => failing.destroy(failure));
      expect(await failed).to.equal(failure);
    }
  });

  it('fails when the source ends before the range does', async () => {
    const failure = await buffer(sliceStream(source(100).stream, { start: 0, endExclusive: 1001 })).catch(
      (error: unknown) => error,
    );
    expect(failure).to.be.instanceOf(AppError).and.include({ code: 'CONTENT_DAMAGED' });
  });

  it('is refused for ends that are no range', () => {
    for (const [start, endExclusive] of [
      [-1, 2],
      [3, 2],
      [0.5, 2],
      [0, Number.NaN],
      [0, Number.POSITIVE_INFINITY],
    ] as const) {
      expect(() => sliceStream(source(10).stream, { start, endExclusive })).to.throw(RangeError);
    }
  });
});
