import type { Clock } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import type { Logger } from '../platform/logger.js';
import type { JobLeases } from './jobs.store.js';

/** Work that comes round again. What is to be done stands in the records themselves, marked with its cause. */
export interface Job {
  readonly everyMs: number;
  /** May be cut off anywhere and run again. @returns how many things it settled */
  readonly run: (signal: AbortSignal) => Promise<number>;
}

/** What came of a run, for metrics. */
export interface JobOutcome {
  readonly job: string;
  readonly outcome: 'done' | 'failed' | 'lost';
  readonly seconds: number;
  readonly settled: number;
}

export interface RunJobsDeps {
  readonly leases: JobLeases;
  readonly jobs: Readonly<Record<string, Job>>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onOutcome?: ((outcome: JobOutcome) => void) | undefined;
  /** How long a process that died keeps its jobs from the others; extended every third of it. */
  readonly leaseMs?: number;
  /** How often this process looks for due jobs. */
  readonly pollMs?: number;
}

const MAX_BACKOFF = 10;

/**
 * Runs recurring jobs: one process at a time runs each, a long one keeps its lease, a failed one is tried again after a
 * growing pause, one whose process was killed is taken over when its lease has run out.
 * @returns `stop`, which waits for the run under way
 */
export function runJobs(deps: RunJobsDeps): { stop(): Promise<void> } {
  const { leases, clock, logger } = deps;
  const owner = newId();
  const leaseMs = deps.leaseMs ?? 30_000;
  const stopping = new AbortController();
  const running = new Map<string, Promise<void>>();
  const ensured = new Set<string>();

  const turn = async (name: string, job: Job): Promise<void> => {
    const now = clock.now();
    if (!ensured.has(name)) {
      await leases.ensure(name, now);
      ensured.add(name);
    }
    if (!(await leases.take(name, owner, now, later(now, leaseMs)))) return;
    const outcome = await runHeld(name, job);
    deps.onOutcome?.(outcome);
  };

  const runHeld = async (name: string, job: Job): Promise<JobOutcome> => {
    const begun = performance.now();
    const lost = new AbortController();
    const keep = setInterval(() => {
      leases.extend(name, owner, later(clock.now(), leaseMs)).then(
        (held) => !held && lost.abort(),
        (error: unknown) => logger.warn({ job: name, err: error }, 'lease not extended'),
      );
    }, leaseMs / 3);
    try {
      const settled = await job.run(AbortSignal.any([stopping.signal, lost.signal]));
      await leases.giveBack(name, owner, { nextRunAt: later(clock.now(), job.everyMs), failed: false });
      if (settled > 0) logger.info({ job: name, settledCount: settled }, 'job settled');
      return outcomeOf(name, lost.signal.aborted ? 'lost' : 'done', begun, settled);
    } catch (error) {
      const pause = job.everyMs * 2 ** Math.min(MAX_BACKOFF, await leases.failuresOf(name).catch(() => 0));
      await leases.giveBack(name, owner, {
        nextRunAt: later(clock.now(), Math.min(pause, 3_600_000)),
        failed: true,
      });
      logger.warn({ job: name, err: error }, 'job failed; it is tried again');
      return outcomeOf(name, 'failed', begun, 0);
    } finally {
      clearInterval(keep);
    }
  };

  const timer = setInterval(() => {
    for (const [name, job] of Object.entries(deps.jobs)) {
      if (running.has(name)) continue;
      const ended = turn(name, job)
        // The database does not answer: the next look tries again.
        .catch((error: unknown) => logger.warn({ job: name, err: error }, 'job not looked at'))
        .finally(() => running.delete(name));
      running.set(name, ended);
    }
  }, deps.pollMs ?? 5000);
  timer.unref();

  return {
    async stop() {
      clearInterval(timer);
      stopping.abort();
      await Promise.all(running.values());
    },
  };
}

function outcomeOf(job: string, kind: JobOutcome['outcome'], begun: number, settled: number): JobOutcome {
  return { job, outcome: kind, seconds: (performance.now() - begun) / 1000, settled };
}

function later(from: Date, ms: number): Date {
  return new Date(from.getTime() + ms);
}
