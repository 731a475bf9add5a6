const loopback = new Set(['127.0.0.1', '[::1]', 'localhost']);

/**
 * The only way an address gets into a page: our own paths (`/…`, not `//…`), a place on the page (`#…`),
 * and https addresses; http only on this very machine, where a developer's portal runs.
 * Anything else (`javascript:`, `data:`, another host by `//`) gives undefined: the link is drawn without target.
 */
export function safeHref(address: string): string | undefined {
  // Browsers drop tab and newline inside an address and read a backslash as a slash.
  if (/[\p{Cc}\s\\]/u.test(address)) return undefined;
  if (address.startsWith('#')) return address;
  if (address.startsWith('/')) return address.startsWith('//') ? undefined : address;
  const url = URL.parse(address);
  if (url === null || url.username !== '' || url.password !== '') return undefined;
  if (url.protocol === 'https:') return url.href;
  return url.protocol === 'http:' && loopback.has(url.hostname) ? url.href : undefined;
}

/** The `href` of a link to an address that passes `safeHref`; nothing for any other. */
export function hrefTo(address: string): { readonly href?: string } {
  const href = safeHref(address);
  return href === undefined ? {} : { href };
}

/** A path with its parts escaped and its query built: `pathTo(['documents', id], { after })`. */
export function pathTo(
  parts: readonly (string | number)[],
  query: Readonly<Record<string, string | null | undefined>> = {},
): string {
  const path = `/${parts.map((part) => encodeURIComponent(part)).join('/')}`;
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value) search.set(name, value);
  return search.size === 0 ? path : `${path}?${search}`;
}

/** The page's own address in another language: `?lang=` is kept as the person's choice. */
export function inLanguage(path: string, lang: string): string {
  const url = URL.parse(path, 'http://self');
  if (url === null || !path.startsWith('/')) return `/?lang=${lang}`;
  url.searchParams.set('lang', lang);
  return `${url.pathname}${url.search}`;
}
