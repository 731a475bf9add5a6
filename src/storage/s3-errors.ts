import { S3ServiceException } from '@aws-sdk/client-s3';

/** The HTTP status of the gateway's refusal; undefined when there was no answer. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
}

/** The object is not there. A missing bucket is a fault of the set-up and not this. */
export function isAbsent(error: unknown): boolean {
  return statusOf(error) === 404 && error instanceof Error && error.name !== 'NoSuchBucket';
}

/** Whether the same call may succeed a moment later: no answer at all, or one that asks for patience. */
export function isTransient(error: unknown): boolean {
  const status = statusOf(error);
  return status === undefined || status >= 500 || status === 408 || status === 409 || status === 429;
}
