import type { MediaType } from './received-file.js';

/** Bytes of the beginning that decide. A PDF header may stand anywhere in them (PDF 32000-1, Annex H.3, note 13). */
export const SNIFF_BYTES = 1024;

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47]);
const JPEG = Buffer.from([0xff, 0xd8, 0xff]);
const PDF = Buffer.from('%PDF-');

/** Beginnings of other formats (latin1). What begins like them is them, even if a PDF header follows. */
const OTHER_BEGINNINGS = [
  'MZ',
  '\x7fELF',
  '\xca\xfe\xba\xbe',
  '\xcf\xfa\xed\xfe',
  '\xce\xfa\xed\xfe',
  '\xfe\xed\xfa',
  '#!',
  'dex\n',
  'PK\x03\x04',
  'PK\x05\x06',
  'Rar!',
  '7z\xbc\xaf\x27\x1c',
  '\x1f\x8b',
  'BZh',
  '\xfd7zXZ\0',
  '\x28\xb5\x2f\xfd',
  'MSCF',
  '\xd0\xcf\x11\xe0',
  '{\\rtf',
  'GIF8',
  'II*\0',
  'MM\0*',
  'RIFF',
  'OggS',
  'ID3',
  'fLaC',
  'FWS',
  'CWS',
  'ITSF',
  '\0\0\0\x0cjP',
  '\xff\x4f\xff\x51',
  '\xff\x0a',
  'SQLite format 3',
  'AT&TFORM',
  '8BPS',
  'wOF',
  '\0asm',
  'BM',
  '\x30\x26\xb2\x75',
  '\x1aE\xdf\xa3',
  '<',
];

/**
 * The type by content alone. Junk before a PDF header is taken when it is the kind that scanners, printers and mail
 * gateways leave (byte-order mark, blanks, NULs, PJL, MIME headers); not when it is the beginning of another format.
 * @param head the first 1,024 bytes, or all when there are fewer
 */
export function sniff(head: Buffer): MediaType | null {
  if (head.subarray(0, PNG.length).equals(PNG)) return 'image/png';
  if (head.subarray(0, JPEG.length).equals(JPEG)) return 'image/jpeg';
  const at = head.subarray(0, SNIFF_BYTES).indexOf(PDF);
  if (at < 0) return null;
  return at === 0 || !beginsOtherwise(head.subarray(0, at)) ? 'application/pdf' : null;
}

function beginsOtherwise(junk: Buffer): boolean {
  const text = junk.toString('latin1');
  if (text.startsWith('ftyp', 4)) return true;
  // Also behind a byte-order mark and blanks, as browsers look for HTML.
  return (
    beginsLikeOther(text) || beginsLikeOther(text.replace(/^(\xef\xbb\xbf|\xfe\xff|\xff\xfe)?[\s\0]*/, ''))
  );
}

function beginsLikeOther(start: string): boolean {
  return OTHER_BEGINNINGS.some((beginning) => start.startsWith(beginning));
}
