import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect } from 'chai';
import ts from 'typescript';

const source = join(import.meta.dirname, '..', '..', 'src');
/** A pattern that takes time by the square of the length shows here: half a head of the longest kind. */
const LENGTH = 8000;
const LIMIT_MS = 20;

interface Pattern {
  readonly where: string;
  readonly source: string;
  readonly flags: string;
}

/** Every regular expression that stands in the product's source. */
function patterns(): Pattern[] {
  const found: Pattern[] = [];
  for (const name of readdirSync(source, { recursive: true, encoding: 'utf8' })) {
    // Settings are the operator's own words.
    if (!/\.tsx?$/.test(name) || name === join('platform', 'config.ts')) continue;
    const file = ts.createSourceFile(
      name,
      readFileSync(join(source, name), 'utf8'),
      ts.ScriptTarget.Latest,
      true,
    );
    const visit = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node)) {
        const end = node.text.lastIndexOf('/');
        const { line } = file.getLineAndCharacterOfPosition(node.getStart());
        found.push({
          where: `${name}:${line + 1} ${node.text}`,
          source: node.text.slice(1, end),
          flags: node.text.slice(end + 1),
        });
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return found;
}

/** Tries patterns on long texts of few letters, each with an end that fits nothing; tells how long the slowest took. */
const trial = `
const { parentPort, workerData: { patterns, length, limitMs } } = require('node:worker_threads');
const units = ['a', 'Z', '0', ' ', '\\t', '\\r\\n', '-', '.', '/', "'", '"', ';', '=', '?', '*', '%', '%2', '\\\\', ':', ',',
  '<', '_', '\\u00e9', 'a ', '; ', '=?', '=?a?q?', '=?a?q?a?= ', 'a.', 'a=', 'a/', '0:', ':0', "a''", 'a-', '0-', '\\n ', 'a;a="'];
for (const { where, source, flags } of patterns) {
  let slowest = { ms: 0, unit: '' };
  for (const unit of units) for (const begin of ['', 'a', '"', 'form-data;', "UTF-8'", 'text/x']) {
    const text = begin + unit.repeat(Math.ceil(length / unit.length)) + '\\u0000!';
    const pattern = new RegExp(source, flags);
    let ms = Infinity;
    // The machine may be busy with something else: the best of three is the pattern's own.
    for (let turn = 0; turn < 3 && ms > limitMs; turn += 1) {
      const begun = performance.now();
      if (pattern.global) text.replace(pattern, ''); else pattern.test(text);
      ms = Math.min(ms, performance.now() - begun);
    }
    if (ms > slowest.ms) slowest = { ms, unit: begin + '|' + unit };
  }
  parentPort.postMessage({ where, ...slowest });
}
`;

describe('the regular expressions of the product', function () {
  this.timeout(90_000);

  it('take no long time over any long text', async () => {
    const all = patterns();
    expect(all.length).to.be.greaterThan(50);
    const done: { where: string; ms: number; unit: string }[] = [];
    const worker = new Worker(trial, {
      eval: true,
      workerData: { patterns: all, length: LENGTH, limitMs: LIMIT_MS },
    });
    const ended = new Promise<string>((resolve) => {
      worker.on('message', (one) => done.push(one));
      worker.on('error', (error) => resolve(error.message));
      worker.on('exit', () => resolve('ended'));
    });
    const late = setTimeout(() => void worker.terminate(), 80_000);
    expect(await ended).to.equal('ended');
    clearTimeout(late);
    // What did not come back is where the time went.
    expect(all[done.length]?.where).to.equal(undefined);
    const slow = done
      .filter(({ ms }) => ms > LIMIT_MS)
      .map(({ where, ms, unit }) => `${where}: ${ms} ms for ${unit}`);
    expect(slow).to.deep.equal([]);
  });
});
