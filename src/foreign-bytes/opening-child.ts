import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { ChildMessage, OpenRequest, Verdict } from './messages.js';

export interface ChildLimits {
  /** Wall time to open one file, from the moment its bytes are in the child. */
  readonly timeMs: number;
  /** Resident memory of the child, watched from outside. */
  readonly memoryBytes: number;
  /** Time to start, load the libraries and take the bytes. */
  readonly startMs: number;
}

/** One child process as the service sees it. Opens one file at a time. */
export interface OpeningChild {
  readonly pid: number;
  /** @throws what the stream threw, or an Error when the child failed before it looked at the bytes */
  open(stream: Readable, request: OpenRequest): Promise<Verdict>;
  /** False once a file has left it unfit, or it has grown. */
  fit(): boolean;
  /** Lets an idle child keep the service alive, or not. */
  setBusy(busy: boolean): void;
  kill(): void;
  readonly gone: Promise<void>;
}

const WATCH_EVERY_MS = 40;
// The TypeScript source is run as it is in tests and scripts; a build has the .js beside it.
const fromSource = import.meta.url.endsWith('.ts');
const childFile = fileURLToPath(new URL(fromSource ? './child.ts' : './child.js', import.meta.url));
const heap = ['--max-old-space-size=128', '--expose-gc'];
const nodeArguments = fromSource ? [...heap, '--import', import.meta.resolve('tsx')] : heap;

/** Starts a child with an empty environment: no secret of the service reaches it. */
export function startChild(limits: ChildLimits): OpeningChild {
  const child = fork(childFile, [], {
    execArgv: nodeArguments,
    env: {},
    stdio: ['pipe', 'ignore', 'ignore', 'ipc'],
    serialization: 'json',
  });
  const stdin = child.stdin;
  if (!stdin) throw new Error('the child has no stdin');
  const pid = child.pid ?? 0;
  let spent = false;
  // A spawn fault shows as 'error' without 'exit'; a write to a dead child's pipe as an error of the pipe.
  const gone = new Promise<void>((resolve) => {
    const end = (): void => {
      spent = true;
      resolve();
    };
    child.once('exit', end);
    // Also of a message to a child that is just gone: must always have a listener.
    child.on('error', end);
  });
  stdin.on('error', () => {});
  const kill = (): void => {
    spent = true;
    child.kill('SIGKILL');
  };

  return {
    pid,
    gone,
    kill,
    fit: () => !spent && child.connected,
    setBusy(busy) {
      const pipe = stdin as typeof stdin & { ref?: () => void; unref?: () => void };
      if (busy) {
        child.ref();
        child.channel?.ref();
        pipe.ref?.();
      } else {
        child.unref();
        child.channel?.unref();
        pipe.unref?.();
      }
    },
    async open(stream, request) {
      const outcome = watch(child, pid, limits, kill);
      outcome.catch(() => {});
      try {
        child.send(request);
        await Promise.race([pump(stream, stdin), outcome]);
        const { verdict, done } = await outcome;
        spent ||= done;
        return verdict;
      } catch (error) {
        // A file half sent leaves the pipe in the middle of something.
        kill();
        // Its pipe may break before its end is heard: a verdict on the file outweighs that.
        const known = await outcome.catch(() => null);
        if (known && !stream.errored) return known.verdict;
        throw stream.errored ?? error;
      } finally {
        stream.destroy();
      }
    },
  };
}

/** Writes all of a stream and leaves the pipe open: `pipeline` would leave listeners on it, file after file. */
async function pump(stream: Readable, pipe: Writable): Promise<void> {
  for await (const chunk of stream) {
    if (!pipe.write(chunk)) await once(pipe, 'drain');
  }
}

/** Waits for the verdict and enforces the limits; what it has to kill was too complex. */
function watch(
  child: ChildProcess,
  pid: number,
  limits: ChildLimits,
  kill: () => void,
): Promise<{ verdict: Verdict; done: boolean }> {
  return new Promise((resolve, reject) => {
    let opening = false;
    let stopped: 'time' | 'memory' | undefined;
    const stop = (reason: 'time' | 'memory'): void => {
      stopped ??= reason;
      kill();
    };
    let timer = setTimeout(stop, limits.startMs, 'time');
    const memory = setInterval(() => {
      if (residentBytes(pid) > limits.memoryBytes) stop('memory');
    }, WATCH_EVERY_MS);
    const settle = (): void => {
      clearTimeout(timer);
      clearInterval(memory);
      child.off('message', heard).off('exit', ended).off('error', ended);
    };
    const heard = (message: unknown): void => {
      const said = message as ChildMessage; // our own child, our own words
      if (said.kind === 'OPENING') {
        opening = true;
        clearTimeout(timer);
        timer = setTimeout(stop, limits.timeMs, 'time');
      } else if (said.kind === 'VERDICT') {
        settle();
        // Memory that grew for one file stays with a WebAssembly module: half of the limit is enough for a next one.
        resolve({
          verdict: said.verdict,
          done: said.spent || residentBytes(pid) > limits.memoryBytes / 2,
        });
      }
    };
    const ended = (): void => {
      settle();
      const killedForMemory = child.signalCode === 'SIGKILL';
      if (opening || stopped === 'memory') {
        resolve({
          verdict: { state: stopped || killedForMemory ? 'TOO_COMPLEX' : 'UNREADABLE' },
          done: true,
        });
      } else reject(new Error('the child that opens files did not start'));
    };
    child.on('message', heard).once('exit', ended).once('error', ended);
  });
}

/** Resident memory of a process, 0 where the system does not tell. */
export function residentBytes(pid: number): number {
  try {
    const found = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'));
    return Number(found?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
