/** A string of bytes (latin1) as UTF-8; what is not UTF-8 becomes replacement characters. */
export function utf8(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/**
 * An extended value (RFC 8187): `charset'language'percent-encoded`, also in quotes, as some senders put it.
 * @returns null when it is not one or its bytes are not of its charset
 */
export function extendedValue(value: string): string | null {
  const parts = /^([\w.:+-]+)'[^']*'([\s\S]*)$/.exec(value);
  if (!parts) return null;
  const [, charset = '', text = ''] = parts;
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) return null;
  const bytes = Buffer.from(
    text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
  return decode(bytes, charset);
}

const ENCODED_WORD = /=\?([^?*\s]+)(?:\*[^?\s]*)?\?([BbQq])\?([^?]*)\?=/;
const ENCODED_RUN = new RegExp(`${ENCODED_WORD.source}(?:\\s*${ENCODED_WORD.source})*`, 'g');

/**
 * Undoes encoded words (RFC 2047): old .NET and mail libraries write names so. Blanks between two words vanish, and
 * the bytes of neighbours in one charset are joined first, since senders cut inside a letter.
 */
export function withoutEncodedWords(text: string): string {
  return text.replace(ENCODED_RUN, (run) => {
    const groups: { charset: string; bytes: Buffer[] }[] = [];
    for (const word of run.matchAll(new RegExp(ENCODED_WORD, 'g'))) {
      const [, charset = '', encoding = '', content = ''] = word;
      const bytes = /b/i.test(encoding) ? Buffer.from(content, 'base64') : quotedPrintable(content);
      const last = groups.at(-1);
      if (last?.charset === charset.toLowerCase()) last.bytes.push(bytes);
      else groups.push({ charset: charset.toLowerCase(), bytes: [bytes] });
    }
    const words = groups.map(({ charset, bytes }) => decode(Buffer.concat(bytes), charset));
    return words.includes(null) ? run : words.join('');
  });
}

function quotedPrintable(content: string): Buffer {
  const bytes = content
    .replaceAll('_', ' ')
    .replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1');
}

function decode(bytes: Buffer, charset: string): string | null {
  try {
    return new TextDecoder(charset, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
