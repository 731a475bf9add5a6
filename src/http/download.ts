import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { contentDisposition } from './content.js';

/** A file that is made while it is sent; its length is not known before. */
export interface DownloadAnswer {
  readonly download: {
    readonly fileName: string;
    readonly mediaType: string;
    /** Asked for piece by piece, as fast as the client takes them; ended early when the client goes. */
    readonly pieces: AsyncGenerator<string | Uint8Array>;
  };
}

/**
 * Sends a file that is made while it is sent. What fails before the first piece is still a problem answer; what fails
 * later breaks the connection, which a client tells from the end by the missing last chunk.
 */
export async function sendDownload(
  request: Request,
  response: Response,
  { download: { fileName, mediaType, pieces } }: DownloadAnswer,
): Promise<void> {
  const writeHead = () => {
    response.status(200);
    response.setHeader('Content-Type', mediaType);
    response.setHeader('Content-Disposition', contentDisposition('attachment', fileName));
    response.setHeader('Content-Security-Policy', "sandbox; default-src 'none'; frame-ancestors 'none'");
    response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  };
  if (request.method === 'HEAD') {
    await pieces.return(undefined);
    writeHead();
    response.end();
    return;
  }
  const first = await pieces.next();
  writeHead();
  try {
    await pipeline(Readable.from(from(first, pieces), { objectMode: false }), response);
  } catch (error) {
    // A client that went away is no fault of ours.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE' || !response.closed)
      throw error;
  }
}

async function* from(first: IteratorResult<string | Uint8Array>, rest: AsyncGenerator<string | Uint8Array>) {
  try {
    if (first.done) return;
    yield first.value;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}
