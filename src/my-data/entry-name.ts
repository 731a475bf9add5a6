/** Names that mean a device on Windows, whatever ending follows. */
const device = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])$/iu;
/** Not allowed in names on Windows, or parting paths somewhere. */
const forbidden = /[\\/:*?"<>|]/gu;
/** Not shown, or turning the direction of writing; also the joiners of emoji, which few unpackers know. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}]/gu;

/** Leaves room for the folder in which it is unpacked: Windows counts 260 letters for the whole path. */
const MOST_BYTES = 150;
const MOST_ENDING_BYTES = 12;

/**
 * A file name that every system unpacks as it stands: one part of a path, in NFC (macOS decomposes, Windows does not), no
 * device, no dots or blanks at its ends, at most 150 bytes of UTF-8 cut before the ending.
 */
export function entryName(sent: string): string {
  const plain = withoutEnds(
    sent.toWellFormed().normalize('NFC').replace(unseen, '').replace(forbidden, '_').replace(/\s+/gu, ' '),
  );
  const dot = plain.lastIndexOf('.');
  const hasEnding = dot > 0 && Buffer.byteLength(plain.slice(dot)) <= MOST_ENDING_BYTES;
  const ending = hasEnding ? plain.slice(dot) : '';
  const stem = cut(hasEnding ? plain.slice(0, dot) : plain, MOST_BYTES - Buffer.byteLength(ending)).trimEnd();
  const [first = ''] = stem.split('.');
  const safe = device.test(first.trim()) ? `${first}_${stem.slice(first.length)}` : stem;
  return `${safe === '' ? 'tep' : safe}${ending}`;
}

/** Without dots and blanks at the ends, which Windows drops by itself. */
function withoutEnds(text: string): string {
  let begin = 0;
  let end = text.length;
  const isEnd = (at: number) => text[at] === '.' || text[at] === ' ';
  while (begin < end && isEnd(begin)) begin += 1;
  while (end > begin && isEnd(end - 1)) end -= 1;
  return text.slice(begin, end);
}

const letters = new Intl.Segmenter('vi', { granularity: 'grapheme' });

function cut(text: string, bytes: number): string {
  let kept = '';
  let used = 0;
  for (const { segment } of letters.segment(text)) {
    used += Buffer.byteLength(segment);
    if (used > bytes) break;
    kept += segment;
  }
  return kept;
}
