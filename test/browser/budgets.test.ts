import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { openChromium } from './support/chromium.js';
import { openSampleSite, type SampleSite } from './support/sample-site.js';

const KB = 1000;

interface Visit {
  readonly total: number;
  readonly styles: number;
  readonly scripts: number;
  readonly requests: number;
  /** Of all layout shifts without a person's doing. */
  readonly shift: number;
}

/** What a first visit costs on a cheap phone: bytes as they come over the wire, heads included. */
describe('budgets of a first visit', function () {
  this.timeout(300_000);
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

  async function firstVisit(name: string): Promise<Visit> {
    const context = await browser.newContext({ viewport: { width: 360, height: 800 } });
    const page = await context.newPage();
    const wire = await context.newCDPSession(page);
    await wire.send('Network.enable');
    const kinds = new Map<string, string>();
    const bytes = new Map<string, number>();
    wire.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type));
    wire.on('Network.loadingFinished', ({ requestId, encodedDataLength }) =>
      bytes.set(requestId, encodedDataLength),
    );
    await page.addInitScript(`window.motlanShift = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.motlanShift += entry.value;
      }).observe({ type: 'layout-shift', buffered: true });`);
    await page.goto(site.url('vi', name), { waitUntil: 'networkidle' });
    const shift = Number(await page.evaluate('window.motlanShift'));
    await context.close();
    const sum = (kind?: string) =>
      [...bytes].reduce((all, [id, length]) => all + (kind && kinds.get(id) !== kind ? 0 : length), 0);
    return {
      total: sum(),
      styles: sum('Stylesheet'),
      scripts: sum('Script'),
      requests: kinds.size,
      shift,
    };
  }

  it('60 kB in all, 16 kB of styles, 12 kB of scripts, 10 requests, and nothing jumps', async () => {
    const over: string[] = [];
    const judge = async (name: string) => {
      const visit = await firstVisit(name);
      expect(visit.styles, `${name}: the stylesheet was loaded`).to.be.greaterThan(1000);
      const within =
        visit.total <= 60 * KB &&
        visit.styles <= 16 * KB &&
        visit.scripts <= 12 * KB &&
        visit.requests <= 10 &&
        visit.shift <= 0.05;
      if (!within) over.push(`${name}: ${JSON.stringify(visit)}`);
    };
    // A visit mostly waits to see that nothing more comes; four of them wait together.
    const waiting = [...site.names];
    const visitor = async () => {
      for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) await judge(name);
    };
    await Promise.all(Array.from({ length: 4 }, visitor));
    expect(over).to.deep.equal([]);
  });
});
