import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createProbe } from 'node:net';
import type { Config } from './config.js';
import { reasonOf, StartupError } from './startup-error.js';

export interface Address {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
}

/**
 * Limits against clients that hold connections. A phone on a weak network sends 20 MiB, the largest file, at 200 kbit/s
 * in 14 minutes; one that sends nothing for two minutes is gone.
 */
const usual: Config['http'] = { headersSeconds: 30, requestSeconds: 15 * 60, silenceSeconds: 2 * 60 };
const KEEP_ALIVE_MS = 65_000;

/** A server with those limits; keep-alive outlasts the 60 s of usual balancers, which so never meet a closed socket. */
export function makeHttpServer(handler: RequestListener, limits: Config['http'] = usual): Server {
  const server = createServer(
    {
      headersTimeout: limits.headersSeconds * 1000,
      requestTimeout: limits.requestSeconds * 1000,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: 5000,
      maxHeaderSize: 16 * 1024,
    },
    handler,
  );
  server.setTimeout(limits.silenceSeconds * 1000);
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
