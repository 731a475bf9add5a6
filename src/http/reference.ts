import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Router } from 'express';
import type { Endpoint } from './endpoint.js';
import { writeOpenApi } from './openapi.js';

/** Files of swagger-ui-dist that the reference page loads; nothing comes from elsewhere. */
const files = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Motlan API</title>
    <link rel="icon" href="/api-docs/favicon-32x32.png">
    <link rel="stylesheet" href="/api-docs/swagger-ui.css">
  </head>
  <body>
    <main id="reference"><noscript><a href="/openapi.json">openapi.json</a></noscript></main>
    <script src="/api-docs/swagger-ui-bundle.js"></script>
    <script src="/api-docs/start.js"></script>
  </body>
</html>
`;
const start = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#reference', deepLinking: true, validatorUrl: null });\n`;

/** /openapi.json, its reference page, and the keys that our signatures are checked with. */
export function referenceRoutes(deps: { endpoints: readonly Endpoint[]; publicJwks: () => unknown }): Router {
  const router = Router();
  let contract: string | undefined;
  router.get('/openapi.json', (_request, response) => {
    contract ??= JSON.stringify(writeOpenApi(deps.endpoints));
    response.type('json').send(contract);
  });
  router.get('/.well-known/jwks.json', (_request, response) => {
    response.setHeader('Cache-Control', 'public, max-age=300');
    response.json(deps.publicJwks());
  });
  router.get('/api-docs', (_request, response) => {
    response.type('html').send(page);
  });
  router.get('/api-docs/start.js', (_request, response) => {
    response.type('js').send(start);
  });
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  for (const file of files) {
    router.get(`/api-docs/${file}`, (_request, response) => {
      response.sendFile(join(folder, file), { maxAge: '1d' });
    });
  }
  return router;
}
