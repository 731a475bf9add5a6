import type { Visit } from '../http/page-routes.js';
import { z } from '../http/zod.js';
import type { FormError } from '../ui/form-errors.js';
import type { Translate } from '../ui/i18n.js';
import { accessFilterSchema, endsBeforeItBegins } from './audit.schemas.js';
import type { AccessFilter } from './list-accesses.js';
import type { TypedFilter } from './pages/access-view.js';

const { documentId, agency, act, from } = accessFilterSchema.shape;
const day = from.unwrap();

/** A field of a filter that was left as it is says nothing. */
function chosen<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((value) => (value === '' ? undefined : value), schema);
}

const asTyped = {
  documentId: chosen(documentId),
  agency: chosen(agency),
  act: chosen(act),
  from: chosen(z.string().max(40).optional()),
  to: chosen(z.string().max(40).optional()),
};

/** A filter as it was typed, what it means, and what is wrong with it; with faults it means nothing. */
export interface ReadFilter {
  readonly typed: TypedFilter;
  readonly filter: AccessFilter;
  readonly errors: readonly FormError[];
}

/** @throws AppError NOT_FOUND for what no form of ours can send */
export function readFilter(visit: Pick<Visit<unknown>, 'query'>, t: Translate): ReadFilter {
  const typed = visit.query(asTyped);
  const days = { from: dayOf(typed.from), to: dayOf(typed.to) };
  const errors: FormError[] = (['from', 'to'] as const)
    .filter((field) => days[field] === null)
    .map((field) => ({ field, text: t('audit.filter.dayFault') }));
  if (endsBeforeItBegins(days)) errors.push({ field: 'to', text: t('audit.filter.orderFault') });
  return {
    typed,
    filter: { ...typed, from: days.from ?? undefined, to: days.to ?? undefined },
    errors,
  };
}

/** A day as browsers send it, or as people type it where the browser has no calendar; null for what is none. */
function dayOf(typed: string | undefined): string | null | undefined {
  if (typed === undefined) return undefined;
  const written = /^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s*$/.exec(typed);
  const [, date = '', month = '', year = ''] = written ?? [];
  const parsed = day.safeParse(
    written ? `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}` : typed.trim(),
  );
  return parsed.success ? parsed.data : null;
}
