const MAX_BYTES = 255;
const MAX_ENDING_BYTES = 24;
const FALLBACK = 'file';

// Controls (C0, DEL, C1), line and paragraph separators, and what turns the direction of writing. Joiners stay: emoji
// and some scripts need them.
const TAKEN_OUT = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * A file name as it is kept: without path parts, control and direction-changing characters, in NFC, whole up to 255
 * bytes of UTF-8; a longer one is cut before its ending, at whole letters.
 */
export function cleanFileName(sent: string): string {
  const plain = sent.replace(TAKEN_OUT, '');
  const parts = plain.split(/[/\\]/).filter((part) => part.trim() !== '' && part !== '.' && part !== '..');
  return cut((parts.at(-1) ?? FALLBACK).normalize('NFC'));
}

function cut(name: string): string {
  if (Buffer.byteLength(name) <= MAX_BYTES) return name;
  const dot = name.lastIndexOf('.');
  const ending = dot > 0 && Buffer.byteLength(name.slice(dot)) <= MAX_ENDING_BYTES ? name.slice(dot) : '';
  const room = MAX_BYTES - Buffer.byteLength(ending);
  let kept = '';
  let bytes = 0;
  for (const { segment } of new Intl.Segmenter('vi', { granularity: 'grapheme' }).segment(
    name.slice(0, name.length - ending.length),
  )) {
    bytes += Buffer.byteLength(segment);
    if (bytes > room) break;
    kept += segment;
  }
  return kept + ending;
}
