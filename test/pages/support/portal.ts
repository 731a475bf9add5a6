import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A stand-in for the portal that asks: one page to come back to. */
export interface Portal {
  readonly returnUrl: string;
  /** Path and query of each visit. */
  readonly visits: string[];
  close(): Promise<void>;
}

export async function startPortal(): Promise<Portal> {
  const visits: string[] = [];
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/back')) visits.push(request.url);
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(
      '<!DOCTYPE html><html lang="vi"><title>Cổng</title><link rel="icon" href="data:,"><h1>Cổng dịch vụ công</h1></html>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server that listens has an address of this form.
  const { port } = server.address() as AddressInfo;
  return {
    returnUrl: `http://127.0.0.1:${port}/back`,
    visits,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
