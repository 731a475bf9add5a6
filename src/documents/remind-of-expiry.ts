import type { Notify } from '../notices/index.js';
import { type Clock, vietnamDate } from '../platform/clock.js';
import type { Transact } from '../platform/transaction.js';
import type { StoredDocument } from './document.js';

/** So many days ahead an owner is reminded that a paper ends. */
export const REMINDER_DAYS = [30, 7] as const;

/** The days, from today on, on which the owner of a paper that ends is reminded of it, `YYYY-MM-DD`. */
export function remindersOf(validTo: string | null, today: string): string[] {
  if (validTo === null) return [];
  const end = Date.parse(`${validTo}T00:00:00Z`);
  return REMINDER_DAYS.map((days) => new Date(end - days * DAY_MS).toISOString().slice(0, 10)).filter(
    (day) => day >= today,
  );
}

const PAGE = 100;
const DAY_MS = 24 * 3_600_000;
/** A service that stood still longer does not remind of what is nearly over. */
const CATCH_UP_DAYS = 5;

/**
 * Reminds owners 30 and 7 days before a paper ends. It may run as often as it likes, in any process: each reminder is
 * given once. Days missed by a service that was down are made up for, up to five.
 * @returns a run; it resolves with how many papers were looked at
 */
export function makeRemindOfExpiry(deps: {
  documents: {
    /** Valid papers that owners see and that end on a day, by id. */
    endingOn(
      day: string,
      page: { readonly after: string; readonly limit: number },
    ): Promise<StoredDocument[]>;
  };
  notify: Notify;
  transact: Transact;
  clock: Clock;
}) {
  const remind = async (days: number, validTo: string, signal: AbortSignal): Promise<number> => {
    let looked = 0;
    let after = '';
    while (!signal.aborted) {
      const page = await deps.documents.endingOn(validTo, { after, limit: PAGE });
      for (const { id, ownerId } of page) {
        const key = `expires:${id}:${validTo}:${days}`;
        const notice = { ownerId, kind: 'EXPIRES' as const, key, about: { documentId: id, validTo } };
        await deps.transact((session) => deps.notify(notice, session));
        after = id;
      }
      looked += page.length;
      if (page.length < PAGE) break;
    }
    return looked;
  };

  let doneOn = '';
  return async (signal: AbortSignal = new AbortController().signal): Promise<number> => {
    const now = deps.clock.now();
    const today = vietnamDate(now);
    if (doneOn === today) return 0;
    let looked = 0;
    for (const days of REMINDER_DAYS) {
      for (let late = 0; late < CATCH_UP_DAYS; late += 1) {
        const day = vietnamDate(new Date(now.getTime() + (days - late) * DAY_MS));
        looked += await remind(days, day, signal);
      }
    }
    if (!signal.aborted) doneOn = today;
    return looked;
  };
}
