import type { DocumentView } from './document-view.js';

/** What a paper says of itself, as the form that corrects it names its fields. */
export const factFields = ['typeCode', 'number', 'issuerName', 'issuedOn', 'validTo'] as const;
export type FactField = (typeof factFields)[number];
export type TypedFacts = Readonly<Partial<Record<FactField, string>>>;

/** The facts of a paper as its form shows them; empty where nothing is known. */
export function factsShown(
  document: Pick<DocumentView, 'typeCode' | 'number' | 'issuer' | 'issuedOn' | 'validTo'>,
): Readonly<Record<FactField, string>> {
  return {
    typeCode: document.typeCode,
    number: document.number ?? '',
    issuerName: document.issuer?.name ?? '',
    issuedOn: document.issuedOn ?? '',
    validTo: document.validTo ?? '',
  };
}
