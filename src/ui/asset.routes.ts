import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Router } from 'express';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
};

/** Pictures are compressed already. */
const compressible = new Set(['.css', '.js', '.svg', '.webmanifest']);

/**
 * Serves the built assets from memory, compressed once at the start; their names carry a hash of their content, so they
 * may be kept for ever.
 */
export function assetRoutes(folder: string): Router {
  const router = Router();
  for (const name of readdirSync(folder)) {
    const type = types[extname(name)];
    if (type === undefined) continue;
    const content = readFileSync(join(folder, name));
    const small = compressible.has(extname(name)) ? gzipSync(content, { level: 9 }) : null;
    router.get(`/assets/${name}`, (request, response) => {
      const packed = small && request.acceptsEncodings('gzip') ? small : null;
      response.setHeader('Content-Type', type);
      response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
      if (small) response.setHeader('Vary', 'Accept-Encoding');
      if (packed) response.setHeader('Content-Encoding', 'gzip');
      response.setHeader('Content-Length', (packed ?? content).length);
      response.end(packed ?? content);
    });
  }
  return router;
}
