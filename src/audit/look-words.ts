import { type ProblemCode, type ProblemKind, problemKinds } from '../platform/problem-codes.js';
import type { Lang } from '../ui/i18n.js';

/** Why a look was refused, by its code, in a sentence. */
export const refusalWords: Readonly<Record<Lang, ReadonlyMap<string, string>>> = {
  vi: wordsIn('vi'),
  en: wordsIn('en'),
};

function wordsIn(lang: Lang): ReadonlyMap<string, string> {
  const kinds: Readonly<Record<ProblemCode, ProblemKind>> = problemKinds;
  return new Map(Object.entries(kinds).map(([code, kind]) => [code, `${kind[lang].title}.`]));
}
