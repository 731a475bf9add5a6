import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express from 'express';
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

  const app = express();
  app.use(assetRoutes(assets));
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
