import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { translator } from '../../src/ui/i18n.js';
import { pdfPaper } from '../support/papers.js';
import { signIn } from '../support/person.js';
import { needChromium } from '../support/real-parts.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';
import { Screen, startChromium } from './support/screen.js';

describe('what people take along, in a real browser', function () {
  this.timeout(120_000);
  let world: World;
  let service: RunningService;
  let browser: Browser;

  before(async function () {
    const chromium = needChromium(this, existsSync);
    [world, browser] = await Promise.all([makeWorld(), startChromium(chromium)]);
    service = await world.start();
    const tuyet = await signIn(service.url, 'tuyet');
    await tuyet.upload('/api/v1/me/documents', { typeCode: 'OTHER' }, pdfPaper('Sổ đỏ.pdf'));
  });
  after(async () => {
    await browser?.close();
    await world?.end();
  });

  /** The file that comes of pressing something; the page stays where it is. */
  const taken = async (screen: Screen, press: () => Promise<void>) => {
    const before = screen.at;
    const [download] = await Promise.all([screen.page.waitForEvent('download'), press()]);
    const path = await download.path();
    expect(screen.at).to.equal(before);
    return { name: download.suggestedFilename(), path };
  };

  for (const [lang, scripts] of [
    ['vi', false],
    ['en', true],
  ] as const) {
    const t = translator(lang);
    it(`the table and the ZIP come as files, ${scripts ? 'with' : 'without'} scripts`, async () => {
      const screen = await Screen.open(browser, service.url, { lang, scripts });
      await screen.signIn('owner', 'tuyet', '/accesses');
      const table = await taken(screen, () =>
        screen.page.getByRole('link', { name: t('audit.list.csv') }).click(),
      );
      expect(table.name).to.match(/\.csv$/);
      expect(readFileSync(table.path, 'utf8'))
        .to.include(t('audit.csv.at'))
        .and.to.include(t('accessAction.UPLOAD'));
      await screen.go('/my-data');
      const zip = await taken(screen, () => screen.press(t('myData.allSubmit')));
      expect(zip.name).to.match(/^motlan-[\d-]+\.zip$/);
      const listed = execFileSync('python3', ['-m', 'zipfile', '-l', zip.path], { encoding: 'utf8' });
      expect(listed).to.include('Sổ đỏ.pdf').and.to.include('manifest.json');
      expect(screen.complaints).to.deep.equal([]);
      await screen.context.close();
    });
  }

  it('after "sign out everywhere" on one device the other asks to sign in again', async () => {
    const t = translator('vi');
    const open = () => Screen.open(browser, service.url, { lang: 'vi', scripts: true });
    const [phone, desk] = [await open(), await open()];
    await phone.signIn('owner', 'tuyet', '/documents');
    await desk.signIn('owner', 'tuyet', '/sessions');
    expect(await desk.says())
      .to.include(t('browser.CHROME'))
      .and.to.include(t('identity.sessions.own'));
    await desk.press(t('identity.sessions.endAll'));
    expect(desk.at).to.equal('/');
    await phone.go('/documents');
    expect(phone.at).to.not.match(/^\/documents/);
    await Promise.all([phone.context.close(), desk.context.close()]);
  });
});
