import type { Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { AppError } from '../platform/app-error.js';
import { newId } from '../platform/ids.js';
import type { ProblemCode } from '../platform/problem-codes.js';
import { problemOf } from './problem.js';

const codes: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'HEADERS_TOO_LARGE',
  ERR_HTTP_REQUEST_TIMEOUT: 'REQUEST_TIMED_OUT',
};

/**
 * Answers what the HTTP parser refuses, before there is a request, with a problem document like any other refusal; Node
 * itself would send a bare status. Where an answer has begun, the connection is cut: its bytes must stay its own.
 */
export function answerBrokenRequests(server: Server): void {
  const underWay = new WeakMap<Duplex, ServerResponse>();
  server.prependListener('request', (request, response) => {
    underWay.set(request.socket, response);
    response.once('close', () => underWay.delete(request.socket));
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable || error.code === 'ECONNRESET' || underWay.get(socket)?.headersSent) {
      socket.destroy(error);
      return;
    }
    const refusal = new AppError(codes[error.code ?? ''] ?? 'REQUEST_MALFORMED');
    const requestId = newId();
    const problem = problemOf(refusal, 'vi', requestId);
    const body = JSON.stringify(problem);
    const head = [
      `HTTP/1.1 ${problem.status} ${problem.code}`,
      'Content-Type: application/problem+json; charset=utf-8',
      'Content-Language: vi',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Cache-Control: no-store',
      `X-Request-Id: ${requestId}`,
      'Connection: close',
    ];
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
  });
}
