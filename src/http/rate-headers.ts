import type { ServerResponse } from 'node:http';
import type { RateState } from './rate-limits.store.js';

/** What is left and when it begins anew (draft-ietf-httpapi-ratelimit-headers). */
export function setRateHeaders(
  response: ServerResponse,
  { kind, limit, windowSeconds, remaining, resetSeconds }: RateState,
): void {
  response.setHeader('RateLimit-Policy', `"${kind}";q=${limit};w=${windowSeconds}`);
  response.setHeader('RateLimit', `"${kind}";r=${remaining};t=${resetSeconds}`);
}

/** One household or office counts as one: an IPv6 address by its /64. */
export function addressKey(address: string | undefined): string {
  if (!address) return 'unknown';
  if (!address.includes(':') || address.startsWith('::ffff:')) return address.replace('::ffff:', '');
  const [head = '', tail = ''] = address.split('::');
  const groups = head.split(':').filter(Boolean);
  const missing = 8 - groups.length - tail.split(':').filter(Boolean).length;
  const all = address.includes('::') ? [...groups, ...Array<string>(Math.max(0, missing)).fill('0')] : groups;
  return `${all.slice(0, 4).join(':')}::/64`;
}
