/**
 * Parameters of a header value as senders write them: `; name="value"; other=value`. The value is a string of bytes
 * (latin1). Lenient where public bug reports show that clients are not: blanks around `=`, a trailing `;`, quotation
 * marks inside quotes, bare non-ASCII. Of a repeated name the first counts. Names in lower case.
 */
export function headerParameters(value: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let at = value.indexOf(';');
  while (at >= 0 && at < value.length) {
    const start = /[^;\s]/.exec(value.slice(at));
    if (!start) break;
    at += start.index;
    const name = /^[^=;]*/.exec(value.slice(at))?.[0] ?? '';
    at += name.length;
    if (value[at] !== '=') continue;
    at++;
    while (value[at] === ' ' || value[at] === '\t') at++;
    const [text, next] = value[at] === '"' ? quoted(value, at + 1) : bare(value, at);
    const key = name.trim().toLowerCase();
    if (!found.has(key)) found.set(key, text);
    at = next;
  }
  return found;
}

function bare(value: string, from: number): [text: string, next: number] {
  const end = value.indexOf(';', from);
  const stop = end < 0 ? value.length : end;
  return [value.slice(from, stop).trimEnd(), stop];
}

/** The closing quote is one that a `;` or the end follows; `\"` and `\\` are escapes, other backslashes are text. */
function quoted(value: string, from: number): [text: string, next: number] {
  let text = '';
  for (let at = from; at < value.length; at++) {
    const sign = value[at];
    const after = value[at + 1];
    if (sign === '\\' && (after === '\\' || (after === '"' && hasClosingQuote(value, at + 2)))) {
      text += after;
      at++;
    } else if (sign === '"' && closes(value, at)) {
      const next = value.indexOf(';', at);
      return [text, next < 0 ? value.length : next];
    } else {
      text += sign;
    }
  }
  return [text, value.length];
}

function closes(value: string, at: number): boolean {
  return /^[ \t]*(;|$)/.test(value.slice(at + 1));
}

function hasClosingQuote(value: string, from: number): boolean {
  return /"[ \t]*(;|$)/.test(value.slice(from));
}
