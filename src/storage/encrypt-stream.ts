import { Duplex } from 'node:stream';
import { makePieces } from './regroup.js';

/** A chunk below this waits for the next one. */
const SMALL_BYTES = 1024;

/**
 * The library's encrypting stream behind one that may be left half-written. Destroying the library's own stream before
 * its end throws where nobody can catch it (`encrypt-node` 5.0 calls pipeline() without a callback), and uploads break
 * off every day: so an abandoned message is ended and read to nowhere, which also lets the library wipe the data key.
 * Each frame comes out in one chunk: the library gives its head apart, 32 bytes that would cost a write of their own.
 * @param pieceBytes plaintext is handed over in pieces of this length, the frame's
 */
export function abandonable(message: Duplex, pieceBytes: number): Duplex {
  const pieces = makePieces(pieceBytes);
  let head: Buffer | undefined;
  const encryptor = new Duplex({
    write(chunk: Buffer, _encoding, done) {
      let ready = true;
      for (const piece of pieces.add(chunk)) ready = message.write(piece);
      if (ready) done();
      else message.once('drain', done);
    },
    final(done) {
      message.end(pieces.rest());
      done();
    },
    read() {
      message.resume();
    },
    destroy(error, done) {
      message.end();
      message.resume();
      done(error);
    },
  });
  message.on('data', (part: Buffer) => {
    const chunk = head ? Buffer.concat([head, part]) : part;
    const complete = part.length >= SMALL_BYTES;
    head = complete ? undefined : chunk;
    if (complete && !encryptor.destroyed && !encryptor.push(chunk)) message.pause();
  });
  message.once('end', () => {
    if (encryptor.destroyed) return;
    if (head) encryptor.push(head);
    encryptor.push(null);
  });
  // Not `once`: the library may report one failure twice.
  message.on('error', (error) => encryptor.destroy(error));
  return encryptor;
}
