// npm test: the whole suite; npm test -- FILES or mocha's options: a part of it.
// The last line is `N passed, N failed` (and `, N skipped`).
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pinnedNode, root, run } from './pinned-node.mjs';

/** After the last test everything must be closed; what keeps the process alive longer is a fault. */
const END_LIMIT_MS = 60_000;

/**
 * The tests that mostly wait for other processes; they run beside the others, in this order. The two parts take about
 * equally long. Faults come first: what they stall at a server outside ends by its time limits, long before the run does.
 */
const WAITING = ['faults/', 'browser/', 'demo/', 'deploy/'];

const node = pinnedNode();
const built = await run(node, [join(root, 'scripts', 'build.mjs')]);
if (built.code !== 0) process.exit(built.code);

const args = process.argv.slice(2);
const isPart = args.some((argument) => /\.tsx?$/.test(argument));
const folder = mkdtempSync(join(tmpdir(), 'motlan-summary-'));
const lanes = await Promise.all((isPart ? [[]] : inLanes(testFiles())).map(runLane));
rmSync(folder, { recursive: true, force: true });

const sum = (field) => lanes.reduce((total, lane) => total + lane[field], 0);
if (!isPart) for (const lane of lanes) console.log(lane.time);
const skipped = sum('pending') > 0 ? `, ${sum('pending')} skipped` : '';
console.log(`${sum('passes')} passed, ${sum('failures')} failed${skipped}`);
process.exitCode = sum('failures') === 0 ? 0 : 1;

/** One mocha process; it has a MongoDB of its own. */
async function runLane(specs, index) {
  const summaryFile = join(folder, `${index}.json`);
  const started = Date.now();
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
    {
      env: { TEST_SUMMARY_FILE: summaryFile, NODE_ENV: 'test' },
      onStart: (child) => watch(child, summaryFile, () => (hung = true)),
    },
  );
  const summary = existsSync(summaryFile) ? JSON.parse(readFileSync(summaryFile, 'utf8')) : null;
  if (hung) console.error('All tests ended, but the process did not: a test leaves something open.');
  return {
    passes: summary?.passes ?? 0,
    // A run that broke off before its end, or ended badly without a failed test, is a failure too.
    failures: Math.max(summary?.failures ?? 1, code !== 0 || hung ? 1 : 0),
    pending: summary?.pending ?? 0,
    time: `lane ${index + 1}: ${Math.round((Date.now() - started) / 1000)} s; slowest: ${slowest(summary?.files ?? {})}`,
  };
}

/** On one core, one lane. */
function inLanes(files) {
  if (availableParallelism() < 2) return [files];
  const waiting = WAITING.flatMap((part) => files.filter((path) => isIn(part, path)));
  return [waiting, files.filter((path) => !waiting.includes(path))];
}

function isIn(part, path) {
  return path.startsWith(join('test', part));
}

function slowest(files) {
  return Object.entries(files)
    .toSorted((a, b) => b[1] - a[1])
    .slice(0, 12)
    .map(([file, ms]) => `${file.replace(/^test\//, '')} ${Math.round(ms / 1000)}`)
    .join(', ');
}

function testFiles() {
  return readdirSync(join(root, 'test'), { recursive: true })
    .filter((path) => /\.test\.tsx?$/.test(path))
    .map((path) => join('test', path))
    .toSorted();
}

function watch(child, summaryFile, onHung) {
  let seen;
  const timer = setInterval(() => {
    if (!existsSync(summaryFile)) return;
    seen ??= Date.now();
    if (Date.now() - seen < END_LIMIT_MS) return;
    onHung();
    child.kill('SIGKILL');
  }, 500);
  child.once('close', () => clearInterval(timer));
}
