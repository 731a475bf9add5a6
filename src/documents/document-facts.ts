import { type Catalogue, isInForce, validToByRule } from '../catalogue/index.js';
import { AppError, fieldError } from '../platform/app-error.js';
import type { DocumentFacts } from './document.js';

export interface GivenFacts {
  readonly typeCode: string;
  readonly number?: string | null | undefined;
  readonly issuerName?: string | null | undefined;
  readonly issuedOn?: string | null | undefined;
  readonly validTo?: string | null | undefined;
}

/**
 * The facts of a paper from what was filled in: the end of validity follows from the type's rule where none is given.
 * @param today date of law
 * @throws AppError DOCUMENT_TYPE_UNKNOWN; VALIDATION_FAILED when it ends before it was issued
 */
export function factsOf(given: GivenFacts, catalogue: Catalogue, today: string): DocumentFacts {
  const type = catalogue.type(given.typeCode);
  if (!type || !isInForce(type.inForce, today)) throw new AppError('DOCUMENT_TYPE_UNKNOWN');
  const issuedOn = given.issuedOn ?? null;
  if (issuedOn !== null && given.validTo && given.validTo < issuedOn) {
    throw fieldError('/validTo', 'BEFORE_ISSUE', 'lies before issuedOn');
  }
  const validTo = given.validTo ?? validToByRule(type.validity, issuedOn);
  return {
    typeCode: type.code,
    number: given.number || null,
    issuer: given.issuerName ? { code: null, name: given.issuerName } : null,
    issuedOn,
    validFrom: issuedOn,
    validTo,
    permanent: type.validity.rule === 'NONE' && validTo === null,
  };
}
