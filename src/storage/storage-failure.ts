import { AppError } from '../platform/app-error.js';

/** The store's own failure as callers see it. An AppError passes unchanged; anything else becomes its cause. */
export function storageUnavailable(cause: unknown): AppError {
  return cause instanceof AppError ? cause : new AppError('STORAGE_UNAVAILABLE', {}, { cause });
}

/** Runs one call to the store; whatever it throws becomes STORAGE_UNAVAILABLE. */
export async function asStorage<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw storageUnavailable(error);
  }
}

/** The `code` of a Node system error (ENOENT, ENOSPC…), undefined for anything else. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
