import { z } from './zod.js';

/** A page of a list: `next` is the cursor for the following page, null at the end. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** A whole number as it stands in a query: digits alone, so neither nothing nor `1e1` nor `0x10` is one. */
export function wholeNumber(range: { readonly from: number; readonly to: number }, description: string) {
  const detail = `a whole number from ${range.from} to ${range.to}`;
  return z
    .string(detail)
    .regex(/^\d{1,15}$/, { error: detail, abort: true })
    .transform(Number)
    .refine((value) => value >= range.from && value <= range.to, detail)
    .openapi({ type: 'integer', minimum: range.from, maximum: range.to, description });
}

export const limitSchema = wholeNumber({ from: 1, to: 100 }, 'How many items, 1 to 100.').default(20);

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function cursorOf(id: string): string {
  return Buffer.from(id, 'latin1').toString('base64url');
}

/** A cursor over ids that are ordered by time (UUIDv7), newest first: the id of the last item seen, opaque outside. */
export const idCursorSchema = z
  .string()
  .max(100)
  .transform((text, context) => {
    const id = Buffer.from(text, 'base64url').toString('latin1');
    if (!uuid.test(id) || cursorOf(id) !== text) {
      context.addIssue({
        code: 'custom',
        message: 'not a cursor of this list',
        params: { code: 'INVALID_CURSOR' },
      });
      return z.NEVER;
    }
    return id;
  })
  .openapi({ type: 'string', description: 'The `next` of the page before.' });

/** Cuts one item more than asked for down to the page and its cursor. */
export function pageById<Item extends { readonly id: string }>(
  found: readonly Item[],
  limit: number,
): Page<Item> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return {
    items,
    next: found.length > limit && last ? cursorOf(last.id) : null,
  };
}

const READ_AT_ONCE = 100;

/**
 * All of a list, a page at a time, newest first.
 * @param read gives at most `limit + 1` that are older than `before`
 */
export async function* everyPage<Item extends { readonly id: string }>(
  read: (place: { readonly before: string | undefined; readonly limit: number }) => Promise<readonly Item[]>,
  limit = READ_AT_ONCE,
): AsyncGenerator<readonly Item[]> {
  let before: string | undefined;
  for (;;) {
    const found = await read({ before, limit });
    const page = found.slice(0, limit);
    if (page.length > 0) yield page;
    if (found.length <= limit) return;
    before = page.at(-1)?.id;
  }
}
