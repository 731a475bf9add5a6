import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import type { ObjectBinding, ObjectEncryption } from '../../storage/object-encryption.js';
import { type HeldBytes, type HoldDeps, makeHeldBytes } from './held-bytes.js';
import { makePlainCopy, type PlainCopy } from './plain-copy.js';
import type { MediaType } from './received-file.js';
import { SNIFF_BYTES, sniff } from './sniff.js';

export interface SizeLimits {
  readonly pdfBytes: number;
  readonly imageBytes: number;
}

/** What one pass over a file found. Only a file of a type we take, within its limit, is held. */
export type TakenFile =
  | { readonly state: 'FILE_TOO_LARGE' | 'FILE_EMPTY' | 'FILE_TYPE_NOT_ALLOWED' }
  | {
      readonly state: 'HELD';
      readonly mediaType: MediaType;
      readonly sha256: string;
      readonly sizeBytes: number;
      readonly held: HeldBytes;
      /** The file itself, when it is small and memory had room: spares the checks the decryption. */
      readonly plain: PlainCopy;
    };

export interface TakeDeps extends HoldDeps {
  readonly encryption: ObjectEncryption;
  readonly sizes: SizeLimits;
}

// Smaller chunks are joined, since each costs work of its own. Larger ones go on as they are: the encryption cuts them to
// its frames anyway, and bytes copied here as well are what the garbage collector works for.
const BATCH_BYTES = 16 * 1024;
/** Photos and short documents. */
const MOST_PLAIN_BYTES = 2 * 1024 * 1024;

/**
 * One pass: counts, hashes, sniffs and encrypts a file. What will be refused is read on and dropped, so that the
 * fields behind it are seen.
 * @throws what the stream, the encryption or the spool threw; nothing is held then
 */
export async function takeFile(
  stream: AsyncIterable<Buffer>,
  binding: ObjectBinding,
  deps: TakeDeps,
): Promise<TakenFile> {
  const { sizes } = deps;
  const hash = createHash('sha256');
  let size = 0;
  let limit = Math.max(sizes.pdfBytes, sizes.imageBytes);
  let mediaType: MediaType | null | undefined;
  let batch: Buffer[] = [];
  let batched = 0;
  let sealing: Sealing | undefined;
  const plain = makePlainCopy(deps.memory, MOST_PLAIN_BYTES);

  const flush = async (): Promise<void> => {
    const [only] = batch;
    const bytes = batch.length === 1 && only ? only : Buffer.concat(batch, batched);
    batch = [];
    batched = 0;
    if (mediaType === undefined) {
      mediaType = sniff(bytes.subarray(0, SNIFF_BYTES));
      if (mediaType) limit = mediaType === 'application/pdf' ? sizes.pdfBytes : sizes.imageBytes;
      if (mediaType && size <= limit) sealing = seal(deps.encryption.encrypt(binding), makeHeldBytes(deps));
    }
    if (size > limit) await drop();
    else if (sealing) {
      plain.add(bytes);
      await sealing.write(bytes);
    }
  };
  const drop = async (): Promise<void> => {
    plain.discard();
    await sealing?.discard();
    sealing = undefined;
  };

  try {
    for await (const chunk of stream) {
      size += chunk.length;
      if (size > limit || mediaType === null) {
        await drop();
        continue;
      }
      hash.update(chunk);
      batch.push(chunk);
      batched += chunk.length;
      if (batched >= BATCH_BYTES) await flush();
    }
    if (size === 0) return { state: 'FILE_EMPTY' };
    if (size <= limit) await flush();
    if (size > limit) {
      await drop();
      return { state: 'FILE_TOO_LARGE' };
    }
    if (!mediaType || !sealing) return { state: 'FILE_TYPE_NOT_ALLOWED' };
    const held = await sealing.finish();
    return { state: 'HELD', mediaType, sha256: hash.digest('hex'), sizeBytes: size, held, plain };
  } catch (error) {
    await drop();
    throw error;
  }
}

/** An encryption on its way into held bytes. */
interface Sealing {
  write(plaintext: Buffer): Promise<void>;
  finish(): Promise<HeldBytes>;
  discard(): Promise<void>;
}

function seal(cipher: Duplex, held: HeldBytes): Sealing {
  const collecting = (async () => {
    for await (const chunk of cipher as AsyncIterable<Buffer>) await held.write(chunk);
    await held.finish();
  })();
  // Its fault is heard where it is awaited: at the next write, or at the end.
  collecting.catch(() => {});
  cipher.on('error', () => {});
  return {
    async write(plaintext) {
      if (plaintext.length === 0) return;
      if (cipher.destroyed) await collecting;
      if (cipher.write(plaintext)) return;
      // A fault of the collecting side ends the cipher too; its own words are the ones to pass on.
      await Promise.race([once(cipher, 'drain').catch(() => collecting), collecting]);
    },
    async finish() {
      cipher.end();
      await collecting;
      return held;
    },
    async discard() {
      cipher.destroy();
      await collecting.catch(() => {});
      await held.discard();
    },
  };
}
