import { S3Client } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';

export interface S3Timeouts {
  /** To reach the gateway. */
  readonly connectMs: number;
  /** To the first byte of an answer, once; a call without a body is tried up to three times within twice this. */
  readonly answerMs: number;
  /** Without a single byte moving, in a body that is sent or read. */
  readonly stallMs: number;
}

export const usualTimeouts: S3Timeouts = { connectMs: 3000, answerMs: 8000, stallMs: 15_000 };

export interface S3Connection {
  /** Undefined: AWS itself. */
  readonly endpoint: string | undefined;
  readonly region: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

const silent = () => undefined;

/**
 * The SDK's client, set for gateways that are not AWS and for little work:
 * - No checksums beyond what a call requires: the newer defaults send trailers that older Ceph refuses.
 * - A streamed body is signed as UNSIGNED-PAYLOAD by the SDK itself, over http as over https, so that its bytes are
 *   hashed by nobody here. TLS guards them on the way; whatever reaches the store changed does not decrypt.
 * - No `Expect: 100-continue`: it costs a connection of its own for each larger body.
 * - No socket time-out of the handler's: it would also strike while a slow reader of ours holds the stream back.
 *   Stalls are watched where bytes are awaited (s3-blob-store, stall-guard).
 */
export function makeS3Client(connection: S3Connection, timeouts: S3Timeouts): S3Client {
  const agent = { keepAlive: true, maxSockets: 256 };
  return new S3Client({
    region: connection.region,
    ...(connection.endpoint === undefined ? {} : { endpoint: connection.endpoint }),
    credentials: { accessKeyId: connection.accessKey, secretAccessKey: connection.secretKey },
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    expectContinueHeader: false,
    maxAttempts: 3,
    requestHandler: new NodeHttpHandler({
      connectionTimeout: timeouts.connectMs,
      requestTimeout: timeouts.answerMs,
      throwOnRequestTimeout: true,
      socketTimeout: 0,
      httpAgent: agent,
      httpsAgent: agent,
    }),
    // The SDK writes warnings to the console otherwise; failures reach the caller with their cause.
    logger: { trace: silent, debug: silent, info: silent, warn: silent, error: silent },
  });
}
