// Writes openapi.json from the endpoints (--write), or fails when the committed one differs (--check).
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeEndpoints } from '../src/endpoints.js';
import { writeOpenApi } from '../src/http/openapi.js';

const file = join(import.meta.dirname, '..', 'openapi.json');
const contract = `${JSON.stringify(writeOpenApi(describeEndpoints()), null, 2)}\n`;

if (process.argv.includes('--write')) {
  writeFileSync(file, contract);
  console.log('openapi.json is written');
} else if (readFileSync(file, 'utf8') === contract) {
  console.log('openapi.json is up to date');
} else {
  console.error('openapi.json differs from the endpoints: run "npm run openapi" and commit it');
  process.exit(1);
}
