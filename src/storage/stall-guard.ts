import { Readable } from 'node:stream';
import { storageUnavailable } from './storage-failure.js';

/**
 * A body from the network that fails with STORAGE_UNAVAILABLE when it breaks off, or when no byte comes for `stallMs`
 * while one is wanted. A reader that takes its time is no stall.
 */
export function stallGuarded(body: Readable, stallMs: number): Readable {
  let timer: NodeJS.Timeout | undefined;
  const guarded = new Readable({
    read() {
      timer ??= setTimeout(() => fail(new Error(`no byte came for ${stallMs} ms`)), stallMs);
      body.resume();
    },
    destroy(error, done) {
      clearTimeout(timer);
      body.destroy();
      done(error);
    },
  });
  const fail = (cause: unknown) => guarded.destroy(storageUnavailable(cause));
  body.on('data', (chunk: Buffer) => {
    clearTimeout(timer);
    timer = undefined;
    if (!guarded.push(chunk)) body.pause();
  });
  body.once('end', () => {
    clearTimeout(timer);
    guarded.push(null);
  });
  body.on('error', fail);
  body.once('close', () => {
    if (!body.readableEnded) fail(new Error('the connection closed in the middle of the body'));
  });
  // It may fail before its reader listens, which must not end the process; pipeline() and for-await still see it.
  guarded.on('error', () => undefined);
  body.pause();
  return guarded;
}
