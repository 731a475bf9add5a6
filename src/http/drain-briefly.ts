import type { IncomingMessage } from 'node:http';

/**
 * Reads on and drops what is left of a request's body, for a bounded time and amount, so that an answer sent before
 * the body's end arrives: a socket closed with unread bytes is reset, and the sender loses the answer with it.
 * To be used between writing the whole answer and ending it:
 * `response.setHeader('Connection', 'close'); response.write(body); await drainBriefly(request); response.end()`.
 * @returns whether the body came to its end; never throws
 */
export function drainBriefly(
  request: IncomingMessage,
  { maxBytes = 32 * 1024 * 1024, maxMs = 5_000 }: { maxBytes?: number; maxMs?: number } = {},
): Promise<boolean> {
  if (request.complete || request.destroyed) {
    request.resume();
    return Promise.resolve(request.complete);
  }
  return new Promise((resolve) => {
    let bytes = 0;
    const settle = (): void => {
      clearTimeout(timer);
      request.off('data', count).off('end', settle).off('close', settle);
      request.pause();
      resolve(request.complete);
    };
    const count = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes > maxBytes) settle();
    };
    const timer = setTimeout(settle, maxMs);
    request.on('error', () => {});
    request.on('data', count).once('end', settle).once('close', settle).resume();
  });
}
