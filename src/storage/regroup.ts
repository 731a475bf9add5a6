import { Transform } from 'node:stream';

/** Cuts bytes that come in any chunks into pieces of one length. Many small chunks are what costs the cipher most. */
export function makePieces(pieceBytes: number): {
  /** The whole pieces that are there once `chunk` has come. */
  add(chunk: Buffer): Buffer[];
  /** What is left at the end, shorter than a piece; undefined when nothing is. */
  rest(): Buffer | undefined;
} {
  let held: Buffer[] = [];
  let heldBytes = 0;
  return {
    add(chunk) {
      held.push(chunk);
      heldBytes += chunk.length;
      if (heldBytes < pieceBytes) return [];
      const all = held.length === 1 ? chunk : Buffer.concat(held, heldBytes);
      const pieces: Buffer[] = [];
      let position = 0;
      for (; all.length - position >= pieceBytes; position += pieceBytes) {
        pieces.push(all.subarray(position, position + pieceBytes));
      }
      held = position < all.length ? [all.subarray(position)] : [];
      heldBytes = all.length - position;
      return pieces;
    },
    rest: () => (heldBytes > 0 ? Buffer.concat(held, heldBytes) : undefined),
  };
}

/** Passes a byte stream on in pieces of exactly `pieceBytes`, the last one shorter. */
export function regroup(pieceBytes: number): Transform {
  const pieces = makePieces(pieceBytes);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      for (const piece of pieces.add(chunk)) this.push(piece);
      done();
    },
    flush(done) {
      done(null, pieces.rest());
    },
  });
}
