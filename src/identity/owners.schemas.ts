import { z } from 'zod';
import { normaliseOwnerKey, type OwnerKey, ownerKeyKinds } from './owner-key.js';

const kind = z.enum(ownerKeyKinds);
const value = z.string().min(1).max(40);
const country = z.string().min(1).max(3);

/** A person's or organisation's name: NFC, no control characters, single spaces. */
export const ownerNameSchema = z
  .string()
  .max(300)
  .transform((name) => name.normalize('NFC').replace(/\s+/gu, ' ').trim())
  .refine((name) => name !== '' && !/\p{C}/u.test(name), {
    message: 'a name has 1 to 300 letters and no control characters',
    params: { code: 'INVALID' },
  });

/** `{kind, value, country?}` as sent → the key in its stored form, or the faulty field. */
export const ownerKeySchema = z.strictObject({ kind, value, country: country.optional() }).transform(toKey);

/** The owner of a dossier as sent: its key beside `name?` and `birthDate?` (YYYY-MM-DD). */
export const ownerReferenceSchema = z
  .strictObject({
    kind,
    value,
    country: country.optional(),
    name: ownerNameSchema.optional(),
    birthDate: z.iso.date().optional(),
  })
  .transform(({ name, birthDate, ...raw }, context) => ({
    key: toKey(raw, context),
    name: name ?? null,
    birthDate: birthDate ?? null,
  }));

function toKey(raw: Parameters<typeof normaliseOwnerKey>[0], context: z.core.$RefinementCtx): OwnerKey {
  const result = normaliseOwnerKey(raw);
  if (result.ok) return result.key;
  context.issues.push({
    code: 'custom',
    path: [result.field],
    message: result.detail,
    params: { code: result.code },
    input: raw[result.field],
  });
  return z.NEVER;
}
