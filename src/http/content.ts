import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import rangeParser from 'range-parser';
import { AppError } from '../platform/app-error.js';
import type { ByteRange } from '../storage/blob-store.js';

/** The conditions that a reader put on a content request (RFC 9110, 13 and 14). */
export interface ContentConditions {
  readonly ifNoneMatch: string | undefined;
  readonly range: string | undefined;
  readonly ifRange: string | undefined;
}

/** What of a content is to be sent, settled before it counts as a read. */
export type Settled =
  | { readonly kind: 'not-modified' }
  | { readonly kind: 'unsatisfiable' }
  | { readonly kind: 'whole' }
  | { readonly kind: 'part'; readonly range: ByteRange };

export interface ContentFacts {
  /** Of the plaintext, hex. */
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly mediaType: string;
  /** The name to offer at download, with the right ending. */
  readonly downloadName: string;
}

export interface ContentAnswer {
  readonly content: ContentFacts;
  readonly settled: Settled;
  /** Opens the bytes that `settled` asks for; not called for 304 and 416. */
  readonly open: () => Promise<Readable>;
  readonly inline?: boolean;
}

export function etagOf(facts: Pick<ContentFacts, 'sha256'>): string {
  return `"${facts.sha256}"`;
}

/** Settles conditions against what is stored. Several ranges at once are answered with the whole. */
export function settleConditions(
  conditions: ContentConditions,
  facts: Pick<ContentFacts, 'sha256' | 'sizeBytes'>,
): Settled {
  const etag = etagOf(facts);
  if (conditions.ifNoneMatch !== undefined) {
    const named = conditions.ifNoneMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
    if (named.includes('*') || named.includes(etag)) return { kind: 'not-modified' };
  }
  if (conditions.range === undefined) return { kind: 'whole' };
  if (conditions.ifRange !== undefined && conditions.ifRange.trim() !== etag) return { kind: 'whole' };
  const wanted = wellFormedRange(conditions.range, facts.sizeBytes);
  if (wanted === null) return { kind: 'whole' };
  const ranges = rangeParser(facts.sizeBytes, wanted, { combine: true });
  if (ranges === -1) return { kind: 'unsatisfiable' };
  const only = ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1 ? undefined : ranges[0];
  return only
    ? { kind: 'part', range: { start: only.start, endExclusive: only.end + 1 } }
    : { kind: 'whole' };
}

/**
 * A range header that means something: what is not well formed is to be ignored, and a suffix longer than the content is
 * all of it (RFC 9110, 14.1.2 and 14.2); the parser takes both for unsatisfiable.
 */
function wellFormedRange(header: string, sizeBytes: number): string | null {
  const [, list = ''] = /^bytes=(.*)$/i.exec(header.trim()) ?? [];
  const specs = list.split(',').map((spec) => /^\s*(\d*)-(\d*)\s*$/.exec(spec));
  const wanted: string[] = [];
  for (const spec of specs) {
    const [, first = '', last = ''] = spec ?? [];
    if (first === '' && last === '') return null;
    if (first !== '' && last !== '' && Number(last) < Number(first)) return null;
    wanted.push(first === '' && Number(last) > sizeBytes ? '0-' : `${first}-${last}`);
  }
  return `bytes=${wanted.join(',')}`;
}

/** RFC 6266 and RFC 8187: an ASCII name for old clients and the true one in UTF-8. */
export function contentDisposition(kind: 'attachment' | 'inline', name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*!]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

/**
 * Sends a content answer. Headers go out with the first good bytes, so damage that shows at once is still a problem
 * answer; damage that shows later destroys the connection, and Content-Length tells the client that bytes are missing.
 */
export async function sendContent(response: Response, answer: ContentAnswer): Promise<void> {
  switch (answer.settled.kind) {
    case 'unsatisfiable':
      response.setHeader('Content-Range', `bytes */${answer.content.sizeBytes}`);
      throw new AppError('RANGE_NOT_SATISFIABLE');
    case 'not-modified':
      writeHead(response, answer);
      response.end();
      return;
    case 'whole':
    case 'part': {
      if (response.req.method === 'HEAD') {
        writeHead(response, answer);
        response.end();
        return;
      }
      const stream = await answer.open();
      await firstBytes(stream);
      writeHead(response, answer);
      try {
        await pipeline(stream, response);
      } catch (error) {
        // A client that went away is no fault of ours; the read was counted and logged.
        if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE' || !response.closed)
          throw error;
      }
    }
  }
}

function writeHead(response: Response, { content, settled, inline }: ContentAnswer): void {
  response.setHeader('ETag', etagOf(content));
  response.setHeader('Accept-Ranges', 'bytes');
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  if (settled.kind === 'not-modified') {
    response.status(304);
    return;
  }
  response.setHeader('Repr-Digest', `sha-256=:${Buffer.from(content.sha256, 'hex').toString('base64')}:`);
  response.setHeader('Content-Type', content.mediaType);
  response.setHeader(
    'Content-Disposition',
    contentDisposition(inline ? 'inline' : 'attachment', content.downloadName),
  );
  response.setHeader('Content-Security-Policy', "sandbox; default-src 'none'; frame-ancestors 'self'");
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  if (settled.kind === 'part') {
    response.status(206);
    response.setHeader(
      'Content-Range',
      `bytes ${settled.range.start}-${settled.range.endExclusive - 1}/${content.sizeBytes}`,
    );
    response.setHeader('Content-Length', settled.range.endExclusive - settled.range.start);
  } else {
    response.status(200);
    response.setHeader('Content-Length', content.sizeBytes);
  }
}

/** Waits until the stream has verified bytes to give, has ended, or has failed. */
async function firstBytes(stream: Readable): Promise<void> {
  if (stream.errored) throw stream.errored;
  if (stream.readableLength > 0 || stream.readableEnded) return;
  await new Promise<void>((resolve, reject) => {
    const settle = (then: () => void) => () => {
      stream.off('readable', onReadable);
      stream.off('end', onEnd);
      stream.off('error', onError);
      then();
    };
    const onReadable = settle(resolve);
    const onEnd = settle(resolve);
    const onError = (error: Error) => {
      settle(() => reject(error))();
    };
    stream.on('readable', onReadable);
    stream.on('end', onEnd);
    stream.on('error', onError);
  });
}
