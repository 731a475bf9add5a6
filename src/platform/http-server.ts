import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createProbe } from 'node:net';
import { reasonOf, StartupError } from './startup-error.js';

export interface Address {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
}

/**
 * Limits in milliseconds against clients that hold connections. A phone on a weak network sends 20 MiB, the largest
 * file, at 200 kbit/s in 14 minutes; one that sends nothing for two minutes is gone.
 */
const limits = {
  headersMs: 30_000,
  requestMs: 15 * 60_000,
  silenceMs: 2 * 60_000,
  keepAliveMs: 65_000,
} as const;

/** A server with those limits; keep-alive outlasts the 60 s of usual balancers, which so never meet a closed socket. */
export function makeHttpServer(handler: RequestListener): Server {
  const server = createServer(
    {
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      keepAliveTimeout: limits.keepAliveMs,
      connectionsCheckingInterval: 5000,
      maxHeaderSize: 16 * 1024,
    },
    handler,
  );
  server.setTimeout(limits.silenceMs);
  return server;
}

/**
 * @returns the port it listens on
 * @throws StartupError when the address is taken or not ours
 */
export function listen(server: Server, { host, port }: Address): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(cannotListen({ host, port }, error)));
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

/**
 * Tries the address before anything else is started.
 * @throws StartupError when it is taken or not ours
 */
export function probeAddress({ host, port }: Address): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createProbe();
    probe.once('error', (error) => reject(cannotListen({ host, port }, error)));
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}

function cannotListen({ host, port }: Address, error: Error): StartupError {
  const reason = reasonOf(error);
  const why = reason === 'EADDRINUSE' ? 'another program uses it' : reason;
  return new StartupError(
    `Cannot listen on ${host} port ${port} (${why}). Set PORT or HOST to another address.`,
    {
      cause: error,
    },
  );
}

/** Takes no new connections, waits for the requests under way, and after the limit cuts what is left. */
export async function drain(server: Server, limitMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A kept-alive connection becomes idle when its answer has gone.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const cut = setTimeout(() => server.closeAllConnections(), limitMs);
  await closed;
  clearInterval(idle);
  clearTimeout(cut);
}
