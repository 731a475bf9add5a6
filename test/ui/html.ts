/** One piece of HTML: a tag with its attributes, an end tag, or a text. */
export type Token =
  | { readonly kind: 'start'; readonly name: string; readonly attributes: ReadonlyMap<string, string> }
  | { readonly kind: 'end'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string };

const voidElements = new Set([
  'area',
  'br',
  'col',
  'hr',
  'img',
  'input',
  'link',
  'meta',
  'path',
  'source',
  'wbr',
]);
const tag =
  /^<(\/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[^\s=>/"'<]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>`=]+))?)*)\s*(\/?)>/;
const attribute = /([^\s=>/"'<]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>`=]+)))?/g;

/** Reads HTML strictly: an unescaped `<` or a half tag throws, which a browser would forgive. */
export function tokens(html: string): Token[] {
  const found: Token[] = [];
  let rest = html.replace(/^<!DOCTYPE html>\s*/i, '');
  while (rest !== '') {
    if (rest.startsWith('<!--')) throw new Error(`a comment in the page: ${rest.slice(0, 60)}`);
    if (!rest.startsWith('<')) {
      const end = rest.indexOf('<');
      found.push({ kind: 'text', text: decode(end < 0 ? rest : rest.slice(0, end)) });
      rest = end < 0 ? '' : rest.slice(end);
      continue;
    }
    const match = tag.exec(rest);
    if (!match) throw new Error(`not a tag: ${rest.slice(0, 80)}`);
    const [whole, slash, name = '', attributes = '', selfClosed] = match;
    const lower = name.toLowerCase();
    if (slash) {
      if (!voidElements.has(lower)) found.push({ kind: 'end', name: lower });
    } else {
      found.push({ kind: 'start', name: lower, attributes: attributesOf(attributes) });
      if (selfClosed && !voidElements.has(lower)) found.push({ kind: 'end', name: lower });
    }
    rest = rest.slice(whole.length);
  }
  return found;
}

function attributesOf(source: string): Map<string, string> {
  const map = new Map<string, string>();
  for (const [, name = '', double, single, bare] of source.matchAll(attribute)) {
    const lower = name.toLowerCase();
    if (map.has(lower)) throw new Error(`attribute ${lower} twice in ${source}`);
    map.set(lower, decode(double ?? single ?? bare ?? ''));
  }
  return map;
}

function decode(text: string): string {
  return text
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&#x([0-9a-f]+);/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

/** The same HTML in one spelling: attributes sorted, spaces between and around texts gone. */
export function canonical(html: string): string {
  const lines: string[] = [];
  let text = '';
  const flush = () => {
    const words = text.replace(/\s+/g, ' ').trim();
    if (words !== '') lines.push(words);
    text = '';
  };
  for (const token of tokens(html)) {
    if (token.kind === 'text') {
      text += token.text;
      continue;
    }
    flush();
    if (token.kind === 'end') lines.push(`</${token.name}>`);
    else {
      const attributes = [...token.attributes]
        .map(([name, value]) => [name, value.replace(/\s+/g, ' ').trim()])
        .toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1));
      lines.push(`<${[token.name, ...attributes.map(([name, value]) => `${name}="${value}"`)].join(' ')}>`);
    }
  }
  flush();
  return lines.join('\n');
}

/** Throws where an element is not closed, or closed out of turn. */
export function assertWellFormed(html: string): void {
  const open: string[] = [];
  for (const token of tokens(html)) {
    if (token.kind === 'start' && !voidElements.has(token.name)) open.push(token.name);
    if (token.kind === 'end') {
      const last = open.pop();
      if (last !== token.name) throw new Error(`</${token.name}> closes <${last ?? 'nothing'}>`);
    }
  }
  if (open.length > 0) throw new Error(`never closed: ${open.join(', ')}`);
}

/** All start tags of some name, or of any. */
export function elements(html: string, name?: string): Extract<Token, { kind: 'start' }>[] {
  return tokens(html).filter(
    (token): token is Extract<Token, { kind: 'start' }> =>
      token.kind === 'start' && (name === undefined || token.name === name),
  );
}

/** The text that people read. */
export function textOf(html: string): string {
  return tokens(html)
    .map((token) => (token.kind === 'text' ? token.text : ' '))
    .join('')
    .replace(/\s+/g, ' ');
}
