import type { Consent } from './consent.js';

/**
 * What a person types instead of scanning: eight digits of the request's own random bits. They name one request among
 * those that wait for the person signed in, and nothing to anybody else, so they need not be hard to guess.
 */
export function consentCode(id: string): string {
  const bits = BigInt(`0x${id.replaceAll('-', '').slice(-12)}`);
  return String(bits % 100_000_000n).padStart(8, '0');
}

/** As it is shown and read aloud: `4821 7730`. */
export function spacedCode(code: string): string {
  return `${code.slice(0, 4)} ${code.slice(4)}`;
}

/** The digits of a typed code; null when it cannot be one. */
export function typedCode(typed: string): string | null {
  const digits = typed.replace(/[\s.-]/g, '');
  return /^\d{8}$/.test(digits) ? digits : null;
}

/** The request of a code among those that wait. */
export function withCode(waiting: readonly Consent[], code: string): Consent | undefined {
  return waiting.find(({ id }) => consentCode(id) === code);
}
