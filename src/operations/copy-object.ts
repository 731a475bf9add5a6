import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { BlobExists, type BlobStore } from '../storage/index.js';
import type { ObjectLine } from './backup-format.js';

/** An object that is not what its backup's line says. */
export class ObjectDiffers extends Error {
  override readonly name = 'ObjectDiffers';
}

/**
 * Copies an object's ciphertext from one store to another. One that is there already is read and compared: a copy that
 * was interrupted goes on where it was.
 * @param expected its SHA-256 where it is known; else it is only noted
 * @returns null when the source has no such object
 * @throws ObjectDiffers and then nothing was stored; AppError STORAGE_UNAVAILABLE
 */
export async function copyObject(
  from: BlobStore,
  to: BlobStore,
  key: string,
  expected?: ObjectLine,
): Promise<ObjectLine | null> {
  const first = await from.get(key);
  if (!first) return null;
  let unread: Readable | undefined = first.stream;
  let digest = '';
  const bytesOnce = async function* () {
    const source = unread ?? (await from.get(key))?.stream;
    unread = undefined;
    if (!source) throw new ObjectDiffers(`object ${key} vanished`);
    const hash = createHash('sha256');
    for await (const piece of source) {
      // A stream of bytes gives buffers.
      hash.update(piece as Buffer);
      yield piece as Buffer;
    }
    digest = hash.digest('hex');
    if (expected && digest !== expected.sha256) throw new ObjectDiffers(`object ${key} differs`);
  };
  try {
    if (expected && expected.bytes !== first.lengthBytes) throw new ObjectDiffers(`object ${key} differs`);
    await to.put(key, first.lengthBytes, () => Readable.from(bytesOnce(), { objectMode: false }));
    return { key, bytes: first.lengthBytes, sha256: digest };
  } catch (error) {
    if (!(error instanceof BlobExists)) throw error;
    const there = await hashOf(to, key);
    const wanted = expected ?? (await hashOf(from, key));
    if (!there || there.sha256 !== wanted?.sha256) throw new ObjectDiffers(`object ${key} differs`);
    return there;
  } finally {
    first.stream.destroy();
  }
}

async function hashOf(store: BlobStore, key: string): Promise<ObjectLine | null> {
  const object = await store.get(key);
  if (!object) return null;
  const hash = createHash('sha256');
  // A stream of bytes gives buffers.
  for await (const piece of object.stream) hash.update(piece as Buffer);
  return { key, bytes: object.lengthBytes, sha256: hash.digest('hex') };
}

/** Runs `act` on each item, so many at a time, and gives the results in the items' order. */
export async function* inOrder<Item, Result>(
  items: AsyncIterable<Item>,
  parallel: number,
  act: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const running: Promise<Result>[] = [];
  try {
    for await (const item of items) {
      const task = act(item);
      // Its failure is met where it is awaited, which may be later.
      task.catch(() => undefined);
      running.push(task);
      const first = running.length >= parallel ? running.shift() : undefined;
      if (first) yield await first;
    }
    for (let next = running.shift(); next; next = running.shift()) yield await next;
  } finally {
    await Promise.allSettled(running);
  }
}
