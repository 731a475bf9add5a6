import { AuthorizationResponseError, ResponseBodyError } from 'openid-client';
import { AppError } from '../platform/app-error.js';
import { signInFailed } from './sign-in-failure.js';

/** What went wrong with the e-ID, as a refusal: it does not answer (503), the person stopped, or its answer is wrong. */
export function eidFault(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof AuthorizationResponseError) return answeredFault(error);
  if (isSilent(error)) return new AppError('EID_UNAVAILABLE', {}, { cause: error });
  return signInFailed(error instanceof ResponseBodyError ? 'REFUSED' : 'ANSWER_INVALID', error);
}

/** RFC 6749, 4.1.2.1. */
function answeredFault(error: AuthorizationResponseError): AppError {
  if (error.error === 'access_denied') return signInFailed('CANCELLED', error);
  if (error.error === 'server_error' || error.error === 'temporarily_unavailable') {
    return new AppError('EID_UNAVAILABLE', {}, { cause: error });
  }
  return signInFailed('REFUSED', error);
}

/** The fault of the connection lies as deep as the library was when it happened. */
function isSilent(error: unknown): boolean {
  let current = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    if (meansSilence(current)) return true;
    current = current.cause;
  }
  return current instanceof Response && (current.status >= 500 || current.status === 429);
}

function meansSilence(error: Error): boolean {
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return true;
  // fetch says TypeError for every fault of the connection: with the system's error as its cause, or "terminated".
  return error instanceof TypeError && (error.cause instanceof Error || error.message === 'terminated');
}
