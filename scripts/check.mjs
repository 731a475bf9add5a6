// npm run check: format, type-aware lint, types, dead code, dependency rules, the published contract. All are run; any
// failure ends it with 1.
import { join } from 'node:path';
import { pinnedNode, root, run } from './pinned-node.mjs';

const node = pinnedNode();
const bin = (name) => join(root, 'node_modules', '.bin', name);

const steps = [
  { name: 'format (biome)', command: [bin('biome'), 'ci', '--colors=off', '.'] },
  { name: 'lint with types (oxlint)', command: [bin('oxlint'), '--type-aware', '.'] },
  { name: 'types (tsc)', command: [bin('tsc'), '--noEmit', '-p', '.'] },
  { name: 'types of the browser’s scripts (tsc)', command: [bin('tsc'), '--noEmit', '-p', 'src/ui/browser'] },
  { name: 'dead code (knip)', command: [bin('knip')] },
  {
    name: 'dependency rules (dependency-cruiser)',
    command: [bin('depcruise'), 'src', '--config', 'config/dependency-rules.cjs'],
    // With a TypeScript that it does not know it sees nothing and finds no fault in it.
    alsoFails: (output) => !/[1-9]\d* modules/.test(output) && 'it looked at no module',
  },
  {
    name: 'openapi.json equals the code',
    command: [node, '--import=tsx', 'scripts/openapi.ts', '--check'],
  },
];

/** The report is read in logs too, where colours are noise. */
const plainText = { NO_COLOR: '1', FORCE_COLOR: '0' };

const failures = [];
for (const { name, command, alsoFails } of steps) {
  const [program, ...args] = command;
  const begin = Date.now();
  const { code, output } = await run(program, args, { capture: true, env: plainText });
  const fault = alsoFails?.(output);
  const seconds = ((Date.now() - begin) / 1000).toFixed(1);
  if (code === 0 && !fault) {
    console.log(`ok      ${name} (${seconds} s)`);
  } else {
    failures.push(name);
    console.log(`FAILED  ${name} (${seconds} s)${fault ? `: ${fault}` : ''}\n${output.trimEnd()}\n`);
  }
}
console.log(
  failures.length === 0
    ? `All ${steps.length} checks passed.`
    : `${failures.length} of ${steps.length} checks failed: ${failures.join('; ')}.`,
);
process.exitCode = failures.length === 0 ? 0 : 1;
