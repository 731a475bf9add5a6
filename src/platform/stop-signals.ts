/** Ctrl-C under npm arrives twice, from the terminal and from npm: within this time it counts as one. */
const SAME_MS = 700;

/**
 * Calls `stop` at the first SIGTERM, SIGINT or SIGHUP; a further one ends the process at once.
 * @param stop has until it resolves; then the process ends with 0
 */
export function onStopSignal(stop: (signal: NodeJS.Signals) => Promise<void>): void {
  let first: number | undefined;
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (first === undefined) {
        first = Date.now();
        stop(signal).then(
          () => process.exit(0),
          () => process.exit(1),
        );
      } else if (Date.now() - first > SAME_MS) {
        process.exit(130);
      }
    });
  }
}
