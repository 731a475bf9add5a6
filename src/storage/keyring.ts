import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { z } from 'zod';

/** Wrapping keys by id. KeyObjects, so that no log or dump ever shows a key. */
export interface Keyring {
  /** The id of the key that new objects are encrypted under; the others only read. */
  readonly currentKeyId: string;
  readonly keys: ReadonlyMap<string, KeyObject>;
}

const KEY_BYTES = 32;
const keyId = /^[A-Za-z0-9._-]{1,64}$/;
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const keyringFile = z.strictObject({
  current: z.string().regex(keyId, 'must be a key id: 1 to 64 of A-Z a-z 0-9 . _ -'),
  keys: z.record(
    z.string().regex(keyId, 'must be a key id: 1 to 64 of A-Z a-z 0-9 . _ -'),
    z
      .string()
      .refine(
        (value) => base64.test(value) && Buffer.from(value, 'base64').length === KEY_BYTES,
        `must be base64 of ${KEY_BYTES} bytes`,
      ),
  ),
});

/** The text of a keyring file with one new key. */
export function newKeyringText(): string {
  return keyringText(withNewKey({ currentKeyId: '', keys: new Map() }));
}

/** The keyring with a further key, which is the current one from then on. */
export function withNewKey(keyring: Keyring): Keyring {
  let id: string;
  do id = `k-${randomBytes(4).toString('hex')}`;
  while (keyring.keys.has(id));
  const keys = new Map(keyring.keys).set(id, createSecretKey(randomBytes(KEY_BYTES)));
  return { currentKeyId: id, keys };
}

/** The text that {@link parseKeyring} reads. Holds every key. */
export function keyringText({ currentKeyId, keys }: Keyring): string {
  const values = [...keys].map(([id, key]) => [id, key.export().toString('base64')]);
  return `${JSON.stringify({ current: currentKeyId, keys: Object.fromEntries(values) }, null, 2)}\n`;
}

/**
 * Reads the text `{current, keys:{id: base64 of 32 bytes}}`.
 * @returns the keyring, or every fault with its field; a fault never repeats a value of the text
 */
export function parseKeyring(text: string): Keyring | { readonly faults: readonly string[] } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // The parser's message quotes the text, and with it perhaps a key.
    return { faults: ['is not JSON'] };
  }
  const parsed = keyringFile.safeParse(json);
  if (!parsed.success) return { faults: parsed.error.issues.map(faultOf) };
  const { current, keys } = parsed.data;
  if (!Object.hasOwn(keys, current)) return { faults: [`current: there is no key "${current}" under keys`] };
  return {
    currentKeyId: current,
    keys: new Map(
      Object.entries(keys).map(([id, value]) => [id, createSecretKey(Buffer.from(value, 'base64'))]),
    ),
  };
}

function faultOf(issue: z.core.$ZodIssue): string {
  const field = issue.path.join('.') || 'the file';
  if (issue.code === 'invalid_key') return `${field}: must be a key id: 1 to 64 of A-Z a-z 0-9 . _ -`;
  return `${field}: ${issue.code === 'unrecognized_keys' ? 'has a field that is not known' : issue.message}`;
}
