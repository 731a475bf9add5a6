import type { TrustClass } from './trust-class.js';

export interface Words {
  readonly vi: string;
  readonly en: string;
}

/** Dates of law between which a code may be used for something new; old records keep it. */
export interface InForce {
  /** `YYYY-MM-DD`, inclusive. */
  readonly from: string;
  /** `YYYY-MM-DD`, inclusive; null = still in force. */
  readonly to: string | null;
}

/** How long a paper of a type holds, counted from its issue date. */
export type ValidityRule =
  | { readonly rule: 'NONE' | 'AS_PRINTED' | 'CALENDAR_YEAR' }
  | { readonly rule: 'MONTHS'; readonly months: number };

export interface DocumentType {
  readonly code: string;
  readonly name: Words;
  readonly owner: 'PERSON' | 'ORGANISATION' | 'ANY';
  /** Sensitive personal data (NĐ 356/2025, Điều 4): what exists is never told before consent. */
  readonly sensitive: boolean;
  readonly validity: ValidityRule;
  readonly inForce: InForce;
}

export interface AcceptedType {
  readonly typeCode: string;
  readonly leastTrustClass: TrustClass;
}

/** A required component of a procedure (thành phần hồ sơ). */
export interface Component {
  readonly componentCode: string;
  readonly name: Words;
  readonly required: boolean;
  /** Empty: always handed in anew, or taken from a database. */
  readonly accepts: readonly AcceptedType[];
  /** Null: only with the owner's consent. */
  readonly statutoryDuty: { readonly legalGround: string } | null;
  readonly ifRefused: Words;
}

export interface Procedure {
  readonly code: string;
  readonly name: Words;
  readonly inForce: InForce;
  readonly components: readonly Component[];
}

export function isInForce(inForce: InForce, date: string): boolean {
  return inForce.from <= date && (inForce.to === null || date <= inForce.to);
}

/** The day a paper ends by its type's rule, `YYYY-MM-DD`; null when the rule sets none. */
export function validToByRule(rule: ValidityRule, issuedOn: string | null): string | null {
  if (issuedOn === null) return null;
  if (rule.rule === 'CALENDAR_YEAR') return `${issuedOn.slice(0, 4)}-12-31`;
  if (rule.rule !== 'MONTHS') return null;
  const [year = 0, month = 1, day = 1] = issuedOn.split('-').map(Number);
  const lastOfTarget = new Date(Date.UTC(year, month - 1 + rule.months + 1, 0));
  const target = new Date(Date.UTC(year, month - 1 + rule.months, Math.min(day, lastOfTarget.getUTCDate())));
  return target.toISOString().slice(0, 10);
}

/** What may be in the store and what each procedure asks for. Read once at start, never changed while running. */
export interface Catalogue {
  readonly types: readonly DocumentType[];
  readonly procedures: readonly Procedure[];
  type(code: string): DocumentType | null;
  /** Whether papers of a type are sensitive personal data; false for a code that is not known. */
  isSensitive(code: string): boolean;
  procedure(code: string): Procedure | null;
  component(procedureCode: string, componentCode: string): Component | null;
}
