import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Person, UploadFile } from '../../support/person.js';
import type { Outcome } from './answers.js';
import { documents } from './ledger.js';

/** An upload over a socket of its own, sent piece by piece as the test wants. */
export interface PacedUpload {
  readonly totalBytes: number;
  /** Sends the next bytes of the body; resolves when the kernel has them. */
  send(bytes: number): Promise<void>;
  rest(): Promise<void>;
  /** A byte each second, until `stop` or the end. */
  drip(): { stop(): void };
  /** Cuts the connection without a word. */
  vanish(): void;
  /** The answer; null when the connection ended without one. */
  readonly answer: Promise<Outcome>;
}

export async function pacedUpload(
  url: string,
  owner: Person,
  file: UploadFile,
  more: { readonly key?: string; readonly claimedBytes?: (actual: number) => number } = {},
): Promise<PacedUpload> {
  const body = Buffer.concat([
    Buffer.from(
      '--b\r\nContent-Disposition: form-data; name="typeCode"\r\n\r\nOTHER\r\n' +
        `--b\r\nContent-Disposition: form-data; name="file"; filename="${file.name}"\r\nContent-Type: ${file.type}\r\n\r\n`,
    ),
    file.bytes,
    Buffer.from('\r\n--b--\r\n'),
  ]);
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).setNoDelay(true);
  const answer = answerOn(socket);
  const cookies = owner.browser.cookieNames().map((name) => `${name}=${owner.browser.cookie(name)}`);
  socket.write(
    [
      `POST ${documents} HTTP/1.1`,
      `Host: ${hostname}:${port}`,
      'Connection: close',
      `Cookie: ${cookies.join('; ')}`,
      `X-CSRF-Token: ${owner.csrfToken}`,
      ...(more.key === undefined ? [] : [`Idempotency-Key: ${more.key}`]),
      'Content-Type: multipart/form-data; boundary=b',
      `Content-Length: ${more.claimedBytes?.(body.length) ?? body.length}`,
      '',
      '',
    ].join('\r\n'),
  );
  let sent = 0;
  const send = (bytes: number) =>
    new Promise<void>((resolve) => {
      const from = sent;
      sent = Math.min(body.length, sent + bytes);
      if (socket.destroyed || from === sent) resolve();
      else socket.write(body.subarray(from, sent), () => resolve());
    });
  return {
    totalBytes: body.length,
    send,
    rest: () => send(body.length),
    drip() {
      const timer = setInterval(() => void send(1), 1000);
      return { stop: () => clearInterval(timer) };
    },
    vanish: () => void socket.destroy(),
    answer,
  };
}

function answerOn(socket: Socket): Promise<Outcome> {
  return new Promise((resolve) => {
    let received = Buffer.alloc(0);
    socket.on('data', (bytes) => {
      received = Buffer.concat([received, bytes]);
      const outcome = parse(received);
      if (outcome) {
        resolve(outcome);
        socket.destroy();
      }
    });
    socket.on('error', () => undefined);
    socket.once('close', () => resolve(parse(received)));
  });
}

/** Answers of the API carry a Content-Length; Node's own refusals of a broken request have no body. */
function parse(bytes: Buffer): Outcome {
  const at = bytes.indexOf('\r\n\r\n');
  if (at < 0) return null;
  const [first = '', ...lines] = bytes.subarray(0, at).toString('latin1').split('\r\n');
  const headers = new Headers();
  for (const line of lines)
    headers.append(line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim());
  const body = bytes.subarray(at + 4);
  const length = Number(headers.get('content-length') ?? 0);
  if (body.length < length) return null;
  return {
    status: Number(first.split(' ')[1]),
    headers,
    body: length === 0 ? {} : JSON.parse(body.toString()),
  };
}

/** Sends at an even pace over `ms`, in steps of 50 ms. */
export async function sendOver(upload: PacedUpload, ms: number): Promise<void> {
  const steps = Math.max(1, Math.round(ms / 50));
  for (let step = 0; step < steps; step += 1) {
    await upload.send(Math.ceil(upload.totalBytes / steps));
    await wait(50);
  }
  await upload.rest();
}
