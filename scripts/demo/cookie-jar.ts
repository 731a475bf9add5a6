interface Cookie {
  readonly host: string;
  readonly name: string;
  readonly value: string;
  readonly path: string;
}

export interface CookieJar {
  /** What a browser would send to this address. */
  header(url: URL): string;
  /** Keeps what an answer of this address set, and drops what it took away. */
  keep(url: URL, headers: Headers): void;
}

/** The cookies of one person's browser (RFC 6265), as far as one service on one host needs it. */
export function makeCookieJar(now: () => Date = () => new Date()): CookieJar {
  let cookies: Cookie[] = [];
  return {
    header: (url) =>
      cookies
        .filter(({ host, path }) => host === url.host && covers(path, url.pathname))
        .toSorted((a, b) => b.path.length - a.path.length)
        .map(({ name, value }) => `${name}=${value}`)
        .join('; '),
    keep(url, headers) {
      for (const line of headers.getSetCookie()) {
        const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
        const name = pair.slice(0, pair.indexOf('='));
        const value = pair.slice(pair.indexOf('=') + 1);
        const attribute = new Map(attributes.map((part) => splitAttribute(part)));
        const path = attribute.get('path') || '/';
        cookies = cookies.filter(
          (held) => held.host !== url.host || held.name !== name || held.path !== path,
        );
        if (!isOver(attribute, now())) cookies.push({ host: url.host, name, value, path });
      }
    },
  };
}

function splitAttribute(part: string): [string, string] {
  const [name = '', ...value] = part.split('=');
  return [name.toLowerCase(), value.join('=')];
}

function covers(path: string, asked: string): boolean {
  return asked === path || asked.startsWith(path.endsWith('/') ? path : `${path}/`);
}

function isOver(attribute: ReadonlyMap<string, string>, now: Date): boolean {
  const maxAge = attribute.get('max-age');
  if (maxAge !== undefined) return Number(maxAge) <= 0;
  const expires = attribute.get('expires');
  return expires !== undefined && Date.parse(expires) <= now.getTime();
}
