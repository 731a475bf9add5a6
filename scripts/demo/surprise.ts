/** Something that the demo did not expect: what it expected and what came. Ends the demo with 1. */
export class Surprise extends Error {
  override readonly name = 'Surprise';
  readonly expected: string;
  readonly came: string;
  /** What the person at the terminal can do about it, where that is known. */
  readonly advice: string | undefined;
  constructor(expected: string, came: string, advice?: string) {
    super(`expected ${expected}; came ${came}`);
    this.expected = expected;
    this.came = came;
    this.advice = advice;
  }
}

/** @throws Surprise unless both are the same */
export function mustEqual(what: string, expected: unknown, came: unknown): void {
  if (came !== expected) throw new Surprise(`${what} ${shown(expected)}`, shown(came));
}

/** The value, which must be there. @throws Surprise */
export function mustFind<Value>(what: string, value: Value | undefined, among: readonly unknown[]): Value {
  if (value === undefined) throw new Surprise(what, `${among.length} others: ${shown(among)}`);
  return value;
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? String(value));
  return text.length > 600 ? `${text.slice(0, 600)}…` : text;
}
