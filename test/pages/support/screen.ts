import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import { axeFaults } from '../../browser/support/axe.js';

const widths = [360, 1280] as const;
const widthOf = { vi: 360, en: 1280 } as const;
/** Set to a folder, every page looked at is kept there as a picture, for people to look at. */
const pictures = process.env['SCREENS'];

export function startChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** One person at one browser; what the browser complains of is collected. */
export class Screen {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly url: string;
  readonly complaints: string[] = [];
  readonly #lang: 'vi' | 'en';

  private constructor(context: BrowserContext, page: Page, url: string, lang: 'vi' | 'en') {
    this.#lang = lang;
    this.context = context;
    this.page = page;
    this.url = url;
    page.on('console', (message) => {
      // The browser reports the status of a refused post as an error of the console; that is the answer we want.
      const refused = /Failed to load resource: the server responded with a status of 4\d\d/.test(
        message.text(),
      );
      if (message.type() === 'error' && !refused) this.complaints.push(`${page.url()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.complaints.push(`${page.url()}: ${error.message}`));
  }

  static async open(
    browser: Browser,
    url: string,
    options: { readonly lang: 'vi' | 'en'; readonly scripts: boolean; readonly width?: number },
  ): Promise<Screen> {
    const context = await browser.newContext({
      javaScriptEnabled: options.scripts,
      locale: options.lang === 'vi' ? 'vi-VN' : 'en-GB',
      viewport: { width: options.width ?? 1280, height: 900 },
    });
    context.setDefaultTimeout(20_000);
    return new Screen(context, await context.newPage(), url, options.lang);
  }

  async go(path: string): Promise<void> {
    await this.page.goto(`${this.url}${path}`);
  }

  /** Path and query where the person is. */
  get at(): string {
    return this.page.url().replace(this.url, '');
  }

  /** What the page says in its main part. */
  async says(): Promise<string> {
    return (await this.page.locator('main').innerText()).replace(/\s+/g, ' ');
  }

  field(label: string): Locator {
    return this.page.getByLabel(label, { exact: true });
  }

  async press(name: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name }).first().click();
  }

  async openDetails(summary: string): Promise<void> {
    await this.page.locator('summary', { hasText: summary }).first().click();
  }

  async signIn(as: 'owner' | 'staff', persona: string, returnTo: string): Promise<void> {
    await this.go(`/sign-in?as=${as}&returnTo=${encodeURIComponent(returnTo)}`);
    await this.page.locator(`button[name=persona][value=${persona}]`).click();
  }

  /**
   * The page as it is now: whether it scrolls sideways at either width, and what axe finds. Needs scripts. axe looks at
   * the phone in Vietnamese and at the desk in English; where pictures are taken, at both in both.
   */
  async faults(name: string): Promise<string[]> {
    const found: string[] = [];
    for (const width of widths) {
      await this.page.setViewportSize({ width, height: 900 });
      await this.picture(`${name}-${width}`);
      const overflow = await this.page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
      if (Number(overflow) > 0) found.push(`${name} at ${width}: scrolls sideways by ${String(overflow)} px`);
      if (!pictures && width !== widthOf[this.#lang]) continue;
      found.push(...(await axeFaults(this.page)).map((text) => `${name} at ${width}: ${text}`));
    }
    return found;
  }

  async picture(name: string): Promise<void> {
    if (!pictures) return;
    mkdirSync(pictures, { recursive: true });
    await this.page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
  }
}
