import { expect } from 'chai';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { axeFaults } from './support/axe.js';
import { openChromium } from './support/chromium.js';
import { type Lang, openSampleSite, type SampleSite } from './support/sample-site.js';

const languages: readonly Lang[] = ['vi', 'en'];
/** What the page's scripts draw anew: the rest of them only listens (src/ui/browser/enhance.ts). */
const changedByScripts =
  '[data-module="govuk-file-upload"], [data-module="govuk-error-summary"], [data-module="govuk-notification-banner"], [data-upload-queue]';

// Run in the page: text, for the suite has no types of a browser.
const hidden = '.motlan-scroll, .govuk-visually-hidden, .govuk-visually-hidden-focusable';
const sidewaysInPage = `[...document.querySelectorAll('body *')]
  .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('${hidden}'))
  .slice(0, 3)
  .map((e) => e.tagName + '.' + e.className + ' reaches ' + Math.round(e.getBoundingClientRect().right) + ' px')
  .concat(document.documentElement.scrollWidth > innerWidth ? ['scrolls sideways'] : [])`;
const sideways = (page: Page) => page.evaluate<string[]>(sidewaysInPage);

// What is too small for a thumb; buttons of the pages have 44 px, others what WCAG 2.2 AA asks.
const tooSmall = `[...document.querySelectorAll('button, input:not([type=hidden]), select, .govuk-button, summary')]
  .filter((e) => e.getClientRects().length > 0 && !e.closest('.govuk-visually-hidden'))
  .map((e) => ({ e, box: e.getBoundingClientRect() }))
  .filter(({ e, box }) => box.height < (e.matches('.govuk-button, .govuk-file-upload-button') ? 44 : 24) || box.width < 24)
  .map(({ e, box }) => e.outerHTML.slice(0, 100) + ' is ' + Math.round(box.width) + ' × ' + Math.round(box.height))`;
const withoutEdge = `[...document.querySelectorAll('.govuk-button, .govuk-input, .govuk-select, .govuk-textarea, .govuk-tag')]
  .filter((e) => e.getClientRects().length > 0)
  .filter((e) => { const s = getComputedStyle(e); return s.borderTopStyle === 'none' && s.outlineStyle === 'none'; })
  .map((e) => e.outerHTML.slice(0, 100))`;

/** How many stops the page has (radio buttons of one name are one) and where the first leads; goes to the first. */
const stops = `(() => {
  const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
    .filter((e) => e.getClientRects().length > 0 && e.checkVisibility() && !e.disabled && e.tabIndex >= 0);
  window.motlanStops = [all[0]];
  all[0].focus();
  return [new Set(all.map((e) => e.type === 'radio' ? 'radio ' + e.name : e)).size, all[0].getAttribute('href')];
})()`;
const whereWeAre = `(() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const known = window.motlanStops.indexOf(e);
  const index = known < 0 ? window.motlanStops.push(e) - 1 : known;
  const near = [e, ...(e.parentElement?.children ?? [])];
  const marked = getComputedStyle(e).outlineStyle !== 'none' ||
    near.some((c) => getComputedStyle(c).boxShadow !== 'none' || getComputedStyle(c, '::before').boxShadow !== 'none');
  return { index, text: (e.textContent || e.name || e.tagName).trim().slice(0, 40), marked };
})()`;

/** Every page in every state, empty and faulty ones too, drawn by a real browser. */
describe('every page in a real browser', function () {
  this.timeout(400_000);
  let browser: Browser;
  let site: SampleSite;
  before(async function () {
    browser = await openChromium(this);
    site = await openSampleSite();
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });

  type Look = (page: Page, name: string) => Promise<readonly string[]>;

  /** Visits all pages in one language, half of them beside the other half; what is wrong, with the page's name before it. */
  async function visitAll(lang: Lang, scripts: boolean, look: Look): Promise<string[]> {
    const halves = [0, 1].map((half) => site.names.filter((_name, index) => index % 2 === half));
    return (await Promise.all(halves.map((names) => visit(names, lang, scripts, look)))).flat();
  }

  async function visit(
    names: readonly string[],
    lang: Lang,
    scripts: boolean,
    look: Look,
  ): Promise<string[]> {
    const context = await browser.newContext({ viewport: { width: 360, height: 800 } });
    const complaints: string[] = [];
    const page = await preparedPage(context, scripts, complaints);
    const faults: string[] = [];
    for (const name of names) {
      await page.setViewportSize({ width: 360, height: 800 });
      await page.goto(site.url(lang, name), { waitUntil: 'load' });
      const found = await look(page, name);
      faults.push(...[...complaints.splice(0), ...found].map((text) => `${name}: ${text}`));
    }
    await context.close();
    return faults;
  }

  const axe: Look = (page) => axeFaults(page);
  const at =
    (width: number, look: Look): Look =>
    async (page, name) => {
      await page.setViewportSize({ width, height: 800 });
      return (await look(page, name)).map((text) => `at ${width} px: ${text}`);
    };
  const inForcedColours: Look = async (page) => {
    await page.emulateMedia({ forcedColors: 'active' });
    const found = await page.evaluate<string[]>(withoutEdge);
    await page.emulateMedia({ forcedColors: 'none' });
    return found.map((text) => `no edge in forced colours: ${text}`);
  };
  const inLettersOfTwiceTheSize: Look = async (page) => {
    await page.evaluate('document.documentElement.style.fontSize = "200%"');
    return (await sideways(page)).map((text) => `with letters of twice the size: ${text}`);
  };
  const all =
    (...looks: readonly Look[]): Look =>
    async (page, name) => {
      const found: string[] = [];
      for (const look of looks) found.push(...(await look(page, name)));
      return found;
    };

  it('what is planted is found: a picture without words, a field without a label, pale letters', async () => {
    const page = await browser.newPage();
    await page.setContent(
      '<html lang="vi"><title>x</title><main><h1>x</h1><img src="data:,"><input><p style="color:#ccc">pale</p></main></html>',
    );
    const found = (await axeFaults(page)).join(' ');
    for (const rule of ['image-alt', 'label', 'color-contrast']) expect(found).to.include(rule);
    await page.close();
  });

  for (const lang of languages) {
    it(`in ${lang}: axe finds nothing at 360 and 1280 px, nothing scrolls sideways at 320 px nor with large letters, a thumb hits what is pressed, forced colours lose no edge, and the console is silent`, async () => {
      const faults = await visitAll(
        lang,
        true,
        all(
          at(
            360,
            all(axe, (page) => page.evaluate<string[]>(tooSmall), inForcedColours),
          ),
          at(320, sideways),
          at(1280, all(axe, inLettersOfTwiceTheSize)),
        ),
      );
      expect(faults).to.deep.equal([]);
    });

    it(`in ${lang}, without scripts: axe finds nothing at 360 and 1280 px, and the console is silent`, async () => {
      const faults = await visitAll(lang, false, async (page, name) => {
        // Elsewhere a script changes no element, and the look with scripts is the look without.
        if ((await page.locator(changedByScripts).count()) === 0) return [];
        return all(at(360, axe), at(1280, axe))(page, name);
      });
      expect(faults).to.deep.equal([]);
    });
  }

  it('the keyboard reaches everything, first the way past the menu, and where it is can be seen', async () => {
    const faults = await visitAll('vi', true, async (page) => {
      await page.setViewportSize({ width: 1280, height: 800 });
      const [wanted, first] = await page.evaluate<[number, string]>(stops);
      const found = first === '#main-content' ? [] : [`the first stop is ${first}`];
      const seen = new Set([0]);
      // A date is several stops.
      for (let step = 0; step < 4 * wanted && seen.size < wanted; step += 1) {
        await page.keyboard.press('Tab');
        const at = await page.evaluate<{
          index: number;
          text: string;
          marked: boolean;
        } | null>(whereWeAre);
        if (!at) break;
        if (!at.marked && !seen.has(at.index)) found.push(`no mark at ${at.text}`);
        seen.add(at.index);
      }
      return seen.size < wanted ? [...found, `${seen.size} of ${wanted} stops reached`] : found;
    });
    expect(faults).to.deep.equal([]);
  });

  async function preparedPage(
    context: BrowserContext,
    scripts: boolean,
    complaints: string[],
  ): Promise<Page> {
    const page = await context.newPage();
    // With scripts off altogether axe could not run either: here the page's own are kept away.
    if (!scripts) {
      await page.route('**/assets/*.js', (route) =>
        route.fulfill({ contentType: 'text/javascript', body: '' }),
      );
    }
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => complaints.push(`script: ${error.message}`));
    return page;
  }
});
