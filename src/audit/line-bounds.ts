/** Days of lines to read, as dates of law in Asia/Ho_Chi_Minh; both ends belong to it. */
export interface Days {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Days as bounds on the ids of lines: an id is a UUIDv7, so it begins with the milliseconds of its making (RFC 9562,
 * 5.7), and the order of the list serves the days too. `least` belongs to it, `beyond` does not.
 */
export function idBounds({ from, to }: Days): {
  readonly least?: string;
  readonly beyond?: string;
} {
  return {
    ...(from === undefined ? {} : { least: firstIdOf(beginOf(from)) }),
    ...(to === undefined ? {} : { beyond: firstIdOf(beginOf(to) + DAY_MS) }),
  };
}

/** Vietnam keeps one time all the year: UTC+7. */
function beginOf(date: string): number {
  return Date.parse(`${date}T00:00:00+07:00`);
}

function firstIdOf(milliseconds: number): string {
  const hex = Math.max(0, milliseconds).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
