import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** The built service as a process of its own. */
export interface Service {
  readonly url: string;
  readonly pid: number;
  readonly dataDir: string;
  readonly database: string;
  /** From its start to the first good answer of /readyz. */
  readonly readyMs: number;
  stop(): Promise<void>;
}

const root = join(import.meta.dirname, '..', '..');
const READY_LIMIT_MS = 30_000;

export interface ServiceSettings {
  readonly mongoUri: string;
  readonly database: string;
  readonly dataDir: string;
  /** STORAGE and S3_*. */
  readonly storage: Readonly<Record<string, string>>;
  readonly profileFolder?: string | undefined;
}

/**
 * Starts it by the program of `npm start`, with the settings of a deployment except that people sign in at the
 * development e-ID, and with limits out of the way. @throws Error with its output when it does not get ready
 */
export async function startService(settings: ServiceSettings): Promise<Service> {
  const port = await unusedPort();
  const url = `http://127.0.0.1:${port}`;
  const { profileFolder } = settings;
  const profile = profileFolder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`];
  const flags = [...flagsOfStart(), ...profile];
  const begin = performance.now();
  const child = spawn(process.execPath, [...flags, join(root, 'scripts', 'start.mjs')], {
    cwd: root,
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      PORT: String(port),
      PUBLIC_URL: url,
      MONGODB_URI: settings.mongoUri,
      MONGODB_DATABASE: settings.database,
      DATA_DIR: settings.dataDir,
      ...environmentOfStart(),
      QUOTA_BYTES: String(2 ** 42),
      QUOTA_DOCUMENTS: '100000000',
      RATE_CALLS_PER_MINUTE: '100000000',
      RATE_UPLOADS_PER_HOUR: '100000000',
      ...settings.storage,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = keepTail(child);
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
  };
  try {
    await ready(url, child, output);
  } catch (error) {
    await stop();
    throw error;
  }
  const readyMs = performance.now() - begin;
  const { database, dataDir } = settings;
  return { url, pid: child.pid ?? 0, dataDir, database, readyMs, stop };
}

/** The flags of Node with which `npm start` runs the program. */
function flagsOfStart(): string[] {
  return wordsOfStart().filter((word) => word.startsWith('--'));
}

/** The variables that `npm start` sets: the memory allocator's. */
function environmentOfStart(): Record<string, string> {
  return Object.fromEntries(
    wordsOfStart().flatMap((word) => {
      const [, name, value] = /^([A-Z_]+)=(.*)$/.exec(word) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value]];
    }),
  );
}

function wordsOfStart(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: { start: string };
  };
  return scripts.start.split(' ');
}

/** Its last words; a log line per request must not fill our memory, and a full pipe must not stop it. */
function keepTail(child: ChildProcess): () => string {
  let tail = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      tail = (tail + text).slice(-4000);
    });
  }
  return () => tail;
}

async function ready(url: string, child: ChildProcess, output: () => string): Promise<void> {
  const end = performance.now() + READY_LIMIT_MS;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the service ended before it was ready:\n${output()}`);
    if (performance.now() > end) throw new Error(`the service did not get ready:\n${output()}`);
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.status === 200) return;
    await wait(10);
  }
}

function unusedPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
