import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Readable, Transform } from 'node:stream';
import { callbackify } from 'node:util';
import multer, { type StorageEngine } from 'multer';
import { AppError } from '../../platform/app-error.js';
import type { Flow } from './flow-budget.js';
import type { FormFields } from './form-fields.js';
import { headerParameters } from './header-parameters.js';
import { malformed } from './malformed.js';
import type { PartHead } from './part-head.js';
import { makePartStream, type PartFate } from './part-stream.js';

export interface FormLimits {
  /** A body may have so many bytes; past them nothing more is read. */
  readonly bodyBytes: number;
  /** Longest wait for the next bytes. */
  readonly stallMs: number;
  /** Longest wait for the end once the closing boundary is there. */
  readonly endMs: number;
  /** From its abort on no body is waited for any more. */
  readonly stopping?: AbortSignal | undefined;
}

export interface FormHandlers {
  readonly fields: FormFields;
  /** What comes in is counted here, and waits here. */
  readonly flow: Flow;
  /** Reads the file part to its end. Called at most once. */
  readonly onFile: (
    stream: Readable,
    head: PartHead,
    fieldsSoFar: Readonly<Record<string, string>>,
  ) => Promise<void>;
}

const MAX_PARTS = 24;
const MAX_FIELDS = 12;
const FIELD_BYTES = 64 * 1024;
const FILE_PART = 'file';

type Multer = ReturnType<ReturnType<typeof multer>['single']>;

/**
 * Reads a multipart form with at most one part `file`. The request is left where reading stopped and is not destroyed,
 * so that a refusal can still be sent.
 * @returns the text fields
 * @throws AppError UPLOAD_MALFORMED, FILE_TOO_LARGE (past `bodyBytes`), SERVICE_STOPPING; what `onFile` threw. Resolves and rejects only
 *   after `onFile` has.
 */
export async function readForm(
  request: IncomingMessage,
  limits: FormLimits,
  { fields, flow, onFile }: FormHandlers,
): Promise<Readonly<Record<string, string>>> {
  let fileHead: PartHead | undefined;
  let reading: Promise<void> = Promise.resolve();
  let parts = 0;

  const onPart = (head: PartHead): PartFate => {
    if (++parts > MAX_PARTS) throw malformed('parts');
    const isFile = head.fileName !== null || head.name === FILE_PART;
    if (!isFile) return fields.admit(head.name) ? 'field' : 'drop';
    if (head.name !== FILE_PART) throw malformed('fileName');
    if (fileHead) throw malformed('files');
    fileHead = head;
    return 'file';
  };
  const storage: StorageEngine = {
    _handleFile(form, file, done) {
      // The part's own head, kept when it went by: the parser sees a plain one.
      const head = fileHead as PartHead;
      reading = onFile(file.stream, head, textFields(form.body));
      // The parser would read the whole body before it passes a refusal on.
      reading.catch((error: Error) => feed.form.destroy(error));
      callbackify(() => reading)((error) => done(error, {}));
    },
    _removeFile: (_form, _file, done) => done(null),
  };
  const feed = feedOf(request, limits, { onPart, flow });
  try {
    const body = await parse(feed.form, storage);
    return textFields(body);
  } catch (error) {
    // The parser passes on how its streams ended; why they did is known here.
    const failed: unknown = await reading.then(
      () => null,
      (fault: unknown) => fault,
    );
    throw refusalOf(feed.form.errored ?? failed ?? error, fields);
  } finally {
    feed.stop();
    await reading.catch(() => {});
  }
}

/** A stream that the form parser takes for a request: the body with plain heads, bounded in size and in waiting. */
interface Feed {
  readonly form: Transform & { readonly headers: Readonly<Record<string, string>> };
  stop(): void;
}

function feedOf(
  request: IncomingMessage,
  limits: FormLimits,
  { onPart, flow }: { onPart: (head: PartHead) => PartFate; flow: Flow },
): Feed {
  const type = request.headers['content-type'] ?? '';
  if (!/^\s*multipart\/form-data\s*(;|$)/i.test(type)) throw malformed('type');
  const boundary = headerParameters(type).get('boundary') ?? '';
  if (!/^[\x20-\x7e]{0,199}[\x21-\x7e]$/.test(boundary)) throw malformed('boundary');
  if (Number(request.headers['content-length'] ?? 0) > limits.bodyBytes) throw new AppError('FILE_TOO_LARGE');

  const outBoundary = `motlan-${randomBytes(16).toString('hex')}`;
  let closed = false;
  const stream = makePartStream({
    boundary,
    outBoundary,
    onPart,
    onClosed: () => (closed = true),
    admit: (bytes) => flow.enter(bytes),
  });
  const form = Object.assign(stream, {
    headers: {
      'content-type': `multipart/form-data; boundary=${outBoundary}`,
      'transfer-encoding': 'chunked',
    },
  });

  let bytes = 0;
  const watch = setInterval(() => {
    if (performance.now() - lastAt > (closed ? limits.endMs : limits.stallMs))
      form.destroy(malformed('stalled'));
  }, 250);
  let lastAt = performance.now();
  const count = (chunk: Buffer): void => {
    lastAt = performance.now();
    bytes += chunk.length;
    if (bytes > limits.bodyBytes) form.destroy(new AppError('FILE_TOO_LARGE'));
  };
  const cut = (): void => {
    if (!request.complete) form.destroy(malformed('cut'));
  };
  const failed = (error: Error): void => void form.destroy(malformed('cut', error));
  const stop = (): void => void form.destroy(new AppError('SERVICE_STOPPING'));
  limits.stopping?.addEventListener('abort', stop);
  if (limits.stopping?.aborted) stop();
  request.on('data', count).once('close', cut).once('error', failed);
  request.pipe(form);
  if (request.destroyed) cut();
  return {
    form,
    stop() {
      clearInterval(watch);
      limits.stopping?.removeEventListener('abort', stop);
      request.unpipe(form);
      request.off('data', count).off('close', cut).off('error', failed);
      // A socket that fails later has nobody left to tell.
      request.on('error', () => {});
      request.pause();
      form.on('error', () => {}).destroy();
    },
  };
}

function parse(form: Feed['form'], storage: StorageEngine): Promise<unknown> {
  const read: Multer = multer({
    storage,
    defParamCharset: 'utf8',
    limits: {
      files: 1,
      fields: MAX_FIELDS,
      parts: MAX_PARTS,
      fieldNameSize: 100,
      fieldSize: FIELD_BYTES,
      fieldNestingDepth: 0,
      fieldArrayIndexLimit: 0,
    },
  }).single(FILE_PART);
  // multer uses headers, the stream and `body` of a request, and the answer not at all.
  const asRequest = form as unknown as Parameters<Multer>[0];
  return new Promise((resolve, reject) => {
    read(asRequest, {} as Parameters<Multer>[1], (error: unknown) => {
      if (error) reject(error);
      else resolve(asRequest.body);
    });
  });
}

/** A field too long for the parser is a fault of the field; whatever else stops the parser is one of the form. */
function refusalOf(error: unknown, fields: FormFields): unknown {
  if (!(error instanceof multer.MulterError)) {
    const isParser = error instanceof Error && /^(Malformed|Multipart|Unexpected end)/.test(error.message);
    return isParser ? malformed('form', error) : error;
  }
  if (error.code !== 'LIMIT_FIELD_VALUE') return malformed('form', error);
  fields.fault(error.field ?? '', 'TOO_LONG', `at most ${FIELD_BYTES} bytes`);
  try {
    fields.verify(() => {});
  } catch (refusal) {
    return refusal;
  }
  return malformed('form', error);
}

/** Each admitted name came once, so each value is one text; one in an unknown charset is undefined and left out. */
function textFields(body: unknown): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(body ?? {})) if (typeof value === 'string') texts[name] = value;
  return texts;
}
