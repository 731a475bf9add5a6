import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { translator } from '../../src/ui/i18n.js';
import { Screen } from '../pages/support/screen.js';
import { becomes } from '../support/leftovers.js';
import { ask, comparedPaper, openDossier } from '../support/main-job.js';
import { makePartner, type Partner } from '../support/partner.js';
import { type Json, type Person, signIn } from '../support/person.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';
import { openChromium } from './support/chromium.js';

const t = translator('vi');

describe('a request is looked through, agreed to and withdrawn, on a phone', function () {
  this.timeout(60_000);
  let browser: Browser;
  let world: World;
  let service: RunningService;
  let tuyet: Person;
  let ha: Person;
  let partner: Partner;
  let screen: Screen;
  let document: Json;

  before(async function () {
    browser = await openChromium(this);
    world = await makeWorld();
    service = await world.start();
    [tuyet, ha] = [await signIn(service.url, 'tuyet'), await signIn(service.url, 'ha', 'staff')];
    partner = await makePartner(service);
    document = await comparedPaper(tuyet, ha);
    screen = await Screen.open(browser, service.url, { lang: 'vi', scripts: true, width: 360 });
    await screen.go('/sign-in?as=owner&returnTo=/documents');
    await screen.page.locator('button[value=tuyet]').click();
  });
  after(async () => {
    await browser?.close();
    await world?.end();
  });
  const looks = () =>
    service.connection
      .collection<Json>('accessLog')
      .countDocuments({ documentId: document.id, action: 'READ_CONTENT', 'actor.kind': 'OWNER' });

  it('its pages are fetched when they are opened, not before, and that is one look of her own', async () => {
    const request = await ask(partner, await openDossier(partner));
    const pictures: string[] = [];
    screen.page.on('response', (response) => {
      if (response.url().includes('/pages/'))
        pictures.push(`${response.status()} ${new URL(response.url()).pathname}`);
    });
    await screen.go(`/consents/${request.consent.id}`);
    await screen.page.waitForLoadState('networkidle');
    expect([pictures, await looks()]).to.deep.equal([[], 0]);
    await screen.page.locator('details summary', { hasText: 'Các trang của' }).click();
    const picture = screen.page.getByRole('img', { name: t('documents.preview.alt', { page: 1, pages: 1 }) });
    await picture.scrollIntoViewIfNeeded();
    await becomes(async () =>
      expect(
        await screen.page.evaluate('document.querySelector(".motlan-page-picture").naturalWidth'),
      ).to.be.greaterThan(0),
    );
    expect(pictures).to.deep.equal([`200 /documents/${document.id}/pages/1`]);
    expect(await looks()).to.equal(1);
  });

  it('she agrees with two taps, and withdraws', async () => {
    await screen.page.locator('input[type=checkbox]').first().check();
    await screen.press(t('consents.one.accept'));
    expect(screen.at).to.match(/\/done$/);
    await screen.page.goBack();
    expect(await screen.says(), 'the way back shows what was decided').to.include('Đã đồng ý');
    await screen.press(t('consents.one.withdraw'));
    expect(await screen.says()).to.include('Đã rút');
    expect(screen.complaints).to.deep.equal([]);
  });
});
