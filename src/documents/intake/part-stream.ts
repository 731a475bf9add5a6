import { Transform, type TransformCallback } from 'node:stream';
import { malformed } from './malformed.js';
import { type PartHead, readPartHead } from './part-head.js';

const MAX_HEAD_BYTES = 16 * 1024;
const MAX_PADDING_BYTES = 256;
const CRLF = '\r\n';

/** How a part goes on to the form parser: as the file, as a text field, or not at all. */
export type PartFate = 'file' | 'field' | 'drop';

export interface PartStreamOptions {
  /** The sender's boundary. */
  readonly boundary: string;
  /** The boundary to write. */
  readonly outBoundary: string;
  /** Told each part's head as it comes. @throws AppError to stop reading */
  readonly onPart: (head: PartHead) => PartFate;
  /** The closing boundary was seen; what follows is to be ignored (RFC 2046). */
  readonly onClosed: () => void;
  /** Asked before each piece of the body is read on. @returns what to wait for, or null */
  readonly admit: (bytes: number) => Promise<void> | null;
}

/**
 * Passes a multipart body on with the heads of its parts in one plain form. The form parser drops without a word what
 * it cannot read in a head, and senders write heads in many ways; so heads are read here (`readPartHead`), where the
 * file's true name is found too, and it gets `name` alone. Bodies of parts pass untouched.
 */
export function makePartStream(options: PartStreamOptions): Transform {
  const delimiter = Buffer.from(`${CRLF}--${options.boundary}`, 'latin1');
  // The first boundary may come without a line end before it.
  let rest: Buffer = Buffer.from(CRLF);
  let state: 'preamble' | 'body' | 'line' | 'head' | 'closed' = 'preamble';
  let inside: 'preamble' | 'body' = 'preamble';
  let passing = false;

  /** Looks for the next boundary; false when more bytes are needed. */
  const search = (stream: Transform): boolean => {
    const at = rest.indexOf(delimiter);
    const end = at >= 0 ? at : possibleStart(rest, delimiter);
    if (passing && end > 0) stream.push(rest.subarray(0, end));
    rest = rest.subarray(at >= 0 ? at + delimiter.length : end);
    if (at < 0) return false;
    inside = state === 'body' ? 'body' : 'preamble';
    state = 'line';
    return true;
  };

  /** What follows a boundary: `--`, or blanks and a line end; anything else makes it ordinary bytes. */
  const readLine = (stream: Transform): boolean => {
    const text = rest.subarray(0, MAX_PADDING_BYTES).toString('latin1');
    if (text.startsWith('--')) {
      state = 'closed';
      rest = Buffer.alloc(0);
      stream.push(`${CRLF}--${options.outBoundary}--${CRLF}`);
      options.onClosed();
      return true;
    }
    const padding = /^[ \t]*\r\n/.exec(text)?.[0];
    if (padding !== undefined) {
      // The line end stays: with an empty head it is half of the blank line.
      rest = rest.subarray(padding.length - CRLF.length);
      state = 'head';
      return true;
    }
    if (/^(-|[ \t]*\r?)$/.test(text) && text.length < MAX_PADDING_BYTES) return false;
    if (passing) stream.push(delimiter);
    state = inside;
    return true;
  };

  const readHead = (stream: Transform): boolean => {
    const at = rest.indexOf(`${CRLF}${CRLF}`);
    if (at < 0 ? rest.length > MAX_HEAD_BYTES : at > MAX_HEAD_BYTES) throw malformed('head');
    if (at < 0) return false;
    const head = readPartHead(rest.subarray(CRLF.length, Math.max(at, CRLF.length)));
    if (!head) throw malformed('head');
    const fate = options.onPart(head);
    passing = fate !== 'drop';
    if (passing) stream.push(plainHead(head, fate, options.outBoundary));
    rest = rest.subarray(at + 2 * CRLF.length);
    state = 'body';
    return true;
  };

  const step = (stream: Transform): boolean => {
    switch (state) {
      case 'preamble':
      case 'body':
        return search(stream);
      case 'line':
        return readLine(stream);
      case 'head':
        return readHead(stream);
      case 'closed':
        break;
    }
    rest = Buffer.alloc(0);
    return false;
  };

  const readOn = (stream: Transform, chunk: Buffer, done: TransformCallback): void => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    try {
      while (step(stream));
      done();
    } catch (error) {
      done(error as Error); // an AppError of ours, or of `onPart`
    }
  };

  return new Transform({
    transform(this: Transform, chunk: Buffer, _encoding, done: TransformCallback) {
      const turn = options.admit(chunk.length);
      if (!turn) readOn(this, chunk, done);
      // Given up meanwhile, it has nowhere to go.
      else void turn.then(() => (this.destroyed ? undefined : readOn(this, chunk, done)));
    },
    flush(done) {
      done(state === 'closed' ? null : malformed('cut'));
    },
  });
}

/** Where a boundary may begin that is not all there yet. */
function possibleStart(bytes: Buffer, delimiter: Buffer): number {
  const from = Math.max(0, bytes.length - delimiter.length + 1);
  for (let at = bytes.indexOf(0x0d, from); at >= 0; at = bytes.indexOf(0x0d, at + 1)) {
    if (bytes.subarray(at).equals(delimiter.subarray(0, bytes.length - at))) return at;
  }
  return bytes.length;
}

function plainHead(head: PartHead, fate: PartFate, boundary: string): string {
  const rows =
    fate === 'file'
      ? [
          `Content-Disposition: form-data; name="${head.name}"; filename="file"`,
          'Content-Type: application/octet-stream',
        ]
      : [`Content-Disposition: form-data; name="${head.name}"`, `Content-Type: text/plain${charsetOf(head)}`];
  return [`${CRLF}--${boundary}`, ...rows, '', ''].join(CRLF);
}

/** A charset that nothing knows says nothing: the value is read as UTF-8, and not lost. */
function charsetOf({ charset }: PartHead): string {
  if (charset === null) return '';
  try {
    return `; charset=${new TextDecoder(charset).encoding}`;
  } catch {
    return '';
  }
}
