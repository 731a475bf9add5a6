import { extendedValue, utf8, withoutEncodedWords } from './encoded-name.js';
import { headerParameters } from './header-parameters.js';

/** What the head of one part says. */
export interface PartHead {
  readonly name: string;
  /** As sent, decoded but not cleaned; null when there is none. */
  readonly fileName: string | null;
  /** `type/subtype` in lower case; null when absent or not well formed. */
  readonly contentType: string | null;
  readonly charset: string | null;
}

const HEADER = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*:[ \t]*([\s\S]*)$/;
const MEDIA_TYPE = /^([\w!#$&^.+*-]+\/[\w!#$&^.+*-]+)[ \t]*(;|$)/;
const CONTROL = /\p{Cc}/u;

/**
 * Reads the head of a part, the bytes between its boundary line and its blank line.
 * @returns null for what is no head of a form's part: a broken line, a NUL, no or two dispositions, no name
 */
export function readPartHead(head: Buffer): PartHead | null {
  const headers = readHeaders(head.toString('latin1'));
  const dispositions = headers?.get('content-disposition') ?? [];
  const [disposition] = dispositions;
  if (disposition === undefined || dispositions.length > 1) return null;
  if (!/^form-data[ \t]*(;|$)/i.test(disposition)) return null;
  const parameters = headerParameters(disposition);
  const name = utf8(parameters.get('name') ?? '');
  if (name === '' || CONTROL.test(name)) return null;
  const type = headers?.get('content-type')?.[0] ?? '';
  return {
    name: asBrowsersEscape(name),
    fileName: fileNameOf(parameters),
    contentType: MEDIA_TYPE.exec(type)?.[1]?.toLowerCase() ?? null,
    charset: headerParameters(type).get('charset')?.toLowerCase() ?? null,
  };
}

function readHeaders(text: string): Map<string, string[]> | null {
  const headers = new Map<string, string[]>();
  if (text === '') return headers;
  for (const line of text.replace(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const [, name, value = ''] = HEADER.exec(line) ?? [];
    if (name === undefined || /[\0\r\n]/.test(value)) return null;
    const key = name.toLowerCase();
    headers.set(key, [...(headers.get(key) ?? []), value]);
  }
  return headers;
}

/** `filename*` when it is valid (RFC 8187), else `filename`, else what can be made of a faulty `filename*`. */
function fileNameOf(parameters: ReadonlyMap<string, string>): string | null {
  const extended = parameters.get('filename*');
  const good = extended === undefined ? null : extendedValue(extended);
  if (good) return good;
  const plain = parameters.get('filename');
  if (plain !== undefined) return asBrowsersEscape(withoutEncodedWords(utf8(plain)));
  return extended === undefined ? null : utf8(extended.replace(/^[^']*'[^']*'/, ''));
}

/** Browsers write `"`, CR and LF as %22, %0D and %0A and escape nothing else (WHATWG HTML, multipart/form-data). */
function asBrowsersEscape(text: string): string {
  return text.replace(/%22|%0D|%0A/gi, (escape) => String.fromCharCode(Number.parseInt(escape.slice(1), 16)));
}
