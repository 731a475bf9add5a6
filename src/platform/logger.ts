import { type DestinationStream, type Logger, pino } from 'pino';
import type { Config } from './config.js';

export type { Logger } from 'pino';

/** Plain words and figures that may stand in a log line; names of persons, numbers and files are not among them. */
const allowed = new Set([
  'action',
  'attempt',
  'attempts',
  'code',
  'codeName',
  'collection',
  'componentCode',
  'dossierCode',
  'err',
  'event',
  'expected',
  'found',
  'host',
  'id',
  'index',
  'job',
  'kind',
  'level',
  'method',
  'msg',
  'outcome',
  'pid',
  'port',
  'procedureCode',
  'req',
  'res',
  'route',
  'signal',
  'state',
  'status',
  'typeCode',
  'version',
]);
const figures = /(?:Id|Ids|Ms|Bytes|Count|Seconds)$/;
/** End like an opaque id, but are numbers that the state gave to a person. */
const neverAllowed = new Set(['personalId', 'oldId', 'taxId', 'nationalId', 'passportId']);
const LONGEST = 200;

/**
 * The log: JSON lines of ids and figures. By allow-list: a field not named above is dropped and only its name is kept,
 * so a new field cannot carry personal data by oversight.
 * @param destination standard output unless given
 */
export function makeLogger(level: Config['logLevel'], destination?: DestinationStream): Logger {
  const options = {
    level,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: describeError, req: describeRequest, res: describeResponse },
    hooks: { logMethod: nameErrors },
    formatters: {
      level: (label: string) => ({ level: label }),
      log: onlyAllowed,
      bindings: onlyAllowed,
    },
  };
  const logger = destination ? pino(options, destination) : pino(options);
  // By reflection, for it is called on other loggers, and pino's own type of it is generic over custom levels.
  const makeChild: MakeChild = Reflect.get(logger, 'child');
  return guardChildren(logger, makeChild);
}

type MakeChild = (this: Logger, bindings: Record<string, unknown>, options?: object) => Logger;

/** pino applies the bindings' formatter to a logger's first bindings only; here also to those of its children. */
function guardChildren(logger: Logger, makeChild: MakeChild): Logger {
  const guarded: MakeChild = (bindings, options) =>
    guardChildren(makeChild.call(logger, onlyAllowed(bindings), options), makeChild);
  // pino's type also speaks of custom levels, which nothing here uses.
  logger.child = guarded as unknown as Logger['child'];
  return logger;
}

/** Without words beside it pino would take the error's own, which quote what was refused. */
function nameErrors(this: Logger, args: unknown[], method: (...args: unknown[]) => void): void {
  const [first, ...words] = args;
  const error = first instanceof Error ? first : errorIn(first);
  if (!error) method.apply(this, args);
  else
    method.apply(this, [
      first instanceof Error ? { err: first } : first,
      ...(words.length > 0 ? words : [error.name]),
    ]);
}

function errorIn(fields: unknown): Error | undefined {
  const found = typeof fields === 'object' && fields !== null && 'err' in fields ? fields.err : undefined;
  return found instanceof Error ? found : undefined;
}

function onlyAllowed(fields: Record<string, unknown>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  const dropped: string[] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    if (name === 'err' || name === 'req' || name === 'res') kept[name] = value;
    else if (isAllowed(name) && isPlain(value)) kept[name] = shorten(value);
    else dropped.push(name);
  }
  if (dropped.length > 0) kept['dropped'] = dropped;
  return kept;
}

function isAllowed(name: string): boolean {
  return !neverAllowed.has(name) && (allowed.has(name) || figures.test(name));
}

function isPlain(value: unknown): boolean {
  if (Array.isArray(value)) return value.every((entry) => typeof entry !== 'object');
  return value === null || typeof value !== 'object';
}

function shorten(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 50).map(shorten);
  return typeof value === 'string' ? value.slice(0, LONGEST) : value;
}

/**
 * Of an error: its kind, its code and where it was thrown. The message only of plain faults in our own code: those of
 * databases, parsers and validators quote the value that they refused.
 */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const coded = error as Error & { code?: unknown; codeName?: unknown; syscall?: unknown };
  const plain = [TypeError, ReferenceError, RangeError].some((kind) => error.constructor === kind);
  return {
    type: error.constructor.name,
    ...(plain && coded.code === undefined ? { message: error.message.slice(0, LONGEST) } : {}),
    ...(typeof coded.code === 'string' || typeof coded.code === 'number' ? { code: coded.code } : {}),
    ...(typeof coded.codeName === 'string' ? { codeName: coded.codeName } : {}),
    ...(typeof coded.syscall === 'string' ? { syscall: coded.syscall } : {}),
    stack: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 15)
      .join('\n'),
    ...(error.cause instanceof Error ? { cause: describeError(error.cause) } : {}),
  };
}

/** Of a request: never its path or query, which carry tokens and numbers; the route's pattern is logged as `route`. */
function describeRequest(request: { id?: unknown; method?: string }): Record<string, unknown> {
  return { id: typeof request.id === 'string' ? request.id : undefined, method: request.method };
}

function describeResponse(response: { statusCode?: number }): Record<string, unknown> {
  return { status: response.statusCode };
}
