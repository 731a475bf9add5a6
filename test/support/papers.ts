import { randomBytes } from 'node:crypto';
import type { UploadFile } from './person.js';

/** A readable PDF of one page; different bytes at each call, of the length asked for when larger than the smallest. */
export function pdfPaper(name = 'so-do.pdf', sizeBytes = 0): UploadFile {
  const filler = Math.max(16, sizeBytes - 700);
  const text = `BT /F1 14 Tf 40 520 Td (TEST PAPER 999 ${randomBytes(8).toString('hex')}) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>',
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ].map((body, index) => Buffer.from(`${index + 1} 0 obj\n${body}\nendobj\n`));
  const noise = randomBytes(filler);
  objects.push(
    Buffer.concat([
      Buffer.from(`6 0 obj\n<< /Type /Filler /Length ${noise.length} >>\nstream\n`),
      noise,
      Buffer.from('\nendstream\nendobj\n'),
    ]),
  );
  const head = Buffer.from('%PDF-1.4\n%âãÏÓ\n', 'latin1');
  const offsets: number[] = [];
  let at = head.length;
  for (const object of objects) {
    offsets.push(at);
    at += object.length;
  }
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const tail = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${at}\n%%EOF\n`;
  return { name, type: 'application/pdf', bytes: Buffer.concat([head, ...objects, Buffer.from(tail)]) };
}

/** The numbers of the development e-ID's citizens. */
export const personalIds = {
  tuyet: '999190000001',
  duc: '999085000002',
  low: '999088000004',
} as const;

let serial = 0;
/** A dossier code under an agency, new in this run. */
export function dossierCode(agency = 'H09.1'): string {
  serial += 1;
  return `${agency}-251125-${String(Date.now() % 1_000_000)}${String(serial).padStart(3, '0')}`;
}

/** The body that opens a dossier for a person. */
export function dossierFor(
  procedureCode: string,
  personalId: string = personalIds.tuyet,
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    procedureCode,
    owner: { kind: 'PERSONAL_ID', value: personalId },
    submittedOn: '2025-11-25',
    channel: 1,
    agencyCode: 'H09.27',
    ...more,
  };
}

export const officer = { id: 'cb-17', name: 'Lê Thị Hoa', position: 'Chuyên viên' };
export const purpose = { code: 'GQTTHC', text: 'Giải quyết thủ tục hành chính' };
