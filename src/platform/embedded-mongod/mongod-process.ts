import { type ChildProcess, spawn } from 'node:child_process';
import { readFile, rename } from 'node:fs/promises';
import { createServer } from 'node:net';

/** Exit codes of mongod (docs, reference/exit-codes). */
export const PORT_TAKEN = 48;
export const FOLDER_IN_USE = 100;

/**
 * Ends mongod when our end of the pipe closes, that is, when we die in whatever way, kill -9 included; and ends itself
 * when mongod does, so that we learn of it. `read` is the shell's own: no further process waits on the pipe. One that
 * has not ended after 10 s is killed: its journal is replayed, while its lock would bar the next start.
 */
const keeper = `
exec 3<&0
"$@" </dev/null 3<&- &
pid=$!
{
  read -r _ <&3
  kill -TERM "$pid" 2>/dev/null
  n=0; while [ $n -lt 10 ]; do sleep 1; n=$((n + 1)); done
  kill -KILL "$pid" 2>/dev/null
} &
watch=$!
exec 3<&-
wait "$pid"; code=$?
kill "$watch" 2>/dev/null
exit "$code"
`;

export interface MongodOptions {
  readonly binary: string;
  readonly dbPath: string;
  readonly logPath: string;
  readonly keyFile: string;
  readonly port: number;
}

export interface MongodProcess {
  /** How it ended; never rejects. */
  readonly ended: Promise<number>;
  hasEnded(): boolean;
  /** Ends it, cleanly if it can. */
  stop(): Promise<void>;
}

const STOP_LIMIT_MS = 20_000;

/** Starts mongod as a child that cannot outlive us. */
export async function startMongod(options: MongodOptions): Promise<MongodProcess> {
  // One old log is kept: mongod itself would keep all of them.
  await rename(options.logPath, `${options.logPath}.1`).catch(() => undefined);
  const settings = {
    dbpath: options.dbPath,
    logpath: options.logPath,
    port: options.port,
    bind_ip: '127.0.0.1',
    replSet: 'rs0',
    keyFile: options.keyFile,
    // By default it would take half of the machine's memory and 5 % of its disk.
    wiredTigerCacheSizeGB: 0.25,
    oplogSize: 990,
  };
  const parameters = {
    diagnosticDataCollectionEnabled: false,
    // It has nobody to hand over to when it is told to end.
    shutdownTimeoutMillisForSignaledShutdown: 100,
  };
  const args = [
    ...Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
    ...Object.entries(parameters).flatMap(([name, value]) => ['--setParameter', `${name}=${value}`]),
    '--nounixsocket',
    '--quiet',
  ];
  const child = spawn('/bin/sh', ['-c', keeper, 'sh', options.binary, ...args], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // Its own group: Ctrl-C at the terminal must not end it while we still drain.
    detached: true,
  });
  return follow(child);
}

function follow(child: ChildProcess): MongodProcess {
  let over = false;
  const ended = new Promise<number>((resolve) => {
    child.once('error', () => resolve(127));
    child.once('exit', (code, signal) => resolve(code ?? (signal ? 128 : 1)));
  }).then((code) => {
    over = true;
    return code;
  });
  child.stdin?.on('error', () => undefined);
  return {
    ended,
    hasEnded: () => over,
    async stop() {
      if (over) return;
      child.stdin?.end();
      const timer = setTimeout(() => {
        if (child.pid !== undefined && !over) process.kill(-child.pid, 'SIGKILL');
      }, STOP_LIMIT_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** The wanted port of the loopback address when it is free, else any free one. */
export async function freePort(wanted: number | undefined): Promise<number> {
  if (wanted !== undefined && (await tryPort(wanted)) === wanted) return wanted;
  const port = await tryPort(0);
  if (port === null) throw new Error('there is no free port on 127.0.0.1');
  return port;
}

function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(null));
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : null));
    });
  });
}

/** The last complaint in mongod's log, for the one line that says why it did not start. */
export async function lastComplaint(logPath: string): Promise<string> {
  const text = await readFile(logPath, 'utf8').catch(() => '');
  for (const line of text.trim().split('\n').toReversed()) {
    const [, message] = /"s":"[EF]".*?"msg":"([^"]*)"/.exec(line) ?? [];
    const [, error] = /"(?:errmsg|error|message)":"([^"]*)"/.exec(line) ?? [];
    if (message && !/aborting|Fatal assertion/i.test(message))
      return `${message}${error ? `: ${error}` : ''}`;
  }
  return `see ${logPath}`;
}
