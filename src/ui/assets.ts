import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const names = ['main.css', 'boot.js', 'enhance.js', 'upload-queue.js', 'icon.svg', 'icon-180.png'] as const;

/** The files that pages link to, by their name before hashing. */
export type AssetName = (typeof names)[number];

/** Name → address, like `/assets/main.1a2b3c4d.css`: its content never changes, so it may be kept for ever. */
export type AssetUrl = (name: AssetName) => string;

const hashedName = /^[a-z0-9-]+\.[A-Za-z0-9_-]+\.(css|js|svg|png)$/;

/**
 * Reads `manifest.json` of the built assets once, `{"main.css": "main.1a2b3c4d.css", …}`.
 * @param folder where the build put them, like `dist/assets`
 * @throws Error when the build has not run or a file that pages need is not in it
 */
export function loadAssets(folder: string): AssetUrl {
  const manifest: unknown = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  const urls = new Map<AssetName, string>();
  for (const name of names) {
    const hashed = nameIn(manifest, name);
    if (hashed === undefined) throw new Error(`The assets in ${folder} lack ${name}: run "npm run build".`);
    urls.set(name, `/assets/${hashed}`);
  }
  return (name) => urls.get(name) ?? `/assets/${name}`;
}

function nameIn(manifest: unknown, name: AssetName): string | undefined {
  if (typeof manifest !== 'object' || manifest === null) return undefined;
  const hashed: unknown = Object.entries(manifest).find(([key]) => key === name)?.[1];
  return typeof hashed === 'string' && hashedName.test(hashed) ? hashed : undefined;
}
