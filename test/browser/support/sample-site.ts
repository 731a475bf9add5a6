import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express from 'express';
import encodeQR from 'qr';
import sharp from 'sharp';
import { contentSecurityPolicy } from '../../../src/http/security-headers.js';
import { assetRoutes } from '../../../src/ui/asset.routes.js';
import { loadAssets } from '../../../src/ui/assets.js';
import type { Words } from '../../ui/sample-data.js';
import { samplePages } from '../../ui/sample-pages.js';

export type Lang = 'vi' | 'en';

/** Every page in every state, as the service would send it: its stylesheet, its scripts, its content security policy. */
export interface SampleSite {
  /** Of the pages, in the order of `samplePages`. */
  readonly names: readonly string[];
  url(lang: Lang, name: string): string;
  close(): Promise<void>;
}

/** @param words what stands for people's own texts in the pages */
export async function openSampleSite(words: Words = (text) => text): Promise<SampleSite> {
  const assets = join(import.meta.dirname, '..', '..', '..', 'dist', 'assets');
  const pages = { vi: pagesIn('vi'), en: pagesIn('en') };
  function pagesIn(lang: Lang) {
    return samplePages(lang, words, loadAssets(assets));
  }

  const paper = await samplePaper();
  const app = express();
  app.use(assetRoutes(assets));
  for (const picture of ['/documents/:id/pages/:page', '/photos/:id/pages/:page', '/documents/:id/thumbnail'])
    app.get(picture, (_request, response) => response.type('webp').send(paper));
  app.get('/counter/evidence-requests/:id/qr.svg', (_request, response) =>
    response.type('svg').send(encodeQR('https://kho.example.vn/c/48217730', 'svg', { border: 4 })),
  );
  app.get('/:lang/:name', ({ params: { lang, name } }, response) => {
    const html = lang === 'vi' || lang === 'en' ? pages[lang][name] : undefined;
    if (html === undefined) response.status(404).end();
    else response.set('Content-Security-Policy', contentSecurityPolicy()).type('html').send(html);
  });
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  // A TCP server that listens has an address of this form.
  const { port } = server.address() as AddressInfo;
  return {
    names: Object.keys(pages.vi),
    url: (lang, name) => `http://127.0.0.1:${port}/${lang}/${name}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** A page of paper with lines on it, in place of a person's. */
function samplePaper(): Promise<Buffer> {
  const lines = Array.from(
    { length: 24 },
    (_, line) =>
      `<rect x="80" y="${220 + line * 40}" width="${line % 6 === 5 ? 300 : 640}" height="10" fill="#888"/>`,
  );
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="1131"><rect width="800" height="1131" fill="#fff"/><rect x="200" y="90" width="400" height="26" fill="#444"/><rect x="280" y="135" width="240" height="14" fill="#666"/>${lines.join('')}</svg>`;
  return sharp(Buffer.from(drawing)).webp({ quality: 50 }).toBuffer();
}
