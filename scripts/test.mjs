// npm test: the whole suite; npm test -- FILES or mocha's options: a part of it.
// The last line is `N passed, N failed` (and `, N skipped`).
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pinnedNode, root, run } from './pinned-node.mjs';

/** After the last test everything must be closed; what keeps the process alive longer is a fault. */
const END_LIMIT_MS = 20_000;

const node = pinnedNode();
const built = await run(node, [join(root, 'scripts', 'build.mjs')]);
if (built.code !== 0) process.exit(built.code);

const args = process.argv.slice(2);
const given = args.filter((argument) => /\.tsx?$/.test(argument));
const specs = given.length > 0 ? [] : testFiles();
const folder = mkdtempSync(join(tmpdir(), 'motlan-summary-'));
const summaryFile = join(folder, 'summary.json');
let hung = false;
const { code } = await run(
  node,
  [
    '--import=tsx',
    // mocha would try `require` first: some modules would exist twice, and the error of a file that cannot be loaded
    // would be another one than its own.
    '--no-experimental-require-module',
    // Not bin/mocha.js, which would put a process between that we could not end.
    join(root, 'node_modules', 'mocha', 'lib', 'cli', 'cli.js'),
    ...(process.env.CI === 'true' ? ['--forbid-only'] : []),
    '--reporter',
    join(root, 'scripts', 'test-reporter.mjs'),
    ...args,
    ...specs,
  ],
  { env: { TEST_SUMMARY_FILE: summaryFile, NODE_ENV: 'test' }, onStart: watch },
);

const summary = existsSync(summaryFile) ? JSON.parse(readFileSync(summaryFile, 'utf8')) : null;
rmSync(folder, { recursive: true, force: true });
if (hung) console.error('All tests ended, but the process did not: a test leaves something open.');
const passed = summary?.passes ?? 0;
// A run that broke off before its end, or ended badly without a failed test, is a failure too.
const failed = Math.max(summary?.failures ?? 1, code !== 0 || hung ? 1 : 0);
const skipped = summary?.pending ? `, ${summary.pending} skipped` : '';
console.log(`${passed} passed, ${failed} failed${skipped}`);
process.exitCode = failed === 0 ? 0 : 1;

function testFiles() {
  return readdirSync(join(root, 'test'), { recursive: true })
    .filter((path) => /\.test\.tsx?$/.test(path))
    .map((path) => join('test', path))
    .toSorted();
}

function watch(child) {
  let seen;
  const timer = setInterval(() => {
    if (!existsSync(summaryFile)) return;
    seen ??= Date.now();
    if (Date.now() - seen < END_LIMIT_MS) return;
    hung = true;
    child.kill('SIGKILL');
  }, 500);
  child.once('close', () => clearInterval(timer));
}
