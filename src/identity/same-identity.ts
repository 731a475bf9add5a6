import { fold } from '../platform/fold.js';

/** A name with a birth date, as somebody gave them. Null: not told. */
export interface Identity {
  readonly name: string | null;
  /** YYYY-MM-DD. */
  readonly birthDate: string | null;
}

/**
 * Whether two identities can be one person's: names equal without case, marks, spaces and punctuation, birth dates
 * equal. What one side does not tell contradicts nothing.
 */
export function sameIdentity(a: Identity, b: Identity): boolean {
  return sameName(a.name, b.name) && sameWhenTold(a.birthDate, b.birthDate);
}

/** Whether what was given fits any of the identities that the e-ID has confirmed for the owner; true while none is. */
export function fitsIdentities(given: Identity, confirmed: readonly Identity[]): boolean {
  return confirmed.length === 0 || confirmed.some((identity) => sameIdentity(given, identity));
}

function sameName(a: string | null, b: string | null): boolean {
  return sameWhenTold(a === null ? null : letters(a), b === null ? null : letters(b));
}

function sameWhenTold(a: string | null, b: string | null): boolean {
  return a === null || b === null || a === b;
}

function letters(name: string): string {
  return fold(name).replace(/[^\p{L}\p{N}]/gu, '');
}
