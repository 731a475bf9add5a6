import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Readable } from 'node:stream';
import type { Scanner, ScanResult } from './scanner.js';

export interface ClamdSettings {
  readonly host: string;
  readonly port: number;
  readonly connectMs?: number;
  /** Longest time without a byte going out or coming in. */
  readonly stallMs?: number;
  /** Longest time for one scan, sending and waiting together. */
  readonly scanMs?: number;
}

const ANSWER_LIMIT = 4096;
const END_OF_STREAM = Buffer.alloc(4);

/**
 * clamd over TCP, command INSTREAM: chunks with a 4-byte length, a zero length, one answer (clamd(8)).
 * clamd closes as soon as its StreamMaxLength is passed, so its answer may come while bytes still go out.
 */
export function makeClamdScanner(settings: ClamdSettings): Scanner {
  const connectMs = settings.connectMs ?? 2_000;
  const stallMs = settings.stallMs ?? 15_000;
  const scanMs = settings.scanMs ?? 60_000;
  return {
    async scan(stream) {
      let sourceFault: unknown;
      stream.once('error', (error) => {
        sourceFault ??= error;
      });
      let socket: Socket | undefined;
      try {
        socket = await open(settings, connectMs);
        return await instream(socket, stream, stallMs, scanMs);
      } catch (error) {
        // Bytes that cannot be read are not a matter of the scanner.
        if (sourceFault) throw sourceFault;
        return { state: 'NOT_SCANNED', reason: reasonOf(error) };
      } finally {
        socket?.destroy();
        stream.destroy();
      }
    },
  };
}

async function open({ host, port }: ClamdSettings, connectMs: number): Promise<Socket> {
  const socket = connect({ host, port });
  const timer = setTimeout(() => socket.destroy(new Error('clamd does not accept in time')), connectMs);
  try {
    await once(socket, 'connect');
    return socket;
  } finally {
    clearTimeout(timer);
  }
}

function instream(socket: Socket, stream: Readable, stallMs: number, scanMs: number): Promise<ScanResult> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const late = setTimeout(() => socket.destroy(new Error('the scan takes too long')), scanMs);
    const settle = (): void => {
      clearTimeout(late);
      const line = /^([^\0]*)\0/.exec(answer)?.[1];
      if (line === undefined) reject(new Error('clamd closed without an answer'));
      else resolve(resultOf(line));
    };
    socket.setTimeout(stallMs, () => socket.destroy(new Error('clamd stalls')));
    socket.on('data', (bytes) => {
      answer += bytes.toString('latin1');
      if (answer.includes('\0') || answer.length > ANSWER_LIMIT) settle();
    });
    socket.once('end', settle);
    // After a reset the answer may still have been read: what was said counts.
    socket.once('error', (error) => (answer.includes('\0') ? settle() : (clearTimeout(late), reject(error))));
    socket.once('close', settle);
    send(socket, stream).catch((error: unknown) => {
      if (!socket.destroyed) return reject(error);
      return undefined;
    });
  });
}

async function send(socket: Socket, stream: Readable): Promise<void> {
  socket.write('zINSTREAM\0');
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (chunk.length === 0) continue;
    const length = Buffer.alloc(4);
    length.writeUInt32BE(chunk.length);
    socket.write(length);
    if (!socket.write(chunk)) await once(socket, 'drain');
    if (socket.destroyed) return;
  }
  socket.write(END_OF_STREAM);
}

/** `stream: OK`, `stream: NAME FOUND`, or `… ERROR`; a "finding" that says the limits of the scan is none. */
function resultOf(line: string): ScanResult {
  if (/^stream: OK$/.test(line)) return { state: 'CLEAN' };
  const signature = /^stream: (.+) FOUND$/.exec(line)?.[1];
  if (signature === undefined) return { state: 'NOT_SCANNED', reason: line.slice(0, 200) };
  if (/^Heuristics\.(Limits\.Exceeded|Encrypted)/.test(signature)) {
    return { state: 'NOT_SCANNED', reason: signature };
  }
  return { state: 'INFECTED', signature };
}

function reasonOf(error: unknown): string {
  const fault = error as NodeJS.ErrnoException;
  return fault.code ? `clamd: ${fault.code}` : fault.message;
}
