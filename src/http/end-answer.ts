import type { IncomingMessage, ServerResponse } from 'node:http';
import { drainBriefly } from './drain-briefly.js';

/** Ends an answer whose head is set. A body that is still coming is read on, so that the answer reaches its sender. */
export function endAnswer(request: IncomingMessage, response: ServerResponse, payload: Buffer): void {
  response.setHeader('Content-Length', payload.length);
  if (request.complete || !expectsBody(request)) {
    response.end(payload);
    return;
  }
  // The whole answer goes out at once; ending it now would reset the connection under the bytes still coming.
  response.setHeader('Connection', 'close');
  if (payload.length > 0) response.write(payload);
  else response.flushHeaders();
  void drainBriefly(request).then(() => response.end());
}

function expectsBody(request: IncomingMessage): boolean {
  return (
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0
  );
}
