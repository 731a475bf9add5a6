/**
 * Has pieces of work under one key run one after the other within this process, in the order of asking; those under
 * other keys run beside them. Spares transactions on one record the conflicts that they would all try again after. It
 * guards nothing: other processes know nothing of it, and whoever has waited for `patienceMs` goes ahead.
 */
export type InTurn = <Result>(key: string, work: () => Promise<Result>) => Promise<Result>;

/** Long for a line of quick works; short where a database that hangs would make each wait for the time-out before. */
const PATIENCE_MS = 2000;

export function makeInTurn({ patienceMs = PATIENCE_MS } = {}): InTurn {
  const last = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    const before = last.get(key);
    const mine = before ? settledOr(before, patienceMs).then(work) : work();
    last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (last.get(key) === mine) last.delete(key);
    }
  };
}

function settledOr(work: Promise<unknown>, limitMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, limitMs);
    const go = (): void => {
      clearTimeout(timer);
      resolve();
    };
    work.then(go, go);
  });
}
