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

function isSilent(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? error.code : undefined;
  if (code === 'OAUTH_TIMEOUT' || code === 'OAUTH_ABORT') return true;
  if (error.cause instanceof Response) return error.cause.status >= 500 || error.cause.status === 429;
  // fetch says TypeError for every fault of the connection, with the system's error as its cause.
  return error instanceof TypeError && (error.cause !== undefined || error.message === 'terminated');
}
