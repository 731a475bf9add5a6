import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..');
const cruiser = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');

/** A breach of each rule: where it stands and what it imports. */
const breaches: readonly { rule: string; file: string; imports: string }[] = [
  { rule: 'feature-by-its-door', file: 'evidence/breach.ts', imports: '../documents/documents.store.js' },
  { rule: 'feature-order-documents', file: 'documents/breach.ts', imports: '../evidence/index.js' },
  { rule: 'ground-knows-no-feature', file: 'storage/breach.ts', imports: '../documents/index.js' },
  { rule: 'express-in-routes-only', file: 'consents/breach.ts', imports: 'express' },
  { rule: 'mongoose-in-models-and-stores-only', file: 'consents/breach.ts', imports: 'mongoose' },
  { rule: 'aws-s3-in-its-store-only', file: 'documents/breach.ts', imports: '@aws-sdk/client-s3' },
  { rule: 'encryption-sdk-in-storage-only', file: 'documents/breach.ts', imports: '@aws-crypto/client-node' },
  {
    rule: 'routes-import-no-model-or-store',
    file: 'audit/breach.routes.ts',
    imports: './access-log.store.js',
  },
  {
    rule: 'pages-import-ui-and-types-only',
    file: 'audit/pages/breach.page.tsx',
    imports: '../list-accesses.js',
  },
  { rule: 'development-e-id-from-server-only', file: 'identity/breach.ts', imports: '../dev-eid/index.js' },
  { rule: 'src-never-imports-test', file: 'audit/breach.ts', imports: '../../test/architecture/planted.js' },
];

async function brokenRules(folder: string): Promise<string[]> {
  const { stdout } = await run(
    process.execPath,
    [cruiser, '--config', 'config/dependency-rules.cjs', '--output-type', 'json', 'src'],
    { cwd: folder, maxBuffer: 64 * 1024 * 1024 },
  ).catch((error: { stdout: string }) => error);
  const { summary } = JSON.parse(stdout) as {
    summary: { totalCruised: number; violations: { rule: { name: string }; from: string }[] };
  };
  expect(summary.totalCruised, 'modules looked at').to.be.greaterThan(200);
  return summary.violations.map((violation) => violation.rule.name);
}

/** A copy of the sources, so that a planted breach is never seen by anything else. */
async function copyOfSources(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'motlan-rules-'));
  for (const name of ['src', 'config', 'tsconfig.json', 'package.json']) {
    await cp(join(root, name), join(folder, name), { recursive: true });
  }
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

async function plant(folder: string): Promise<void> {
  await mkdir(join(folder, 'test', 'architecture'), { recursive: true });
  await writeFile(join(folder, 'test', 'architecture', 'planted.ts'), 'export const planted = 1;\n');
  for (const file of new Set(breaches.map((breach) => breach.file))) {
    const wanted = breaches.filter((breach) => breach.file === file);
    const imports = wanted.map(({ imports: name }, n) => `import * as breach${n} from '${name}';\n`);
    const names = wanted.map((_, n) => `breach${n}`);
    await writeFile(
      join(folder, 'src', file),
      `${imports.join('')}export const breach = [${names.join(', ')}];\n`,
    );
  }
}

describe('the dependency rules', function () {
  this.timeout(60_000);
  let folder: string;

  before(async () => {
    folder = await copyOfSources();
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('hold for the sources as they stand', async () => {
    expect(await brokenRules(folder)).to.deep.equal([]);
  });

  it('catch every breach that is planted', async () => {
    await plant(folder);
    const caught = [...new Set(await brokenRules(folder))];
    for (const { rule } of breaches) expect(caught, `rule ${rule}`).to.include(rule);
  });
});
