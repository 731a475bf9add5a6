import { createHash, randomBytes } from 'node:crypto';

/** A text (sent as UTF-8) or bytes in hexadecimal, or a text repeated, or the file's hash. */
type Text = string | { hex: string } | { repeat: string; times: number; end?: string } | { sha256: string };

/** How to send one file; the same words as the corpus of upload cases. */
export interface Sending {
  fileName?: Text | null;
  fileNameStar?: string;
  nameStyle?: 'raw';
  contentType?: string | null;
  contentTypeHeader?: string;
  partName?: string;
  partHeaders?: [string, string][];
  partHeaderStyle?: 'lower';
  fields?: Record<string, Text>;
  extraFields?: [string, Text][];
  extraParts?: { name: string; fileName: string; contentType: string; text: string }[];
  extraRaw?: string;
  extraRawHex?: string;
  manyFields?: number;
  manyFiles?: number;
  noFile?: boolean;
  order?: 'file-first' | 'split';
  csrf?: 'field' | 'field-last';
  fieldType?: string;
  headers?: [string, Text][];
  boundary?: string;
  raw?: { body: { file?: true; text?: string }[] };
  framing?: {
    chunk?: number;
    chunkExt?: string;
    badChunk?: string;
    trailer?: string;
    alsoContentLength?: number;
    expect?: string;
    contentLengthDelta?: number;
    dropTail?: unknown;
    preamble?: string;
    epilogue?: string;
    lf?: boolean;
    cutAt?: number;
    how?: 'fin' | 'reset';
    boundaryPadding?: string;
  };
}

/** A request as bytes, ready for a socket. */
export interface RawRequest {
  readonly head: Buffer;
  readonly writes: readonly Buffer[];
  readonly expectsContinue: boolean;
  readonly after: 'fin' | 'reset' | undefined;
}

export const CSRF = 'csrf-token-of-the-test';

const bytesOf = (value: Text, file: Buffer): Buffer => {
  if (typeof value === 'string') return Buffer.from(value, 'utf8');
  if ('hex' in value) return Buffer.from(value.hex, 'hex');
  if ('repeat' in value) return Buffer.from(value.repeat.repeat(value.times) + (value.end ?? ''), 'utf8');
  const digest = createHash('sha256').update(file).digest('hex');
  return Buffer.from(value.sha256 === 'HEX' ? digest.toUpperCase() : digest);
};

const escaped = (value: Text, file: Buffer, raw: boolean): Buffer => {
  const bytes = bytesOf(value, file);
  if (typeof value !== 'string' || raw) return bytes;
  return Buffer.from(bytes.toString().replace(/\r/g, '%0D').replace(/\n/g, '%0A').replace(/"/g, '%22'));
};

/** The multipart body of a sending. */
function bodyOf(send: Sending, file: Buffer, boundary: string): Buffer {
  const framing = send.framing ?? {};
  const lower = send.partHeaderStyle === 'lower';
  const disposition = lower ? 'content-disposition' : 'Content-Disposition';
  const type = lower ? 'content-type' : 'Content-Type';
  const part = (head: Buffer, body: Buffer): Buffer =>
    Buffer.concat([
      Buffer.from(`--${boundary}${framing.boundaryPadding ?? ''}\r\n`),
      head,
      Buffer.from('\r\n\r\n'),
      body,
      Buffer.from('\r\n'),
    ]);
  const field = ([name, value]: [string, Text]): Buffer =>
    part(
      Buffer.from(
        `${disposition}: form-data; name="${name}"${send.fieldType ? `\r\n${type}: ${send.fieldType}` : ''}`,
      ),
      bytesOf(value, file),
    );
  const filePart = (): Buffer => {
    const row: Buffer[] = [Buffer.from(`${disposition}: form-data; name="${send.partName ?? 'file'}"`)];
    if (send.fileName !== null && send.fileName !== undefined) {
      row.push(
        Buffer.from('; filename="'),
        escaped(send.fileName, file, send.nameStyle === 'raw'),
        Buffer.from('"'),
      );
    }
    if (send.fileNameStar) row.push(Buffer.from(`; filename*=${send.fileNameStar}`));
    const types =
      send.contentType === null || send.contentType === undefined
        ? []
        : [Buffer.from(`${type}: ${send.contentType}`)];
    const extra = (send.partHeaders ?? []).map(([name, value]) => Buffer.from(`${name}: ${value}`));
    const rows = lower ? [...types, ...extra, Buffer.concat(row)] : [Buffer.concat(row), ...types, ...extra];
    return part(
      Buffer.concat(rows.flatMap((bytes, i) => (i ? [Buffer.from('\r\n'), bytes] : [bytes]))),
      file,
    );
  };
  const fields = Object.entries(send.fields ?? {}).map(field);
  if (send.csrf === 'field') fields.unshift(field(['_csrf', CSRF]));
  const more = (send.extraFields ?? []).map(field);
  for (let i = 0; i < (send.manyFields ?? 0); i++) more.push(field([`x${i}`, '1']));
  const filed = (name: string, fileName: string, contentType: string, text: string): Buffer =>
    part(
      Buffer.from(
        `${disposition}: form-data; name="${name}"; filename="${fileName}"\r\n${type}: ${contentType}`,
      ),
      Buffer.from(text),
    );
  for (const p of send.extraParts ?? []) more.push(filed(p.name, p.fileName, p.contentType, p.text));
  for (let i = 0; i < (send.manyFiles ?? 0); i++)
    more.push(filed('file', `m${i}.pdf`, 'application/pdf', `%PDF-1.4 ${i}`));
  const raw =
    send.extraRaw !== undefined ? Buffer.from(send.extraRaw) : Buffer.from(send.extraRawHex ?? '', 'hex');
  if (raw.length > 0) more.push(Buffer.concat([Buffer.from(`--${boundary}\r\n`), raw, Buffer.from('\r\n')]));
  const one = send.noFile ? [] : [filePart()];
  const parts =
    send.order === 'file-first'
      ? [...one, ...fields, ...more]
      : send.order === 'split'
        ? [...fields.slice(0, 1), ...one, ...fields.slice(1), ...more]
        : [...fields, ...one, ...more];
  if (send.csrf === 'field-last') parts.push(field(['_csrf', CSRF]));
  if (framing.lf) {
    const bare = parts.map((bytes) => {
      const at = bytes.indexOf('\r\n\r\n') + 4;
      const head = bytes.subarray(0, at).toString('latin1').replaceAll('\r\n', '\n');
      return Buffer.concat([Buffer.from(head, 'latin1'), bytes.subarray(at, -2), Buffer.from('\n')]);
    });
    return Buffer.concat([...bare, Buffer.from(`--${boundary}--\n`)]);
  }
  return Buffer.concat([
    Buffer.from(framing.preamble ?? ''),
    ...parts,
    Buffer.from(`--${boundary}--\r\n`),
    Buffer.from(framing.epilogue ?? ''),
  ]);
}

/** Builds the whole request, boundary, framing and faults as asked for. */
export function buildRequest(send: Sending, file: Buffer): RawRequest {
  const framing = send.framing ?? {};
  const boundary = send.boundary ?? `thu${randomBytes(12).toString('hex')}`;
  let body = bodyOf(send, file, boundary);
  if (send.raw) {
    const text = (t: string): string =>
      t.replaceAll('{b}', boundary).replaceAll('{b2}', boundary.slice(0, -3));
    body = Buffer.concat(
      send.raw.body.map((piece) => (piece.file ? file : Buffer.from(text(piece.text ?? '')))),
    );
  }
  if (framing.dropTail) body = body.subarray(0, body.length - Buffer.byteLength(`\r\n--${boundary}--\r\n`));
  const headers: [string, string][] = [
    ['Host', 'localhost'],
    ['Connection', 'close'],
    ...(send.headers ?? []).map(([name, value]): [string, string] => [name, bytesOf(value, file).toString()]),
    ['Content-Type', send.contentTypeHeader ?? `multipart/form-data; boundary=${boundary}`],
  ];
  if (framing.expect) headers.push(['Expect', framing.expect]);
  const writes: Buffer[] = [];
  if (framing.chunk) {
    headers.push(['Transfer-Encoding', 'chunked']);
    if (framing.alsoContentLength) headers.push(['Content-Length', String(framing.alsoContentLength)]);
    for (let at = 0; at < body.length; at += framing.chunk) {
      if (at === framing.chunk && framing.badChunk) writes.push(Buffer.from(`${framing.badChunk}\r\n`));
      const piece = body.subarray(at, at + framing.chunk);
      writes.push(
        Buffer.concat([
          Buffer.from(`${piece.length.toString(16)}${framing.chunkExt ?? ''}\r\n`),
          piece,
          Buffer.from('\r\n'),
        ]),
      );
    }
    writes.push(Buffer.from(`0\r\n${framing.trailer ?? ''}\r\n`));
  } else {
    headers.push(['Content-Length', String(body.length + (framing.contentLengthDelta ?? 0))]);
    const upTo = framing.cutAt ? Math.floor(body.length * framing.cutAt) : body.length;
    for (let at = 0; at < upTo; at += 262_144) writes.push(body.subarray(at, Math.min(upTo, at + 262_144)));
  }
  const rows = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return {
    head: Buffer.from(`POST / HTTP/1.1\r\n${rows}\r\n`),
    writes,
    expectsContinue: framing.expect === '100-continue',
    after: framing.how,
  };
}
