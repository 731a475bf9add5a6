import { countryOf } from './countries.js';

export const ownerKeyKinds = ['PERSONAL_ID', 'OLD_ID', 'TAX', 'PASSPORT', 'ORG_CODE'] as const;
export type OwnerKeyKind = (typeof ownerKeyKinds)[number];

/** What names an owner, in the one form that is stored and compared. */
export interface OwnerKey {
  readonly kind: OwnerKeyKind;
  readonly value: string;
  /** Of a passport only: three letters. */
  readonly country?: string;
}

export interface RawOwnerKey {
  readonly kind: OwnerKeyKind;
  readonly value: string;
  readonly country?: string | undefined;
}

export type OwnerKeyResult =
  | { readonly ok: true; readonly key: OwnerKey }
  | {
      readonly ok: false;
      readonly field: 'value' | 'country';
      readonly code: string;
      readonly detail: string;
    };

/**
 * The key in its stored form: without spaces, letters in capitals, a branch's tax code with its dash, a passport's
 * country in three letters. A personal ID has no check digit; a tax code has one and is refused when it is wrong.
 * Source: Law on Identity 2023 Art. 12 (12 digits, unique); tax code weights as in python-stdnum stdnum/vn/mst.py.
 */
export function normaliseOwnerKey({ kind, value, country }: RawOwnerKey): OwnerKeyResult {
  const text = value.normalize('NFKC').replace(/\s+/gu, '').toUpperCase();
  if (kind !== 'PASSPORT' && country !== undefined) {
    return fault('country', 'NOT_ALLOWED', 'only a passport has a country');
  }
  if (kind === 'TAX') return taxKey(text);
  if (kind === 'PASSPORT') return passportKey(text, country);
  const { pattern, detail } = plain[kind];
  return pattern.test(text) ? key(kind, text) : fault('value', 'INVALID', detail);
}

const plain = {
  PERSONAL_ID: { pattern: /^\d{12}$/, detail: 'a personal ID has 12 digits' },
  OLD_ID: { pattern: /^\d{9}$/, detail: 'an old ID has 9 digits' },
  ORG_CODE: {
    pattern: /^[A-Z0-9](?:[A-Z0-9.-]{0,28}[A-Z0-9])?$/,
    detail: 'an organisation code has 1 to 30 letters, digits, dots and dashes',
  },
} as const;

/** One line that is the same for the same key and for no other; the unique index is on it. */
export function ownerKeyText({ kind, value, country }: OwnerKey): string {
  return country === undefined ? `${kind}:${value}` : `${kind}:${country}:${value}`;
}

const taxWeights = [31, 29, 23, 19, 17, 13, 7, 5, 3];

/** Since 1 July 2025 a household business's tax code is its owner's personal ID number, which has no check digit. */
function taxKey(text: string): OwnerKeyResult {
  if (/^\d{12}$/.test(text)) return key('TAX', text);
  const [, base, branch] = /^(\d{10})(?:-?(\d{3}))?$/.exec(text) ?? [];
  if (base === undefined)
    return fault(
      'value',
      'INVALID',
      'a tax code has 10 digits, or 10, a dash and 3, or the 12 of a personal ID',
    );
  if (/^0{7}$/.test(base.slice(2, 9)) || branch === '000') {
    return fault('value', 'INVALID', 'no tax code has this serial number');
  }
  const sum = taxWeights.reduce((total, weight, index) => total + weight * Number(base[index]), 0);
  if (10 - (sum % 11) !== Number(base[9])) {
    return fault('value', 'CHECKSUM', 'the check digit of the tax code is wrong');
  }
  return key('TAX', branch === undefined ? base : `${base}-${branch}`);
}

function passportKey(text: string, country: string | undefined): OwnerKeyResult {
  if (!/^[A-Z0-9]{4,20}$/.test(text)) {
    return fault('value', 'INVALID', 'a passport number has 4 to 20 letters and digits');
  }
  if (country === undefined) return fault('country', 'MISSING', 'a passport needs its country');
  const known = countryOf(country);
  if (known === null) {
    return fault('country', 'INVALID', 'a country has its two or three letters of ISO 3166-1');
  }
  return { ok: true, key: { kind: 'PASSPORT', value: text, country: known } };
}

function key(kind: OwnerKeyKind, value: string): OwnerKeyResult {
  return { ok: true, key: { kind, value } };
}

function fault(field: 'value' | 'country', code: string, detail: string): OwnerKeyResult {
  return { ok: false, field, code, detail };
}
