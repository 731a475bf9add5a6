import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { openChromium } from './support/chromium.js';
import { openSampleSite, type SampleSite } from './support/sample-site.js';

const folder = join(import.meta.dirname, 'spoken');
/** UPDATE_SPOKEN=1 writes what is said now; the difference is then read by a person before it is kept. */
const update = process.env['UPDATE_SPOKEN'] === '1';

describe('what a screen reader says of each page', function () {
  this.timeout(300_000);
  let browser: Browser;
  let site: SampleSite;
  before(async function () {
    browser = await openChromium(this);
    site = await openSampleSite();
    mkdirSync(folder, { recursive: true });
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });

  for (const lang of ['vi', 'en'] as const) {
    it(`in ${lang}: names, roles and order are those that were read through`, async () => {
      const page = await browser.newPage();
      const changed: string[] = [];
      for (const name of site.names) {
        await page.goto(site.url(lang, name), { waitUntil: 'load' });
        const said = `${await page.locator('body').ariaSnapshot()}\n`;
        const file = join(folder, `${lang}-${name}.yml`);
        if (update) writeFileSync(file, said);
        else if (!existsSync(file) || readFileSync(file, 'utf8') !== said) changed.push(name);
      }
      await page.close();
      expect(changed, 'read what UPDATE_SPOKEN=1 writes, then keep it').to.deep.equal([]);
    });
  }
});
