/** Writing DER (ITU-T X.690): just the types that a certificate and a PKCS #12 file are made of. */

function tlv(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag, ...lengthOf(content.length)]), content]);
}

function lengthOf(length: number): number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return [0x80 | bytes.length, ...bytes];
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => tlv(0x30, ...parts);
/** A SET OF, its members in the order of their bytes (X.690, 11.6). */
export const setOf = (...members: readonly Uint8Array[]): Buffer =>
  tlv(0x31, ...members.toSorted((one, other) => Buffer.compare(one, other)));
export const octetString = (bytes: Uint8Array): Buffer => tlv(0x04, bytes);
/** @param unusedBits of the last byte */
export const bitString = (bytes: Uint8Array, unusedBits = 0): Buffer =>
  tlv(0x03, Buffer.from([unusedBits]), bytes);
export const utf8String = (text: string): Buffer => tlv(0x0c, Buffer.from(text, 'utf8'));
export const bmpString = (text: string): Buffer => tlv(0x1e, utf16(text));
export const nullValue = (): Buffer => tlv(0x05);
export const trueValue = (): Buffer => tlv(0x01, Buffer.from([0xff]));
/** `[n] EXPLICIT`, which wraps a whole value. */
export const explicit = (number: number, value: Uint8Array): Buffer => tlv(0xa0 | number, value);
/** `[n] IMPLICIT OCTET STRING`. */
export const implicitOctets = (number: number, bytes: Uint8Array): Buffer => tlv(0x80 | number, bytes);

/** A non-negative INTEGER. */
export function integer(value: number | Uint8Array): Buffer {
  let bytes = typeof value === 'number' ? bigEndian(value) : Buffer.from(value);
  while (bytes.length > 1 && bytes[0] === 0) bytes = bytes.subarray(1);
  const negativeLooking = (bytes[0] ?? 0) >= 0x80;
  return negativeLooking ? tlv(0x02, Buffer.from([0]), bytes) : tlv(0x02, bytes);
}

function bigEndian(value: number): Buffer {
  const bytes = Buffer.alloc(6);
  bytes.writeUIntBE(value, 0, 6);
  return bytes;
}

/** @param dotted like 1.2.840.113549.1.7.1 */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((arc) => {
    const digits = [arc % 128];
    for (let more = Math.floor(arc / 128); more > 0; more = Math.floor(more / 128))
      digits.unshift((more % 128) | 0x80);
    return digits;
  });
  return tlv(0x06, Buffer.from(bytes));
}

/** UTCTime until 2049, GeneralizedTime from 2050 on. Source: RFC 5280, 4.1.2.5 */
export function time(at: Date): Buffer {
  const digits = at.toISOString().replace(/[-:T]|\.\d+/g, '');
  return at.getUTCFullYear() < 2050
    ? tlv(0x17, Buffer.from(digits.slice(2), 'latin1'))
    : tlv(0x18, Buffer.from(digits, 'latin1'));
}

/** UTF-16, big end first. */
export function utf16(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}
