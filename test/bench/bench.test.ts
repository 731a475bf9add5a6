import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Row } from '../../scripts/bench/rows.js';
import { root, runProgram } from '../demo/run-program.js';
import { type TestDatabase, testDatabase } from '../support/mongo.js';

const onDisk = ['upload', 'download', 'partnerRead', 'slowClients'].map((id) => `${id}.disk`);
const lists = ['newest', 'search', 'accessLog', 'queue'].flatMap((id) => [id, `${id}.grown`]);

describe('npm run bench', function () {
  this.timeout(180_000);
  let database: TestDatabase;
  let folder: string;

  before(async () => {
    database = await testDatabase();
    folder = await mkdtemp(join(tmpdir(), 'motlan-bench-test-'));
  });
  after(async () => {
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const run = (args: readonly string[]) =>
    runProgram(process.execPath, ['--import', 'tsx', join(root, 'scripts', 'bench', 'main.ts'), ...args], {
      MONGODB_URI: database.uri,
    });

  it('measures every row with tiny rounds, prints the table and writes the figures', async () => {
    const jsonFile = join(folder, 'figures', 'bench.json');
    const { code, said, complained } = await run(['--tiny', '--json', jsonFile]);
    expect(code, complained).to.equal(0);
    const { plan, rows } = JSON.parse(await readFile(jsonFile, 'utf8')) as { plan: string; rows: Row[] };
    expect(plan).to.equal('tiny');
    expect(rows.map((row) => row.id)).to.have.members(['start', ...onDisk, ...lists, 'page', 'long-page']);
    for (const { id, measure, figures } of rows) {
      expect(said, id).to.include(`| ${measure}`);
      for (const { what, value } of figures) expect(value, `${id}: ${what}`).to.be.at.least(0);
    }
    const figure = (id: string, what: string) =>
      rows.find((row) => row.id === id)?.figures.find((one) => one.what === what)?.value;
    expect(figure('slowClients.disk', 'failed')).to.equal(0);
    expect(figure('slowClients.disk', 'files with plaintext')).to.equal(0);
    for (const id of lists) expect(figure(id, 'scans and sorts in memory'), id).to.equal(0);
    const databases = await database.connection.db?.admin().listDatabases({ nameOnly: true });
    expect(databases?.databases.filter(({ name }) => name.startsWith('bench_'))).to.deep.equal([]);
  });

  it('refuses parts and stores that there are not, and says which there are', async () => {
    const part = await run(['--only', 'uploads']);
    expect([part.code, part.complained]).to.deep.equal([
      1,
      '--only: there is no part "uploads" (start, upload, download, partner, lists, pages, slow)\n',
    ]);
    const store = await run(['--store', 'tape']);
    expect([store.code, store.complained]).to.deep.equal([1, '--store: disk or s3\n']);
  });
});
