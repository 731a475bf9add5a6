import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { DeleteObjectCommand, HeadObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { BlobExists } from './blob-store.js';
import { measured } from './measured.js';
import type { S3Timeouts } from './s3-client.js';
import { isAbsent, isTransient } from './s3-errors.js';
import { storageUnavailable } from './storage-failure.js';

export interface S3Put {
  readonly client: S3Client;
  readonly bucket: string;
  readonly timeouts: S3Timeouts;
  /** Attempts in all, at least 1. */
  readonly attempts: number;
}

/** The source failed, not the store: no retry. */
class SourceFailure extends Error {}

/**
 * One put: `If-None-Match: *`, retried as long as trying again makes sense and two stalls have not gone by. Each put
 * marks its object with an id of its own; by it a later attempt knows an object whose answer was lost from a taken key,
 * and what is cleared after a failure is never another put's.
 */
export async function putObject(
  { client, bucket, timeouts, attempts }: S3Put,
  key: string,
  lengthBytes: number,
  open: () => Readable,
): Promise<void> {
  const putId = randomUUID();
  const started = performance.now();
  for (let attempt = 1; ; attempt += 1) {
    try {
      await send();
      return;
    } catch (error) {
      if (error instanceof SourceFailure) {
        await clear();
        throw error.cause;
      }
      const found = await whatLies().catch(() => undefined);
      if (found?.putId === putId && found.lengthBytes === lengthBytes) return;
      if (found) throw new BlobExists(key);
      const stalls = (performance.now() - started) / timeouts.stallMs;
      // A gateway that took no byte and then said nothing to a question hangs: neither trying again nor clearing helps.
      if (found === undefined && stalls > 1) throw storageUnavailable(error);
      if (attempt >= attempts || stalls > 2 || !isTransient(error)) {
        await clear();
        throw storageUnavailable(error);
      }
      await wait(100 * 2 ** attempt * (0.5 + Math.random()));
    }
  }

  async function send(): Promise<void> {
    const source = openSource(open);
    const abort = new AbortController();
    const watchdog = setTimeout(
      () => abort.abort(new Error(`the gateway took no byte for ${timeouts.stallMs} ms`)),
      timeouts.stallMs,
    );
    let failure: SourceFailure | undefined;
    const body = Readable.from(watched(measured(source, lengthBytes), watchdog), { objectMode: false });
    body.on('error', (cause) => {
      failure ??= new SourceFailure('the source failed', { cause });
      abort.abort(failure);
    });
    try {
      await client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: key,
          Body: body,
          ContentLength: lengthBytes,
          IfNoneMatch: '*',
          Metadata: { 'put-id': putId },
        }),
        // The watchdog's stall takes the place of the handler's time-out, which would also limit a long body.
        { abortSignal: abort.signal, requestTimeout: 0 },
      );
    } catch (error) {
      if (failure) throw failure;
      throw abort.signal.aborted ? abort.signal.reason : error;
    } finally {
      clearTimeout(watchdog);
      body.destroy();
      source.destroy();
    }
  }

  /** What is under the key now, null for nothing. */
  async function whatLies(): Promise<{ putId: string | undefined; lengthBytes: number | undefined } | null> {
    const command = new HeadObjectCommand({ Bucket: bucket, Key: key });
    try {
      const head = await client.send(command, { abortSignal: AbortSignal.timeout(timeouts.answerMs) });
      return { putId: head.Metadata?.['put-id'], lengthBytes: head.ContentLength };
    } catch (error) {
      if (isAbsent(error)) return null;
      throw error;
    }
  }

  /** Best effort; what a crash or an unreachable gateway leaves is found by its key, which names its record. */
  async function clear(): Promise<void> {
    try {
      if ((await whatLies())?.putId !== putId) return;
      const command = new DeleteObjectCommand({ Bucket: bucket, Key: key });
      await client.send(command, { abortSignal: AbortSignal.timeout(timeouts.answerMs) });
    } catch {
      // The failure that led here is the one to tell.
    }
  }
}

function openSource(open: () => Readable): Readable {
  try {
    // An error before the first read would otherwise be nobody's and end the process; the reader still gets it.
    return open().on('error', () => undefined);
  } catch (cause) {
    throw new SourceFailure('the source does not open', { cause });
  }
}

/** Passes chunks on and winds the watchdog up each time the network asks for one. */
async function* watched(chunks: AsyncIterable<Buffer>, watchdog: NodeJS.Timeout): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    watchdog.refresh();
    yield chunk;
  }
  watchdog.refresh();
}
