import { AppError } from './app-error.js';

/** Names of the driver's and mongoose's errors that say: the database cannot be reached now. */
const unreachable = new Set([
  'MongoServerSelectionError',
  'MongooseServerSelectionError',
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoPoolClearedError',
  'MongoPoolClosedError',
  'MongoWaitQueueTimeoutError',
  'MongoOperationTimeoutError',
  'MongoNotConnectedError',
  'MongoTopologyClosedError',
  'MongoClientClosedError',
  'MongoConnectionClosedError',
]);

/**
 * Codes of a server that answers but cannot serve: no primary, stepping down, shutting down, too slow.
 * Source: src/mongo/base/error_codes.yml of MongoDB 6.0.
 */
const cannotServe = new Set([
  6, // HostUnreachable
  7, // HostNotFound
  13, // Unauthorized: the service may not, though the caller may
  50, // MaxTimeMSExpired
  64, // WriteConcernFailed: written, but not known to a majority in time
  89, // NetworkTimeout
  91, // ShutdownInProgress
  112, // WriteConflict: too many changed the same record, again and again
  100, // UnsatisfiableWriteConcern
  121, // DocumentValidationFailure: a rule of the operators' refuses the write
  133, // FailedToSatisfyReadPreference
  189, // PrimarySteppedDown
  262, // ExceededTimeLimit
  9001, // SocketException
  10107, // NotWritablePrimary
  14031, // OutOfDiskSpace
  11600, // InterruptedAtShutdown
  11602, // InterruptedDueToReplStateChange
  13435, // NotPrimaryNoSecondaryOk
  13436, // NotPrimaryOrSecondary
]);

/** DATABASE_UNAVAILABLE for an error of the driver that means so, at any depth of its causes; else null. */
export function toDatabaseUnavailable(error: unknown): AppError | null {
  let current: unknown = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    if (meansUnavailable(current)) return new AppError('DATABASE_UNAVAILABLE', {}, { cause: error });
    current = current.cause;
  }
  return null;
}

function meansUnavailable(error: Error): boolean {
  if (unreachable.has(error.name)) return true;
  const code = 'code' in error ? Number(error.code) : Number.NaN;
  if (error.name.startsWith('Mongo') && cannotServe.has(code)) return true;
  // mongoose has no class for it: the connection was lost or never made, and nothing is buffered.
  return error.name === 'MongooseError' && error.message.includes('bufferCommands = false');
}
