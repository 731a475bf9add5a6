import type { CustomFetch } from 'openid-client';

/**
 * How this process reaches its own embedded e-ID: at the port it listens on, since the public address may lead through
 * a proxy, or out of a container, and not back. Other addresses are called as they are.
 * @param address of this process, like http://127.0.0.1:3000; asked at each call
 */
export function makeLocalFetch({ issuer, address }: { issuer: string; address: () => string }): CustomFetch {
  return (url, options) => {
    // The library's options are fetch's own, with a narrower body.
    const init = options as RequestInit;
    if (!url.startsWith(`${issuer}/`)) return fetch(url, init);
    return fetch(address() + new URL(url).pathname + new URL(url).search, init);
  };
}
