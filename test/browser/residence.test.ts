import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { translator } from '../../src/ui/i18n.js';
import { chosen } from '../pages/support/pictures.js';
import { type ResidencePortal, startResidencePortal } from '../pages/support/residence-portal.js';
import { Screen } from '../pages/support/screen.js';
import { comparedPaper } from '../support/main-job.js';
import { pdfPaper } from '../support/papers.js';
import { makePartner } from '../support/partner.js';
import { type Person, signIn } from '../support/person.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';
import { openChromium } from './support/chromium.js';

const t = translator('vi');
const address = 'Số 12, đường Bà Huyện Thanh Quan';

for (const scripts of [true, false]) {
  describe(`a residence application on the portal, ${scripts ? 'with' : 'without'} scripts`, function () {
    this.timeout(60_000);
    let browser: Browser;
    let world: World;
    let service: RunningService;
    let portal: ResidencePortal;
    let tuyet: Person;

    before(async function () {
      browser = await openChromium(this);
      portal = await startResidencePortal();
      world = await makeWorld();
      service = await world.start();
      portal.partner = await makePartner(service, { returnUrls: [portal.returnUrl] });
      tuyet = await signIn(service.url, 'tuyet');
      await comparedPaper(tuyet, await signIn(service.url, 'ha', 'staff'));
    });
    after(async () => {
      await browser?.close();
      await world?.end();
      await portal?.close();
    });

    /** She fills the form in half and lets the portal fetch the paper; the first time she signs in on the way. */
    const fromThePortal = async (): Promise<Screen> => {
      const screen = await Screen.open(browser, service.url, { lang: 'vi', scripts, width: 360 });
      await screen.page.goto(portal.url);
      await screen.page.getByLabel('Nơi ở mới').fill(address);
      await screen.page.getByRole('button').click();
      await screen.page.locator('button[value=tuyet]').click();
      expect(screen.at).to.match(/^\/consents\//);
      return screen;
    };
    const isBack = async (screen: Screen, state: string) => {
      expect(screen.page.url()).to.include(`${portal.returnUrl}?evidenceRequestId=`);
      expect(await screen.page.getByLabel('Nơi ở mới').inputValue(), 'the half-filled form').to.equal(
        address,
      );
      expect(await screen.page.locator('#state').innerText()).to.equal(state);
    };

    it('agrees, and is back in the half-filled form with the paper there', async () => {
      const screen = await fromThePortal();
      await screen.page.getByRole('checkbox').first().check();
      await screen.press(t('consents.one.accept'));
      await isBack(screen, 'GIVEN');
      expect(portal.answers.at(-1)).to.deep.equal({ state: 'READY', consent: 'GIVEN', items: 1 });
      await screen.page.goBack();
      expect(await screen.says(), 'the way back shows what was decided').to.include(t('consentState.GIVEN'));
    });

    it('refuses, and is back in it', async () => {
      const screen = await fromThePortal();
      await screen.press(t('consents.one.deny'));
      await isBack(screen, 'DENIED');
    });

    it('answers later, and is back in it; the request still waits', async () => {
      const screen = await fromThePortal();
      await screen.page.getByRole('link', { name: t('consents.one.laterBack') }).click();
      await isBack(screen, 'REQUESTED');
    });

    it('two tabs: the answer of the first stands, the second is told so', async () => {
      const first = await fromThePortal();
      const second = await first.context.newPage();
      await second.goto(first.page.url());
      await first.page.getByRole('checkbox').first().check();
      await first.press(t('consents.one.accept'));
      await isBack(first, 'GIVEN');
      await second.getByRole('button', { name: t('consents.one.deny') }).click();
      const said = await second.locator('main').innerText();
      expect(said).to.include('không đổi ngược lại được').and.to.include(t('consentState.GIVEN'));
      await second.reload();
      expect(await second.locator('main').innerText()).to.include(t('consents.one.withdraw'));
    });
  });
}

describe('an upload that is sent twice', function () {
  this.timeout(60_000);
  let browser: Browser;
  let world: World;
  let service: RunningService;

  before(async function () {
    browser = await openChromium(this);
    world = await makeWorld();
    service = await world.start();
  });
  after(async () => {
    await browser?.close();
    await world?.end();
  });

  for (const scripts of [true, false]) {
    it(`by two quick presses, or after the back button, ${scripts ? 'with' : 'without'} scripts: one document`, async () => {
      const screen = await Screen.open(browser, service.url, { lang: 'vi', scripts, width: 360 });
      await screen.signIn('owner', 'tuyet', '/documents/new');
      const paper = chosen(pdfPaper(`hai-lan-${String(scripts)}.pdf`));
      const send = async (presses: number) => {
        await screen.field(t('documents.add.type')).selectOption('LAND_CERTIFICATE');
        await screen.page.locator('input[type=file]').setInputFiles(paper);
        await screen.page
          .getByRole('button', { name: t('documents.add.submit') })
          .click({ clickCount: presses, noWaitAfter: true });
        await screen.page.waitForURL(/\/documents\/[0-9a-f-]{36}\?done=/);
        return screen.at.replace(/\?.*/, '');
      };
      const made = await send(2);
      await screen.page.goBack();
      expect(await send(1)).to.equal(made);
      const count = await service.connection
        .collection('documents')
        .countDocuments({ 'versions.fileName': paper.name });
      expect(count).to.equal(1);
    });
  }
});
