// Draws every sample page in a real browser: screenshots at phone and desktop width, axe, sideways scroll and
// complaints of the console (also of the CSP). For people to look at; exits 1 when a machine finds a fault.
//   tsx scripts/dev/screens.ts [folder] [part of a page's name]
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium, type Page } from 'playwright-core';
import { loadAssets } from '../../src/ui/assets.js';
import { samplePages } from '../../test/ui/sample-pages.js';

const [folder = 'screens', part = ''] = process.argv.slice(2);
const assets = join('dist', 'assets');
const csp =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; form-action 'self'; " +
  "frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
const widths = [360, 1280];

/** Pages by `lang/name`. */
const pages = new Map<string, string>(
  (['vi', 'en'] as const).flatMap((lang) =>
    Object.entries(samplePages(lang, (text) => text, loadAssets(assets)))
      .filter(([name]) => name.includes(part))
      .map(([name, html]) => [`${lang}/${name}`, html] as const),
  ),
);

function serve(): Promise<Server> {
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const html = pages.get(path.slice(1));
    if (html !== undefined) {
      response
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': csp })
        .end(html);
    } else if (/^\/assets\/[\w.-]+$/.test(path)) {
      const type = path.endsWith('.css') ? 'text/css' : 'text/javascript';
      response
        .writeHead(200, { 'content-type': type })
        .end(readFileSync(join(assets, path.slice('/assets/'.length))));
    } else response.writeHead(path === '/favicon.ico' ? 204 : 404).end();
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

async function look(
  page: Page,
  origin: string,
  name: string,
  width: number,
  script: boolean,
): Promise<string[]> {
  const faults: string[] = [];
  const complain = (text: string) => faults.push(`console: ${text}`);
  page.removeAllListeners();
  page.on('console', (message) => message.type() === 'error' && complain(message.text()));
  page.on('pageerror', (error) => complain(error.message));
  await page.goto(`${origin}/${name}`, { waitUntil: 'load' });
  const file = join(folder, `${name.replace('/', '-')}-${width}${script ? '' : '-noscript'}.png`);
  await page.screenshot({ path: file, fullPage: true });
  // Without scripts axe cannot run in the page either.
  if (!script) return faults;
  const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
  if (Number(overflow) > 0) faults.push(`scrolls sideways by ${String(overflow)} px`);
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  for (const violation of violations) {
    faults.push(
      `axe ${violation.id}: ${violation.help}\n    ${violation.nodes.map((node) => node.html.slice(0, 160)).join('\n    ')}`,
    );
  }
  return faults;
}

async function visit(browser: Browser, origin: string, width: number, script: boolean): Promise<number> {
  let found = 0;
  const context = await browser.newContext({
    viewport: { width, height: 800 },
    javaScriptEnabled: script,
    bypassCSP: false,
  });
  const page = await context.newPage();
  for (const name of pages.keys()) {
    const faults = await look(page, origin, name, width, script);
    found += faults.length;
    for (const fault of faults) console.log(`${name} at ${width} px: ${fault}`);
  }
  await context.close();
  return found;
}

mkdirSync(folder, { recursive: true });
const server = await serve();
const { port } = server.address() as AddressInfo; // listening on TCP, so never a string
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
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
let found = 0;
for (const width of widths) found += await visit(browser, `http://127.0.0.1:${port}`, width, true);
found += await visit(browser, `http://127.0.0.1:${port}`, 360, false);
await browser.close();
server.close();
console.log(`${pages.size} pages at ${widths.join(' and ')} px: ${found} faults. Pictures in ${folder}.`);
process.exitCode = found === 0 ? 0 : 1;
