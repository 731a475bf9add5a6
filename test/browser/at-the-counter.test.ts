import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import decodeQR from 'qr/decode.js';
import sharp from 'sharp';
import { translator } from '../../src/ui/i18n.js';
import { Screen } from '../pages/support/screen.js';
import { compare, comparedPaper } from '../support/main-job.js';
import { dossierCode, dossierFor, pdfPaper } from '../support/papers.js';
import { type Json, type Person, signIn } from '../support/person.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';
import { openChromium } from './support/chromium.js';

const t = translator('vi');

for (const scripts of [true, false]) {
  describe(`asked at a counter, answered on a phone, ${scripts ? 'with' : 'without'} scripts`, function () {
    this.timeout(60_000);
    let browser: Browser;
    let world: World;
    let service: RunningService;
    let clerk: Screen;
    let ha: Person;
    let requestPath: string;

    before(async function () {
      browser = await openChromium(this);
      world = await makeWorld({ CONSENT_AUTH_LEVEL: '2' });
      service = await world.start();
      ha = await signIn(service.url, 'ha', 'staff');
      await comparedPaper(await signIn(service.url, 'tuyet'), ha);
      clerk = await Screen.open(browser, service.url, { lang: 'vi', scripts });
      await clerk.signIn('staff', 'ha', '/counter');
    });
    const askedAtCounter = async (more: Json = {}) => {
      const code = dossierCode('H09.27');
      const dossier = dossierFor('1.004222', undefined, more);
      const opened = await ha.call('PUT', `/api/v1/staff/dossiers/${code}`, dossier);
      expect(opened.status).to.equal(201);
      const asked = await ha.call('POST', '/api/v1/staff/evidence-requests', {
        dossierCode: code,
        componentCode: 'CHO_O_HOP_PHAP',
        basis: 'CONSENT',
      });
      expect(asked.status, JSON.stringify(asked.body)).to.equal(201);
      return `/counter/evidence-requests/${asked.body.id}`;
    };
    beforeEach(async () => {
      requestPath = await askedAtCounter();
      await clerk.go(requestPath);
    });
    after(async () => {
      await browser?.close();
      await world?.end();
    });

    const phone = async () => {
      const screen = await Screen.open(browser, service.url, { lang: 'vi', scripts, width: 360 });
      let taps = 0;
      return {
        screen,
        tap: async (what: ReturnType<Screen['page']['locator']>) => {
          taps += 1;
          await what.click();
        },
        taps: () => taps,
      };
    };
    /** What a camera reads off the clerk's screen. */
    const scanned = async (): Promise<string> => {
      const picture = await clerk.page.locator('.motlan-qr').screenshot();
      const { data, info } = await sharp(picture)
        .resize({ width: 600 })
        .ensureAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true });
      return decodeQR({ width: info.width, height: info.height, data: new Uint8ClampedArray(data) });
    };
    const digits = async () => (await clerk.page.locator('.motlan-code').innerText()).trim();

    it('the picture leads straight to the request: from asked to given in four taps at most', async () => {
      const address = await scanned();
      expect(address).to.match(new RegExp(`^${service.url}/c/\\d{8}$`));
      expect((await digits()).replace(' ', '')).to.equal(address.slice(-8));
      const { screen, tap, taps } = await phone();
      await screen.page.goto(address);
      await tap(screen.page.locator('button[value=tuyet]'));
      expect(screen.at).to.match(/^\/consents\/[0-9a-f-]{36}$/);
      await tap(screen.page.getByRole('checkbox').first());
      await tap(screen.page.getByRole('button', { name: t('consents.one.accept') }));
      expect(await screen.says()).to.include(t('consents.done.given'));
      expect(taps()).to.be.at.most(4);
      await clerk.page.getByRole('link', { name: t('counter.evidence.spotReload') }).click();
      expect(await clerk.says()).to.include(t('counter.evidence.ready', { count: 1 }));
      expect(await clerk.page.locator('.motlan-qr').count(), 'nothing is left to scan').to.equal(0);
      expect([...screen.complaints, ...clerk.complaints]).to.deep.equal([]);
    });

    it('the digits do the same when they are typed, with or without the blank', async () => {
      const code = await digits();
      for (const typed of [code, code.replace(' ', '')]) {
        const { screen, tap } = await phone();
        await screen.go('/');
        await tap(screen.page.getByRole('link', { name: t('identity.start.code') }));
        await tap(screen.page.locator('button[value=tuyet]'));
        await screen.field(t('consents.list.code')).fill(typed);
        await screen.press(t('consents.list.codeOpen'));
        expect(screen.at).to.match(/^\/consents\/[0-9a-f-]{36}$/);
      }
    });

    it('asked of a company, its representative is led to act for it, and then straight to the request', async () => {
      const duc = await signIn(service.url, 'duc');
      const company = await service.connection
        .collection<Json>('mandates')
        .findOne({ kind: 'LEGAL_REPRESENTATIVE' });
      const token = async () => (await duc.call('GET', '/api/v1/session')).body.csrfToken;
      await duc.browser.open(`${service.url}/acting/choose`, {
        method: 'POST',
        body: new URLSearchParams({ _csrf: await token(), mandate: company?._id }),
        headers: { origin: service.url },
      });
      const added = await duc.upload('/api/v1/me/documents', { typeCode: 'LAND_CERTIFICATE' }, pdfPaper(), {
        'x-csrf-token': await token(),
      });
      await compare(ha, added.body.id, undefined, { kind: 'TAX', value: '3709999002' });
      const request = await askedAtCounter({ owner: { kind: 'TAX', value: '3709999002' } });
      await clerk.go(request);
      const address = await scanned();

      const { screen, tap, taps } = await phone();
      await screen.page.goto(address);
      await tap(screen.page.locator('button[value=duc]'));
      expect(await screen.says()).to.include(t('mandates.choose.title'));
      await tap(screen.page.locator('.motlan-card', { hasText: company?.ownerName }).getByRole('button'));
      expect(screen.at).to.match(/^\/consents\/[0-9a-f-]{36}$/);
      await tap(screen.page.getByRole('checkbox').first());
      await tap(screen.page.getByRole('button', { name: t('consents.one.accept') }));
      expect(await screen.says()).to.include(t('consents.done.given'));
      expect(taps(), 'one more than for oneself').to.equal(4);

      // Signed in as himself already, he is led there as well; and what is no request of his is none.
      const later = await askedAtCounter({ owner: { kind: 'TAX', value: '3709999002' } });
      await clerk.go(later);
      const code = (await digits()).replace(' ', '');
      await screen.go('/acting');
      await screen.page
        .locator('.motlan-card', { hasText: t('mandates.acting.own') })
        .getByRole('button')
        .click();
      await screen.go(`/c/${code}`);
      expect(screen.at).to.equal(`/acting?next=%2Fc%2F${code}`);
      await screen.page.locator('.motlan-card', { hasText: company?.ownerName }).getByRole('button').click();
      expect(screen.at).to.match(/^\/consents\/[0-9a-f-]{36}$/);
      expect(screen.complaints).to.deep.equal([]);
    });

    it('the digits tell nobody else anything, and wrong ones are explained where they are typed', async () => {
      const code = (await digits()).replace(' ', '');
      const { screen } = await phone();
      await screen.signIn('owner', 'duc', `/c/${code}`);
      // He represents a company, so he is asked for whom he acts: himself stands first.
      await screen.press(new RegExp(`^${t('mandates.choose.goOn')}`));
      const another = await screen.says();
      expect(another).to.include(t('consents.list.codeUnknown'));
      await screen.go('/c/12345678');
      expect((await screen.says()).replace('12345678', '')).to.equal(another.replace(code, ''));
      for (const wrong of ['1', '<script>', '123456789', '%00', 'a'.repeat(300)]) {
        await screen.go(`/c/${encodeURIComponent(wrong)}`);
        expect(await screen.page.locator('h1').count(), wrong).to.equal(1);
      }
    });
  });
}

describe('a request that wants a surer sign-in', function () {
  this.timeout(60_000);
  let browser: Browser;
  let world: World;
  let service: RunningService;
  let tuyet: Person;

  before(async function () {
    browser = await openChromium(this);
    world = await makeWorld({ CONSENT_AUTH_LEVEL: '3' });
    service = await world.start();
    tuyet = await signIn(service.url, 'tuyet');
  });
  after(async () => {
    await browser?.close();
    await world?.end();
  });

  it('leads through it and back, and refuses an agreement without it; refusing needs none', async () => {
    const ha = await signIn(service.url, 'ha', 'staff');
    await comparedPaper(tuyet, ha);
    const ask = async () => {
      const code = dossierCode('H09.27');
      await ha.call('PUT', `/api/v1/staff/dossiers/${code}`, dossierFor('1.004222'));
      const body = { dossierCode: code, componentCode: 'CHO_O_HOP_PHAP', basis: 'CONSENT' };
      return (await ha.call('POST', '/api/v1/staff/evidence-requests', body)).body.consent.id as string;
    };
    const id = await ask();
    const refused = await tuyet.call('POST', `/api/v1/me/consents/${id}/accept`, {});
    expect([refused.status, refused.body.code]).to.deep.equal([403, 'STEP_UP_REQUIRED']);
    expect((await tuyet.call('POST', `/api/v1/me/consents/${await ask()}/deny`, {})).status).to.equal(200);

    const screen = await Screen.open(browser, service.url, { lang: 'vi', scripts: false, width: 360 });
    await screen.signIn('owner', 'tuyet', `/consents/${id}`);
    expect(await screen.says()).to.include(t('consents.one.stepUp'));
    expect(await screen.page.getByRole('checkbox').count()).to.equal(0);
    await screen.page.getByRole('button', { name: t('consents.one.stepUpStart') }).click();
    await screen.page.locator('button[value=tuyet]').click();
    expect(screen.at).to.equal(`/consents/${id}`);
    await screen.page.getByRole('checkbox').first().check();
    await screen.press(t('consents.one.accept'));
    expect(await screen.says()).to.include(t('consents.done.given'));
  });

  it('asks the e-ID for the level by its own words, and for a new proof', async () => {
    const start = await fetch(`${service.url}/sign-in?as=owner&level=3&returnTo=/consents`, {
      redirect: 'manual',
    });
    const asked = new URL(start.headers.get('location') ?? '');
    expect(asked.searchParams.get('acr_values')).to.equal('3 4');
    expect(asked.searchParams.get('prompt')).to.equal('login');
    for (const level of ['0', '5', 'x', ''])
      expect((await fetch(`${service.url}/sign-in?level=${level}`)).status, level).to.equal(422);
  });
});
