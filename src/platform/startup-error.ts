/** Why the program cannot start, in one line for the person at the terminal. No stack trace is shown for it. */
export class StartupError extends Error {
  override readonly name: string = 'StartupError';
}

/** The code of a system error (`ENOENT`, `EACCES`), else its message. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return code ?? error.message.split('\n')[0] ?? error.name;
}
