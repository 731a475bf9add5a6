import { createServer, type Server, type ServerResponse } from 'node:http';

/** /metrics, /healthz and /readyz on a port of their own, which the public never reaches. */
export function makeMetricsServer(deps: {
  readMetrics: () => Promise<{ text: string; contentType: string }>;
  isReady: () => Promise<boolean>;
}): Server {
  return createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0];
    answer(path, deps, response).catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
}

async function answer(
  path: string | undefined,
  deps: Parameters<typeof makeMetricsServer>[0],
  response: ServerResponse,
): Promise<void> {
  if (path === '/metrics') {
    const { text, contentType } = await deps.readMetrics();
    response.writeHead(200, { 'Content-Type': contentType, 'Cache-Control': 'no-store' }).end(text);
    return;
  }
  const ready = path === '/readyz' ? await deps.isReady() : path === '/healthz';
  const known = path === '/readyz' || path === '/healthz';
  const status = known ? (ready ? 200 : 503) : 404;
  response.writeHead(status, { 'Content-Type': 'text/plain' }).end(ready ? 'ok\n' : 'no\n');
}
