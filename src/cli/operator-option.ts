import type { Command } from 'commander';
import { UsageError } from './usage-error.js';

/** The value of --operator, if it was given. @throws UsageError when it is no name */
export function operatorOf(program: Command): string | undefined {
  const given = program.opts<{ operator?: string }>().operator?.normalize('NFC').trim();
  if (given === undefined) return undefined;
  if (given === '' || given.length > 100 || /[\p{Cc}\p{Cf}]/u.test(given))
    throw new UsageError(['--operator: must be a name of 1 to 100 letters']);
  return given;
}
