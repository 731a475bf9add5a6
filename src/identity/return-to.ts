const LONGEST = 1000;

/**
 * The path to go back to after signing in: a path of our own, or `fallback`. Never another site: no scheme, no `//`,
 * no `\` (browsers read it as `/`), no control characters (browsers drop tab and newline before they read), encoded
 * or not, and no way back into the sign-in itself.
 */
export function returnPath(wanted: unknown, fallback: string): string {
  if (typeof wanted !== 'string' || wanted.length > LONGEST || !isOwnPath(wanted)) return fallback;
  // As a browser reads it, dots resolved: what comes out must be ours and in the same form.
  const base = 'http://own.invalid';
  const url = URL.canParse(wanted, base) ? new URL(wanted, base) : null;
  if (!url || url.origin !== base || url.pathname.startsWith('//')) return fallback;
  if (/^\/sign-(?:in|out)(?:\/|$)/.test(url.pathname)) return fallback;
  return url.pathname + url.search;
}

function isOwnPath(text: string): boolean {
  return (
    /^\/(?![/\\])/.test(text) && !/[\\\s\p{C}]/u.test(text) && !/^\/(?:%2f|%5c|%0|%1|\.\.?\/)/i.test(text)
  );
}
