import { UsageError } from './usage-error.js';

/** The value of --reason, for the record. @throws UsageError when it is none */
export function givenReason(typed: string): string {
  const reason = typed.normalize('NFC').trim();
  if (reason === '' || Array.from(reason).length > 500 || /\p{Cc}/u.test(reason))
    throw new UsageError(['--reason: must be a text of 1 to 500 letters']);
  return reason;
}
