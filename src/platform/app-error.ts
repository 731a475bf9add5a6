import type { ProblemCode } from './problem-codes.js';

/** One faulty field: where (RFC 6901 pointer into the body, or `?name` for a query parameter) and what. */
export interface FieldFault {
  readonly pointer: string;
  readonly code: string;
  /** In English. */
  readonly detail: string;
  /** In Vietnamese; where absent the code's own words serve. */
  readonly vi?: string;
}

/** A word that a person reads, in both languages. */
export interface BilingualWord {
  readonly vi: string;
  readonly en: string;
}
export type ProblemDetails = Readonly<Record<string, string | number | BilingualWord>>;

/** A refusal with a stable code. The one error handler turns it into a problem document (RFC 9457). */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ProblemCode;
  /** Values for the `{…}` places of the code's words. Never names, ID numbers or file names. */
  readonly details: ProblemDetails;
  readonly fields: readonly FieldFault[];

  constructor(
    code: ProblemCode,
    details: ProblemDetails = {},
    options: { cause?: unknown; fields?: readonly FieldFault[] } = {},
  ) {
    super(code, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = details;
    this.fields = options.fields ?? [];
  }
}

/** The refusal for one faulty field. */
export function fieldError(pointer: string, code: string, detail: string): AppError {
  return new AppError('VALIDATION_FAILED', {}, { fields: [{ pointer, code, detail }] });
}
