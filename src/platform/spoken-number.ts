/** Without letters that are read for digits or for each other (Crockford's base 32). */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Ten letters from an id's own random bits, which people can read to each other: the same id has the same everywhere. */
export function spokenNumber(prefix: string, id: string): string {
  const bits = BigInt(`0x${id.replaceAll('-', '').slice(-13)}`) & ((1n << 50n) - 1n);
  const letters = Array.from(
    { length: 10 },
    (_none, place) => alphabet[Number((bits >> BigInt(45 - 5 * place)) & 31n)],
  );
  return `${prefix}-${letters.slice(0, 5).join('')}-${letters.slice(5).join('')}`;
}
