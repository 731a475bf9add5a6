import { stringify } from 'csv-stringify/sync';

/**
 * What a spreadsheet must not get from outside: control characters, characters that are not shown or turn the direction
 * of text (behind which a formula could hide), and blanks at the ends.
 */
const unwanted = /[\p{Cc}\p{Cf}\u2028\u2029]+/gu;

/**
 * Rows as CSV (RFC 4180: commas, quotes, CRLF) that a spreadsheet opens as text: no cell is a formula, whatever was
 * typed where it came from.
 * @param first begins a file: a byte order mark says that it is UTF-8, without which spreadsheets guess
 * Source: OWASP, CSV Injection.
 */
export function csvRows(rows: readonly (readonly string[])[], { first = false } = {}): string {
  return stringify(
    rows.map((row) => row.map(cell)),
    { bom: first, quoted: true, escape_formulas: true, record_delimiter: 'windows' },
  );
}

/** Small forms and the minus sign, which the library does not know as beginnings of a formula. */
const formula = /^[\u2212\ufe62\ufe63\ufe66\ufe6b]/u;

function cell(text: string): string {
  const clean = text.normalize('NFC').replace(unwanted, ' ').trim();
  return formula.test(clean) ? `'${clean}` : clean;
}
