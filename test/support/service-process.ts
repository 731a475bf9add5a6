import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';

export interface ServiceProcess {
  readonly child: ChildProcess;
  /** Both streams so far. */
  output(): string;
  /** The address of its ready line. Rejects with its output when it ends before. */
  readonly ready: Promise<string>;
  readonly exited: Promise<number | null>;
}

const root = join(import.meta.dirname, '..', '..');
/** Settings of whoever runs the tests must not reach the service that a test starts. */
const kept = ['PATH', 'HOME', 'XDG_CACHE_HOME', 'TMPDIR', 'LANG', 'CI'];

/** Runs `npm start`'s program (or another command) as a process of its own, with these settings alone. */
export function startService(
  settings: Record<string, string>,
  command: readonly [string, ...string[]] = [process.execPath, join(root, 'scripts', 'start.mjs')],
): ServiceProcess {
  const [program, ...args] = command;
  const env: NodeJS.ProcessEnv = {};
  for (const name of kept) if (process.env[name] !== undefined) env[name] = process.env[name];
  const child = spawn(program, args, {
    cwd: root,
    env: { ...env, MONGOD_PATH: process.env['MONGOD_PATH'], ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  const ready = new Promise<string>((resolve, reject) => {
    const take = (text: string) => {
      output += text;
      const address = /Motlan is ready at (\S+)/.exec(output)?.[1];
      if (address) resolve(address);
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    child.once('close', () => reject(new Error(`the service ended before it was ready:\n${output}`)));
  });
  // A test that expects a failed start looks at `exited` alone.
  ready.catch(() => undefined);
  return { child, output: () => output, ready, exited };
}

/** A port that nobody listens on at this moment. */
export function unusedPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** The pid of the embedded server on a data folder; mongod writes it into its own lock. */
export async function mongodPid(dataDir: string): Promise<number> {
  return Number((await readFile(join(dataDir, 'mongodb', 'mongod.lock'), 'utf8')).trim());
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits until it holds. */
export async function eventually(what: string, holds: () => boolean, limitMs = 10_000): Promise<void> {
  const end = Date.now() + limitMs;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`not within ${limitMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
