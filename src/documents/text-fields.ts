import { z } from '../http/zod.js';

/** Characters that are not shown, break lines or turn the direction of text; joiners inside emoji stay. */
const unwanted = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** Text that a person typed: NFC, without control and direction-changing characters, trimmed. Empty means none. */
export function typedText(maxLetters: number) {
  return z
    .string()
    .transform((text) => text.normalize('NFC').replace(unwanted, ' ').replace(/ {2,}/g, ' ').trim())
    .refine((text) => Array.from(text).length <= maxLetters, {
      message: `at most ${maxLetters} letters`,
      params: { code: 'TOO_LONG' },
    })
    .openapi({ type: 'string', maxLength: maxLetters });
}

/** A field left empty in a form says nothing. */
export function emptyIsAbsent<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((value) => (value === '' ? undefined : value), schema);
}

/** A date of law that exists, `YYYY-MM-DD`, of the years 1800 to 2200. */
export const lawDate = z.iso
  .date({ abort: true })
  .refine((date) => date >= '1800-01-01' && date <= '2200-12-31', 'not a year of ours');
