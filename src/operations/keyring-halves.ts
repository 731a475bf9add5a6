import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import {
  type Keyring,
  keyringText,
  makeObjectEncryption,
  parseKeyring,
  probeKeyring,
} from '../storage/index.js';

/** The text of a half's file. A half alone tells nothing of any key, whatever is done to it. */
export type HalfText = string;

const FORMAT = 'motlan-keyring-half';
const FORMAT_VERSION = 1;
/** The length of a half says no more than this of how many keys there are. */
const BLOCK_BYTES = 4096;
const HASH_BYTES = 32;
const LENGTH_BYTES = 4;

const halfSchema = z.object({
  format: z.literal(FORMAT, 'is no half of a keyring'),
  formatVersion: z.literal(FORMAT_VERSION, `is of another format than ${FORMAT_VERSION}`),
  /** Both halves of one splitting have the same. */
  set: z.string().regex(/^[0-9a-f]{32}$/),
  half: z.union([z.literal(1), z.literal(2)]),
  keyIds: z.array(z.string()),
  data: z.base64(),
  /** By key id: a message encrypted under that key, to prove the joined keyring by. Says nothing of the key. */
  probes: z.record(z.string(), z.base64()),
});
type Half = z.output<typeof halfSchema>;

/** Why two files give no keyring. */
export class HalvesFault extends Error {
  override readonly name = 'HalvesFault';
}

/**
 * Splits a keyring in two by XOR with random bytes: both together give it back, each alone is noise. The checksum by
 * which a wrong pair is refused lies within what is split. Joins them again and decrypts the probes before it returns.
 */
export async function splitKeyring(keyring: Keyring): Promise<readonly [HalfText, HalfText]> {
  const set = randomBytes(16).toString('hex');
  const secret = padded(keyringText(keyring));
  const pad = randomBytes(secret.length);
  const probes = await probesOf(keyring, set);
  const half = (number: 1 | 2, data: Buffer): HalfText =>
    `${JSON.stringify(
      {
        format: FORMAT,
        formatVersion: FORMAT_VERSION,
        set,
        half: number,
        keyIds: [...keyring.keys.keys()],
        data: data.toString('base64'),
        probes,
      } satisfies Half,
      null,
      2,
    )}\n`;
  const halves = [half(1, pad), half(2, xor(secret, pad))] as const;
  const joined = await joinKeyring(halves);
  if (keyringText(joined) !== keyringText(keyring))
    throw new Error('the halves do not give the keyring back');
  return halves;
}

/**
 * The keyring of two halves, in either order; proven by decrypting what was encrypted under each key when it was split.
 * @throws HalvesFault naming the fault
 */
export async function joinKeyring(texts: readonly [HalfText, HalfText]): Promise<Keyring> {
  const [a, b] = [parseHalf(texts[0], 'the first file'), parseHalf(texts[1], 'the second file')];
  if (a.set !== b.set) throw new HalvesFault('the two files are halves of different splittings');
  if (a.half === b.half) throw new HalvesFault(`both files are half ${a.half}`);
  const [left, right] = [Buffer.from(a.data, 'base64'), Buffer.from(b.data, 'base64')];
  const text = left.length === right.length ? unpadded(xor(left, right)) : null;
  if (text === null)
    throw new HalvesFault('the two files do not belong together, or one of them was changed (checksum)');
  const keyring = parseKeyring(text);
  if ('faults' in keyring) throw new HalvesFault(keyring.faults.join('; '));
  await probeKeyring(keyring);
  const encryption = makeObjectEncryption(keyring);
  for (const [keyId, probe] of Object.entries({ ...b.probes, ...a.probes })) {
    const message = Buffer.from(probe, 'base64');
    try {
      const expected = { binding: bindingOf(a.set), storedBytes: message.length };
      await buffer(encryption.decrypt(Readable.from([message], { objectMode: false }), expected));
    } catch (cause) {
      throw new HalvesFault(`the joined keyring does not read the probe of key ${keyId}`, { cause });
    }
  }
  return keyring;
}

function parseHalf(text: HalfText, name: string): Half {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new HalvesFault(`${name} is not JSON`);
  }
  const parsed = halfSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new HalvesFault(`${name}: ${issue?.path.join('.')}: ${issue?.message}`);
}

const bindingOf = (set: string) => ({ ownerId: 'probe', documentId: set, version: 1 });

async function probesOf(keyring: Keyring, set: string): Promise<Record<string, string>> {
  const probes: Record<string, string> = {};
  for (const id of keyring.keys.keys()) {
    const message = makeObjectEncryption({ ...keyring, currentKeyId: id }).encrypt(bindingOf(set));
    message.end(randomBytes(64));
    probes[id] = (await buffer(message)).toString('base64');
  }
  return probes;
}

/** SHA-256 of what follows, the text's length, the text, zeros. */
function padded(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  const head = HASH_BYTES + LENGTH_BYTES;
  const all = Buffer.alloc(Math.ceil((head + bytes.length) / BLOCK_BYTES) * BLOCK_BYTES);
  all.writeUInt32BE(bytes.length, HASH_BYTES);
  bytes.copy(all, head);
  hashOf(all.subarray(HASH_BYTES)).copy(all);
  return all;
}

function unpadded(all: Buffer): string | null {
  const body = all.subarray(HASH_BYTES);
  if (!hashOf(body).equals(all.subarray(0, HASH_BYTES))) return null;
  return body.subarray(LENGTH_BYTES, LENGTH_BYTES + body.readUInt32BE(0)).toString('utf8');
}

function hashOf(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function xor(a: Buffer, b: Buffer): Buffer {
  const out = Buffer.alloc(a.length);
  for (let index = 0; index < a.length; index += 1) out[index] = (a[index] ?? 0) ^ (b[index] ?? 0);
  return out;
}
