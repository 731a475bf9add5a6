import { setTimeout as wait } from 'node:timers/promises';
import type { Plan } from './plan.js';
import { cpuMs } from './process-figures.js';

/** One operation, done by caller number `caller` (from 0) of those at work at once. */
export type Operation = (caller: number) => Promise<unknown>;

export interface Round {
  readonly count: number;
  readonly perSecond: number;
  readonly latenciesMs: readonly number[];
}

/** Has `callers` do the operation again and again for `ms`. */
export async function runRound(callers: number, ms: number, operation: Operation): Promise<Round> {
  const latenciesMs: number[] = [];
  const begin = performance.now();
  const work = async (caller: number) => {
    do {
      const at = performance.now();
      await operation(caller);
      latenciesMs.push(performance.now() - at);
    } while (performance.now() - begin < ms);
  };
  await Promise.all(Array.from({ length: callers }, (_, caller) => work(caller)));
  const seconds = (performance.now() - begin) / 1000;
  return { count: latenciesMs.length, perSecond: latenciesMs.length / seconds, latenciesMs };
}

export interface Compared {
  /** Ours over raw, the median over the pairs of rounds. */
  readonly ratio: number;
  /** The lowest and highest ratio of a pair: how noisy it was. */
  readonly ratioRange: readonly [number, number];
  /** Of this process, per raw operation: what the machine takes at this hour for a work that is always the same. */
  readonly rawCpuMs: number;
  readonly rawPerSecond: number;
  readonly oursPerSecond: number;
  readonly oursP50Ms: number;
  readonly oursP99Ms: number;
  /** Of the service and its children, per operation of ours. */
  readonly cpuMs: number;
  /** Of the service's own process. */
  readonly mainCpuMs: number;
}

/** Rounds of raw and ours in turn, so that what else the machine does meets both. @param pid of the service */
export async function compare(
  plan: Plan,
  { callers, pid, raw, ours }: { callers: number; pid: number; raw: Operation; ours: Operation },
): Promise<Compared> {
  if (plan.warmUpMs > 0) {
    await runRound(callers, plan.warmUpMs / 2, raw);
    await runRound(callers, plan.warmUpMs, ours);
  }
  const pairs: { raw: Round; ours: Round; cpuMs: number; mainCpuMs: number; rawCpuMs: number }[] = [];
  for (let pair = 0; pair < plan.rounds; pair += 1) {
    const usedBefore = process.cpuUsage();
    const rawRound = await runRound(callers, plan.roundMs, raw);
    const used = process.cpuUsage(usedBefore);
    const rawCpuMs = (used.user + used.system) / 1000;
    const before = cpuMs(pid);
    const oursRound = await runRound(callers, plan.roundMs, ours);
    // What it does after its last answer is its work too.
    await wait(20);
    const after = cpuMs(pid);
    const [all, main] = [after.all - before.all, after.main - before.main];
    pairs.push({ raw: rawRound, ours: oursRound, cpuMs: all, mainCpuMs: main, rawCpuMs });
  }
  const ratios = pairs.map((pair) => pair.ours.perSecond / pair.raw.perSecond);
  const latencies = pairs.flatMap((pair) => pair.ours.latenciesMs);
  const count = sum(pairs.map((pair) => pair.ours.count));
  return {
    ratio: median(ratios),
    ratioRange: [Math.min(...ratios), Math.max(...ratios)],
    rawCpuMs: sum(pairs.map((pair) => pair.rawCpuMs)) / sum(pairs.map((pair) => pair.raw.count)),
    rawPerSecond: median(pairs.map((pair) => pair.raw.perSecond)),
    oursPerSecond: median(pairs.map((pair) => pair.ours.perSecond)),
    oursP50Ms: quantile(latencies, 0.5),
    oursP99Ms: quantile(latencies, 0.99),
    cpuMs: sum(pairs.map((pair) => pair.cpuMs)) / count,
    mainCpuMs: sum(pairs.map((pair) => pair.mainCpuMs)) / count,
  };
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** @param part from 0 to 1 */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
