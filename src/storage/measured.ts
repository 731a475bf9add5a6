import type { Readable } from 'node:stream';

/** A source gave more or fewer bytes than its caller promised: a fault of this program. */
export class WrongLength extends Error {
  override readonly name = 'WrongLength';
  constructor(promisedBytes: number, seenBytes: number) {
    super(`the source gave ${seenBytes} bytes where ${promisedBytes} were promised`);
  }
}

/**
 * The bytes of `source`, checked to be exactly `lengthBytes`. The last chunk is held back until the source has ended
 * well, so that whoever stores them never holds a complete object made of a wrong or broken source.
 * Destroys the source whenever it stops.
 * @throws WrongLength; whatever the source fails with
 */
export async function* measured(source: Readable, lengthBytes: number): AsyncGenerator<Buffer> {
  let seenBytes = 0;
  let held: Buffer | undefined;
  for await (const piece of source) {
    const chunk: Buffer = typeof piece === 'string' ? Buffer.from(piece) : piece;
    seenBytes += chunk.length;
    if (seenBytes > lengthBytes) throw new WrongLength(lengthBytes, seenBytes);
    if (held !== undefined) yield held;
    held = chunk;
  }
  if (seenBytes !== lengthBytes) throw new WrongLength(lengthBytes, seenBytes);
  if (held !== undefined) yield held;
}
