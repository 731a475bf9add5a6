// npm run screens: a picture of every page in every state, as a phone and as a desk sees it, into docs/screens.
//   npm run screens -- [FOLDER] [PART OF A PAGE'S NAME]
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import sharp from 'sharp';
import { chromiumFlags } from '../test/browser/support/chromium.js';
import { openSampleSite } from '../test/browser/support/sample-site.js';

const root = join(import.meta.dirname, '..');
const [folder = join(root, 'docs', 'screens'), part = ''] = process.argv.slice(2);
/** Of one picture: what is below is cut off. */
const HIGHEST_PX = 4000;

mkdirSync(folder, { recursive: true });
if (part === '')
  for (const name of readdirSync(folder)) if (name.endsWith('.webp')) rmSync(join(folder, name));
const site = await openSampleSite();
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: chromiumFlags,
});
let pictures = 0;
for (const width of [360, 1280]) {
  const page = await browser.newPage({ viewport: { width, height: 800 } });
  for (const name of site.names.filter((one) => one.includes(part))) {
    await page.goto(site.url('vi', name), { waitUntil: 'load' });
    const drawn = sharp(await page.screenshot({ fullPage: true }));
    const { height } = await drawn.metadata();
    const cut = drawn.extract({ left: 0, top: 0, width, height: Math.min(height, HIGHEST_PX) });
    writeFileSync(join(folder, `${name}-${width}.webp`), await cut.webp({ quality: 60 }).toBuffer());
    pictures += 1;
  }
  await page.close();
}
await browser.close();
await site.close();
console.log(`${pictures} pictures in ${folder}`);
