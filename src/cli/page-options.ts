import { UsageError } from './usage-error.js';

/** `--limit` and `--after` of a list. @throws UsageError when the limit is none */
export function pageOf(options: { readonly limit: string; readonly after?: string }): {
  readonly limit: number;
  readonly after: string | undefined;
} {
  const limit = Number(options.limit);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100)
    throw new UsageError(['--limit: must be a whole number from 1 to 100']);
  return { limit, after: options.after };
}
