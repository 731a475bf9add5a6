import type { AppError, FieldFault, ProblemDetails } from '../platform/app-error.js';
import { type ProblemCode, type ProblemKind, problemKinds } from '../platform/problem-codes.js';
import { vietnameseOf } from './field-words.js';
import type { Language } from './language.js';

/** A problem document (RFC 9457) with our stable `code`. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ProblemCode;
  readonly errors?: readonly Omit<FieldFault, 'vi'>[];
  readonly requestId: string;
}

/** The problem document for a refusal, in the reader's language. */
export function problemOf(error: AppError, language: Language, requestId: string): Problem {
  const kind: ProblemKind = problemKinds[error.code];
  const words = kind[language];
  return {
    type: `urn:motlan:problem:${error.code.toLowerCase().replaceAll('_', '-')}`,
    title: words.title,
    status: kind.status,
    detail: words.detail.replace(
      /\{(\w+)\}/g,
      (whole, name: string) => wordOf(error.details[name], language) ?? whole,
    ),
    code: error.code,
    ...(error.code === 'VALIDATION_FAILED'
      ? { errors: error.fields.map((fault) => faultIn(fault, language)) }
      : {}),
    requestId,
  };
}

function faultIn({ pointer, code, detail, vi }: FieldFault, language: Language): Omit<FieldFault, 'vi'> {
  return { pointer, code, detail: language === 'vi' ? (vi ?? vietnameseOf(code, detail)) : detail };
}

function wordOf(value: ProblemDetails[string] | undefined, language: Language): string | undefined {
  if (value === undefined) return undefined;
  return typeof value === 'object' ? value[language] : String(value);
}

/** Seconds for Retry-After, when trying again later makes sense. */
export function retryAfterOf(error: AppError): number | undefined {
  const told = error.details['seconds'];
  if (error.code === 'RATE_LIMITED' && typeof told === 'number') return told;
  const kind: ProblemKind = problemKinds[error.code];
  return kind.retryAfterSeconds;
}
