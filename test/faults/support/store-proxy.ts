import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';

/** How the store behaves from now on. */
export type StoreMode =
  | { readonly kind: 'well' }
  /** Connections are taken and closed at once. */
  | { readonly kind: 'refuses' }
  /** Requests are taken and nothing comes back. */
  | { readonly kind: 'hangs' }
  /** `500 InternalError`, as a gateway without its cluster says. */
  | { readonly kind: 'fails' }
  /** Answers break off after so many bytes of their body. */
  | { readonly kind: 'cuts'; readonly afterBytes: number }
  /** Objects arrive and are stored; the answer to the put never comes back. */
  | { readonly kind: 'swallows-answers-to-puts' };

/** An HTTP proxy before a real S3 gateway. */
export interface StoreProxy {
  readonly endpoint: string;
  set(mode: StoreMode): void;
  /** Papers that the gateway has stored, in any mode; what the service puts to probe it does not count. */
  stored(): number;
  close(): Promise<void>;
}

export async function storeProxy(gateway: string): Promise<StoreProxy> {
  const { hostname, port } = new URL(gateway);
  let mode: StoreMode = { kind: 'well' };
  let stored = 0;
  const server = createServer((incoming, outgoing) => {
    outgoing.on('error', () => undefined);
    switch (mode.kind) {
      case 'refuses':
        incoming.socket.destroy();
        return;
      case 'hangs':
        incoming.on('error', () => undefined);
        return;
      case 'fails':
        incoming.resume().on('end', () => {
          outgoing.writeHead(500, { 'content-type': 'application/xml' });
          outgoing.end('<?xml version="1.0"?><Error><Code>InternalError</Code></Error>');
        });
        return;
      case 'well':
      case 'cuts':
      case 'swallows-answers-to-puts':
        pass(incoming, outgoing, mode);
    }
  });
  const pass = (incoming: IncomingMessage, outgoing: ServerResponse, how: StoreMode) => {
    const onward = request({
      hostname,
      port,
      method: incoming.method,
      path: incoming.url,
      // As they came, the host too: they are signed.
      headers: incoming.rawHeaders,
      agent: false,
    });
    onward.on('error', () => incoming.socket.destroy());
    onward.on('response', (answer) => {
      const put = incoming.method === 'PUT' && answer.statusCode === 200;
      if (put && incoming.url?.includes('/documents/')) stored += 1;
      if (put && how.kind === 'swallows-answers-to-puts') return;
      outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      if (how.kind !== 'cuts' || incoming.method !== 'GET') {
        pipeline(answer, outgoing, () => undefined);
        return;
      }
      let left = how.afterBytes;
      answer.on('data', (chunk: Buffer) => {
        outgoing.write(chunk.subarray(0, left), () => left <= 0 && outgoing.destroy());
        left -= Math.min(left, chunk.length);
      });
    });
    pipeline(incoming, onward, () => undefined);
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    // A TCP server that listens has an address of this form.
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    set(next) {
      mode = next;
    },
    stored: () => stored,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
