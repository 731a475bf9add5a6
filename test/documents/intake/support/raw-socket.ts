import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { RawRequest } from './multipart.js';

export interface RawAnswer {
  /** 0: closed without an answer. */
  readonly status: number;
  readonly json: Record<string, unknown> | null;
  readonly interim: readonly number[];
}

/** Sends a request over a socket byte by byte as built, reads what comes, and closes. */
export async function sendRaw(port: number, request: RawRequest, timeoutMs = 20_000): Promise<RawAnswer> {
  const socket = connect(port, '127.0.0.1').setNoDelay(true);
  let received = Buffer.alloc(0);
  socket.on('data', (bytes) => {
    received = Buffer.concat([received, bytes]);
  });
  socket.on('error', () => {});
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  await once(socket, 'connect');
  socket.write(request.head);
  if (request.expectsContinue) {
    const until = Date.now() + 3000;
    while (!answerOf(received).interim.includes(100) && !answerOf(received).complete && Date.now() < until)
      await wait(5);
  }
  for (const bytes of request.writes) {
    if (socket.destroyed || answerOf(received).complete) break;
    if (!socket.write(bytes)) await Promise.race([once(socket, 'drain').catch(() => {}), closed, wait(5000)]);
  }
  if (request.after === 'fin') socket.end();
  if (request.after === 'reset') {
    await wait(50);
    socket.resetAndDestroy();
  }
  const until = Date.now() + timeoutMs;
  while (!socket.closed && !answerOf(received).complete && Date.now() < until)
    await Promise.race([closed, wait(5)]);
  socket.destroy();
  const { status, interim, body } = answerOf(received);
  return { status, interim, json: body === '' ? null : (JSON.parse(body) as Record<string, unknown>) };
}

/** Answers of the test server carry a Content-Length; those of Node's own parser have no body. */
function answerOf(bytes: Buffer): { status: number; interim: number[]; complete: boolean; body: string } {
  const interim: number[] = [];
  let rest = bytes;
  for (;;) {
    const at = rest.indexOf('\r\n\r\n');
    if (at < 0) return { status: 0, interim, complete: false, body: '' };
    const head = rest.subarray(0, at).toString('latin1');
    const status = Number(head.split(' ')[1]);
    rest = rest.subarray(at + 4);
    if (status < 200) {
      interim.push(status);
      continue;
    }
    const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
    return { status, interim, complete: rest.length >= length, body: rest.subarray(0, length).toString() };
  }
}
