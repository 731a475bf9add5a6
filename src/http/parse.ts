import type { z } from 'zod';
import { AppError, type FieldFault } from '../platform/app-error.js';
import { fieldWordsOf } from './field-words.js';

/**
 * Parses what came from outside.
 * @param origin how pointers are written: `/a/b` into a body, `?a` for a query parameter
 * @throws AppError VALIDATION_FAILED with every fault
 */
export function parseWith<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  origin: 'body' | 'query' = 'body',
): z.output<Schema> {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw new AppError(
    'VALIDATION_FAILED',
    {},
    { fields: parsed.error.issues.flatMap((issue) => faults(issue, origin)) },
  );
}

function faults(issue: z.core.$ZodIssue, origin: 'body' | 'query'): FieldFault[] {
  const paths =
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [[...issue.path]];
  const code = faultCode(issue);
  const words = fieldWordsOf(issue, code);
  return paths.map((path) => ({ pointer: pointer(path, origin), code, detail: words.en, vi: words.vi }));
}

function pointer(path: readonly PropertyKey[], origin: 'body' | 'query'): string {
  if (origin === 'query') return `?${path.map(String).join('.')}`;
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function faultCode(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'MISSING';
  if (issue.code === 'unrecognized_keys') return 'UNKNOWN';
  if (issue.code === 'custom' && typeof issue.params?.['code'] === 'string') return issue.params['code'];
  return issue.code.toUpperCase();
}
