import { randomBytes } from 'node:crypto';

/** Stands all over the plaintext of a paper that is looked for on the disk. */
export const MARKER = 'MOTLAN-BENCH-PLAINTEXT-MARKER';

/** A PDF whose bytes can be made new ones without making the paper anew. */
export interface Paper {
  readonly bytes: Buffer;
  /** Gives it bytes that no paper had before. */
  stamp(): void;
}

/** A readable PDF of one page with exactly `sizeBytes` bytes (2 kB or more). @param marked full of MARKER, else of noise */
export function makePaper(sizeBytes: number, { marked = false } = {}): Paper {
  const text = 'BT /F1 14 Tf 40 520 Td (TEST PAPER 999) Tj ET';
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>',
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ].map((body, index) => Buffer.from(`${index + 1} 0 obj\n${body}\nendobj\n`));
  const head = Buffer.from('%PDF-1.4\n%âãÏÓ\n', 'latin1');
  const offsets: number[] = [];
  let at = head.length;
  for (const object of objects) {
    offsets.push(at);
    at += object.length;
  }
  offsets.push(at);
  const rest = around(0).reduce((sum, part) => sum + part.length, 0) + trailer(offsets, 0).length;
  const filler = sizeBytes - at - rest;
  const [opening, end] = around(filler);
  const xrefAt = at + opening.length + filler + end.length;
  const filling = marked ? Buffer.alloc(filler, `${MARKER}\n`) : randomBytes(filler);
  const bytes = Buffer.concat([head, ...objects, opening, filling, end, trailer(offsets, xrefAt)]);
  const stampAt = at + opening.length;
  return {
    bytes,
    stamp() {
      bytes.write(randomBytes(16).toString('hex'), stampAt, 'latin1');
    },
  };
}

function around(fillerBytes: number): [Buffer, Buffer] {
  const length = String(fillerBytes).padStart(8, '0');
  return [
    Buffer.from(`6 0 obj\n<< /Type /Filler /Length ${length} >>\nstream\n`),
    Buffer.from('\nendstream\nendobj\n'),
  ];
}

function trailer(offsets: readonly number[], startAt: number): Buffer {
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = offsets.length + 1;
  const start = String(startAt).padStart(10, '0');
  return Buffer.from(
    `xref\n0 ${size}\n0000000000 65535 f \n${entries}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`,
  );
}

const BOUNDARY = 'motlan-bench-4f1c9a';

/** A multipart body around a paper, for `http-calls`. */
export function formAround(paper: Paper): { headers: Record<string, string>; body: Uint8Array[] } {
  const part = (name: string, more = '') =>
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${more}`;
  const before = `${part('typeCode')}\r\n\r\nLAND_CERTIFICATE\r\n${part('file', '; filename="so-do.pdf"')}\r\nContent-Type: application/pdf\r\n\r\n`;
  return {
    headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
    body: [Buffer.from(before), paper.bytes, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)],
  };
}
