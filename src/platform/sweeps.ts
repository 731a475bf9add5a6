import type { Logger } from './logger.js';

export interface Sweep {
  readonly everyMs: number;
  /** Must be safe in several processes at once and interrupted anywhere. @returns how many things it settled */
  readonly run: () => Promise<number>;
}

/** Runs sweeps now and then, each at most once at a time in this process. A failed one is tried again at its next turn. */
export function startSweeps({
  sweeps,
  logger,
}: {
  sweeps: Readonly<Record<string, Sweep>>;
  logger: Logger;
}): {
  /** Resolves when none is running any more. */
  stop(): Promise<void>;
} {
  const running = new Map<string, Promise<void>>();
  const timers = Object.entries(sweeps).map(([job, sweep]) => {
    const turn = async (): Promise<void> => {
      try {
        const settled = await sweep.run();
        if (settled > 0) logger.info({ job, settledCount: settled }, 'sweep');
      } catch (error) {
        logger.warn({ job, err: error }, 'sweep failed; it is tried again');
      } finally {
        running.delete(job);
      }
    };
    const begin = (): void => {
      if (!running.has(job)) running.set(job, turn());
    };
    const timer = setInterval(begin, sweep.everyMs);
    timer.unref();
    return timer;
  });
  return {
    async stop() {
      for (const timer of timers) clearInterval(timer);
      await Promise.all(running.values());
    },
  };
}
