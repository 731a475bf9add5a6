import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

/** A TCP relay that a test can stop: what is behind it then hangs, or is gone. */
export interface TcpGate {
  readonly port: number;
  /** Nothing passes, and nobody is told. */
  hang(): void;
  /** Everything that was held back passes. */
  resume(): void;
  /** Every connection is cut, new ones at once. */
  cut(): void;
  /** Every connection is cut and none is taken any more. */
  close(): Promise<void>;
}

export async function tcpGate(to: { readonly host: string; readonly port: number }): Promise<TcpGate> {
  const sockets = new Set<Socket>();
  let hanging = false;
  let cutting = false;
  const server = createServer((inside) => {
    if (cutting) {
      inside.destroy();
      return;
    }
    const outside = connect(to.port, to.host);
    for (const [from, into] of [
      [inside, outside],
      [outside, inside],
    ] as const) {
      sockets.add(from);
      from.on('error', () => into.destroy());
      from.on('close', () => {
        sockets.delete(from);
        into.destroy();
      });
      from.on('data', (bytes) => into.write(bytes));
      if (hanging) from.pause();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    // A TCP server that listens has an address of this form.
    port: (server.address() as AddressInfo).port,
    hang() {
      hanging = true;
      for (const socket of sockets) socket.pause();
    },
    resume() {
      hanging = false;
      cutting = false;
      for (const socket of sockets) socket.resume();
    },
    cut() {
      cutting = true;
      for (const socket of sockets) socket.destroy();
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
