import { parseWith } from '../http/parse.js';
import type { DocumentChange } from './change-document.js';
import type { DocumentView } from './document-view.js';
import { changeSchema } from './documents.schemas.js';
import { factFields, factsShown, type TypedFacts } from './pages/facts-shown.js';

/**
 * What the owner changed in the form. A field left as it was is not sent on: an end of validity that came from the
 * type's rule goes on following it.
 * @returns null when nothing differs
 * @throws AppError VALIDATION_FAILED
 */
export function correctionOf(document: DocumentView, typed: TypedFacts): DocumentChange | null {
  const shown = factsShown(document);
  const differing = factFields.flatMap((field) => {
    const value = typed[field];
    if (value === undefined || value.trim() === shown[field]) return [];
    // An empty type is a fault to be told, all else may be unknown.
    return [[field, value.trim() === '' && field !== 'typeCode' ? null : value] as const];
  });
  if (differing.length === 0) return null;
  const parsed = parseWith(changeSchema, Object.fromEntries(differing));
  return Object.fromEntries(Object.entries(parsed).filter(([, value]) => value !== undefined));
}
