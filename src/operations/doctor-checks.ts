/** What one look found. A warning may stay; a fault must be mended before the service can be relied on. */
export interface Check {
  readonly name: string;
  readonly state: 'ok' | 'warning' | 'fault';
  readonly found: string;
  /** What to do about it. */
  readonly advice?: string;
}

export const ok = (name: string, found: string): Check => ({ name, state: 'ok', found });
export const warning = (name: string, found: string, advice: string): Check => ({
  name,
  state: 'warning',
  found,
  advice,
});
export const fault = (name: string, found: string, advice: string): Check => ({
  name,
  state: 'fault',
  found,
  advice,
});

/** Runs a look; one that fails unforeseen is a fault with its reason and this advice. */
export async function tried(
  name: string,
  advice: string,
  look: () => Promise<Check | readonly Check[]>,
): Promise<readonly Check[]> {
  try {
    const found = await look();
    return 'name' in found ? [found] : found;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : '';
    const words = error instanceof Error ? error.message : String(error);
    return [fault(name, `${words}${cause}`.replaceAll('\n', ' '), advice)];
  }
}
