import { AppError, type BilingualWord } from '../platform/app-error.js';
import type { ProblemCode } from '../platform/problem-codes.js';
import { type FormError, formErrors } from '../ui/form-errors.js';
import type { Language } from './language.js';
import { problemOf, retryAfterOf } from './problem.js';

/** A refused post, for the form that is drawn again. */
export interface FormRefusal {
  readonly code: ProblemCode;
  readonly status: number;
  readonly errors: readonly FormError[];
  readonly retryAfterSeconds: number | undefined;
}

/**
 * What a field wants, in words for the person who fills it in, by the field's name; under `name:CODE` for that fault of
 * it alone.
 */
export type FieldWords = Readonly<Record<string, BilingualWord>>;

/** These are not about what was filled in, so the form would not help. */
const notForForms: readonly ProblemCode[] = [
  'SIGN_IN_REQUIRED',
  'ROLE_MISSING',
  'CSRF_INVALID',
  'BODY_TOO_LARGE',
  'BODY_MALFORMED',
];

/** Words by the code of a fault, where the form has none of its own for the field. */
const faultWords: Readonly<Record<string, BilingualWord>> = {
  MISSING: { vi: 'Điền mục này.', en: 'Fill this in.' },
  TOO_SMALL: { vi: 'Điền mục này.', en: 'Fill this in.' },
  TOO_LONG: { vi: 'Nội dung quá dài. Rút ngắn lại.', en: 'This is too long. Shorten it.' },
  TOO_BIG: { vi: 'Nội dung quá dài. Rút ngắn lại.', en: 'This is too long. Shorten it.' },
  BEFORE_ISSUE: {
    vi: 'Ngày hết hạn nằm trước ngày cấp. Xem lại hai ngày.',
    en: 'It ends before it was issued. Check both dates.',
  },
};
const anyFault: BilingualWord = { vi: 'Mục này chưa đúng. Xem lại.', en: 'This is not right. Check it.' };

/**
 * A refusal as the faults that a form shows.
 * @param options.field the input that a refusal without field errors belongs to
 * @param options.words what each field wants; wins over the general words of a fault
 * @param options.alsoShow codes of what is absent that the form itself explains best
 * @throws the error itself, when it is none that a form can show
 */
export function formRefusal(
  error: unknown,
  lang: Language,
  options: {
    readonly field?: string | null;
    readonly words?: FieldWords;
    readonly alsoShow?: readonly ProblemCode[];
  } = {},
): FormRefusal {
  if (!(error instanceof AppError)) throw error;
  const problem = problemOf(error, lang, '');
  const { code, status } = problem;
  const absent = (status === 404 || status === 410) && !options.alsoShow?.includes(code);
  const fault = status >= 500 && code !== 'STORAGE_UNAVAILABLE';
  if (absent || fault || notForForms.includes(code)) throw error;
  const named = problem.errors?.map((entry) => ({
    ...entry,
    detail: wordsOf(entry.pointer, entry.code, options.words ?? {})[lang],
  }));
  const errors = formErrors({ ...problem, errors: named }, options.field ?? null);
  return { code, status, errors: onePerField(errors), retryAfterSeconds: retryAfterOf(error) };
}

function wordsOf(pointer: string, code: string, words: FieldWords): BilingualWord {
  const field = fieldOf(pointer);
  const general = faultWords[code];
  if (code === 'BEFORE_ISSUE' && general) return general;
  return words[`${field}:${code}`] ?? words[field] ?? general ?? anyFault;
}

/** `/documentIds/0` is a fault of the input `documentIds`. */
function fieldOf(pointer: string): string {
  return pointer
    .slice(1)
    .replace(/\/\d+$/, '')
    .replaceAll('/', '.');
}

function onePerField(errors: readonly FormError[]): FormError[] {
  const seen = new Set<string | null>();
  return errors
    .map(({ field, text }) => ({ field: field?.replace(/\.\d+$/, '') ?? null, text }))
    .filter(({ field }) => (seen.has(field) ? false : seen.add(field)));
}
