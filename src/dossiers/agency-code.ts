/** Agency codes (QĐ 20/2020, QĐ 09/2025): dotted levels such as H09.27; old form `000.00.00.H09`. */
const newForm = /^[A-Z]\d{2}(\.\d{1,4}){0,5}$/;
const oldForm = /^\d{3}\.\d{2}\.\d{2}\.([A-Z]\d{2})$/;

/** The code in its new form; null when it is none. */
export function normaliseAgency(code: string): string | null {
  if (newForm.test(code)) return code;
  return oldForm.exec(code)?.[1] ?? null;
}

/** The province or ministry that a code belongs to: H09 of H09.27. */
export function rootOf(agency: string): string {
  return agency.split('.')[0] ?? agency;
}

export function isAtOrBelow(agency: string, above: string): boolean {
  return agency === above || agency.startsWith(`${above}.`);
}

const dossierCode = /^(.+)-(\d{2})(\d{2})(\d{2})-(\d{4,10})$/;

/** The agency in a dossier code (TT 01/2018/TT-VPCP, Điều 19; newer `H09.1-251125-0001`); null when it is no code. */
export function agencyOfDossierCode(code: string): string | null {
  const parts = dossierCode.exec(code);
  if (!parts) return null;
  const [, agency = '', year, month, day] = parts;
  const date = new Date(`20${year}-${month}-${day}T00:00:00Z`);
  const exists = !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day);
  return exists ? normaliseAgency(agency) : null;
}
