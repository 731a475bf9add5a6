// For the other scripts here: the project's own Node and tools, whatever the machine's Node is.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');
export const LEAST_NODE = 24;
const bin = join(root, 'node_modules', '.bin');

export const isNodeNewEnough = Number.parseInt(process.versions.node, 10) >= LEAST_NODE;

/** The Node to run the project with. Without one: says in a line what to do, and ends with 1. */
export function pinnedNode() {
  if (isNodeNewEnough) return process.execPath;
  const node = join(bin, 'node');
  if (existsSync(node)) return node;
  console.error(
    `Motlan needs Node ${LEAST_NODE}; this is ${process.versions.node}, and node_modules/.bin/node is missing. Run "npm ci" (npm 12 makes it only while package.json says "allowScripts": {"node": true}).`,
  );
  return process.exit(1);
}

/** Environment in which `node` and the project's tools are found first. */
export function toolEnvironment(more = {}) {
  return { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}`, ...more };
}

/** Runs a program and passes its streams through; with `capture` its output is given back instead. */
export function run(program, args, { env = {}, capture = false, onStart = () => {} } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      env: toolEnvironment(env),
      stdio: capture ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    });
    let output = '';
    child.stdout?.on('data', (bytes) => (output += bytes));
    child.stderr?.on('data', (bytes) => (output += bytes));
    child.once('error', (error) => resolve({ code: 127, output: `${program}: ${error.message}\n` }));
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
    onStart(child);
  });
}
