/** What stands on the made-up paper. */
export interface LandCertificate {
  readonly number: string;
  readonly holder: string;
  readonly issuedOn: string;
  readonly issuer: string;
}

/**
 * One page of PDF 1.4 that looks like a certificate and says that it is none. The fonts that every reader has know no
 * Vietnamese letters, so the marks are left out.
 */
export function makeLandCertificate({ number, holder, issuedOn, issuer }: LandCertificate): Buffer {
  const lines: readonly (readonly [font: 'F1' | 'F2', size: number, y: number, text: string])[] = [
    ['F2', 12, 760, 'CONG HOA XA HOI CHU NGHIA VIET NAM'],
    ['F1', 11, 742, 'Doc lap - Tu do - Hanh phuc'],
    ['F2', 20, 680, 'GIAY CHUNG NHAN'],
    ['F2', 14, 655, 'QUYEN SU DUNG DAT, QUYEN SO HUU TAI SAN GAN LIEN VOI DAT'],
    ['F1', 12, 600, `So (number): ${number}`],
    ['F1', 12, 576, `Nguoi su dung dat (holder): ${holder}`],
    ['F1', 12, 552, 'Thua dat so 12, to ban do so 9, dien tich 86,5 m2'],
    ['F1', 12, 528, `Ngay cap (issued on): ${issuedOn}`],
    ['F1', 12, 504, `Co quan cap (issuer): ${issuer}`],
    ['F2', 13, 120, 'MAU TRINH DIEN - KHONG CO GIA TRI PHAP LY'],
    ['F1', 11, 102, 'Specimen made by "npm run demo". All people and places are made up.'],
  ];
  const content = [
    '0.72 0.11 0.11 RG 3 w 36 60 523 740 re S',
    '0.85 0.65 0.13 RG 1 w 44 68 507 724 re S',
    ...lines.map(([font, size, y, text]) => {
      const x = Math.max(50, Math.round((595 - text.length * size * 0.54) / 2));
      return `BT /${font} ${size} Tf ${x} ${y} Td (${escaped(withoutMarks(text))}) Tj ET`;
    }),
  ].join('\n');
  return assemble([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Times-Bold /Encoding /WinAnsiEncoding >>',
  ]);
}

/** Numbers the objects from 1 and writes the table of where each begins. */
function assemble(objects: readonly string[]): Buffer {
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
  const count = objects.length + 1;
  const table = `xref\n0 ${count}\n0000000000 65535 f \n${rows.join('')}`;
  const trailer = `trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
  return Buffer.from(text + table + trailer, 'latin1');
}

function withoutMarks(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'D')
    .replace(/[^\x20-\x7e]/g, '?');
}

function escaped(text: string): string {
  return text.replace(/[\\()]/g, '\\$&');
}
