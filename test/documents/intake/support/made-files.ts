/** Files made in code: what the suite sends needs no fixture. */

/** A PDF 1.4 of the given objects, with a right cross-reference table. */
export function pdfOf(objects: readonly (string | Buffer)[]): Buffer {
  const head = Buffer.from('%PDF-1.4\n%\xe2\xe3\xcf\xd3\n', 'latin1');
  const parts: Buffer[] = [head];
  const offsets: number[] = [];
  let at = head.length;
  objects.forEach((object, i) => {
    offsets.push(at);
    const bytes = Buffer.concat([
      Buffer.from(`${i + 1} 0 obj\n`),
      Buffer.isBuffer(object) ? object : Buffer.from(object, 'latin1'),
      Buffer.from('\nendobj\n'),
    ]);
    parts.push(bytes);
    at += bytes.length;
  });
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  parts.push(
    Buffer.from(
      `xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${at}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}

export function streamObject(entries: string, data: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from(`<< ${entries} /Length ${data.length} >>\nstream\n`),
    data,
    Buffer.from('\nendstream'),
  ]);
}

const page = (text: string): (string | Buffer)[] => [
  '<< /Type /Catalog /Pages 2 0 R >>',
  '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
  '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>',
  streamObject('', Buffer.from(`BT /F1 14 Tf 40 520 Td (${text}) Tj ET`)),
  '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
];

/** One page with a line of text. */
export function onePagePdf(text = 'TEST PAPER 999'): Buffer {
  return pdfOf(page(text));
}

/** A readable PDF of exactly `bytes` bytes, filled with noise. */
export function pdfOfSize(bytes: number, seed = 7): Buffer {
  let filling = bytes - 2000;
  for (let i = 0; i < 9; i++) {
    const pdf = pdfOf([...page('TEST PAPER 999'), streamObject('/Type /Thu', noise(filling, seed))]);
    if (pdf.length === bytes) return pdf;
    filling += bytes - pdf.length;
  }
  throw new Error('size not met');
}

/** Pseudo-random bytes, the same for the same seed; a long run repeats every 64 KiB. */
export function noise(length: number, seed = 1): Buffer {
  const block = Buffer.allocUnsafe(Math.min(length, 65_536));
  let x = seed >>> 0 || 1;
  for (let i = 0; i < block.length; i++) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    block[i] = x & 0xff;
  }
  return length === 0 ? block : Buffer.alloc(length, block);
}

const marker = (code: number, body: Buffer): Buffer =>
  Buffer.concat([Buffer.from([0xff, code, (body.length + 2) >> 8, (body.length + 2) & 255]), body]);

/** A baseline JPEG of one grey tone: each Huffman code of its scan is the bit 0. */
export function flatJpeg(width: number, height: number): Buffer {
  const oneCode = (kind: number): Buffer =>
    marker(0xc4, Buffer.from([kind, 1, ...(Array(15).fill(0) as number[]), 0]));
  const blocks = Math.ceil(width / 8) * Math.ceil(height / 8);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    marker(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1')),
    marker(0xdb, Buffer.concat([Buffer.from([0]), Buffer.alloc(64, 16)])),
    marker(0xc0, Buffer.from([8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0])),
    oneCode(0),
    oneCode(0x10),
    marker(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    Buffer.alloc(Math.ceil(blocks / 4)),
    Buffer.from([0xff, 0xd9]),
  ]);
}

/** Like a phone's motion photo: a film behind the picture, to an exact length. */
export function motionPhoto(bytes: number): Buffer {
  const start = Buffer.concat([
    flatJpeg(640, 480),
    Buffer.from('MotionPhoto_Data\0\0\0\x18ftypmp42', 'latin1'),
  ]);
  return Buffer.concat([start, noise(bytes - start.length, 9)]);
}

/** The harmless test virus, put together here so that no scanner eats the source. */
export function eicar(): Buffer {
  return Buffer.from(
    ['X5O!P%@AP[4\\PZX54(P^)7CC)7}', '$EICAR-STANDARD', '-ANTIVIRUS-TEST-FILE!', '$H+H*'].join(''),
  );
}

export function pdfWithAttachment(attachment: Buffer): Buffer {
  const [catalog, ...rest] = page('TEST PAPER 999');
  return pdfOf([
    String(catalog).replace('>>', '/Names << /EmbeddedFiles << /Names [(a.com) 6 0 R] >> >> >>'),
    ...rest,
    '<< /Type /Filespec /F (a.com) /EF << /F 7 0 R >> >>',
    streamObject('/Type /EmbeddedFile', attachment),
  ]);
}
