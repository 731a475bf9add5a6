import { existsSync } from 'node:fs';
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { translator } from '../../src/ui/i18n.js';
import { agreed, ask, compare, comparedPaper, openDossier } from '../support/main-job.js';
import { dossierFor, pdfPaper } from '../support/papers.js';
import { makePartner, type Partner } from '../support/partner.js';
import { type Json, type Person, signIn } from '../support/person.js';
import { needChromium } from '../support/real-parts.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';
import { chosen } from './support/pictures.js';
import { type Portal, startPortal } from './support/portal.js';
import { Screen, startChromium } from './support/screen.js';

const longName = `${'Giấy-chứng-nhận-quyền-sử-dụng-đất-và-tài-sản-gắn-liền-với-đất'.repeat(3)}.pdf`;

describe('the pages in a real browser, on a phone and on a desk', function () {
  this.timeout(120_000);
  let world: World;
  let service: RunningService;
  let browser: Browser;
  let portal: Portal;
  let partner: Partner;
  let tuyet: Person;
  let ha: Person;
  let paper: Json;
  let compared: Json;
  let given: Json;
  let complaint: Json;

  before(async function () {
    const chromium = needChromium(this, existsSync);
    [world, browser, portal] = await Promise.all([makeWorld(), startChromium(chromium), startPortal()]);
    service = await world.start();
    [tuyet, ha] = [await signIn(service.url, 'tuyet'), await signIn(service.url, 'ha', 'staff')];
    partner = await makePartner(service, { returnUrls: [portal.returnUrl] });
    paper = await comparedPaper(tuyet, ha, pdfPaper(longName));
    compared = await compare(ha, paper.id);
    given = await agreed(partner, tuyet);
    const [line] = (await tuyet.call('GET', '/api/v1/me/accesses')).body.items;
    const text = 'Tôi không biết người này.';
    complaint = (await tuyet.call('POST', `/api/v1/me/accesses/${line.id}/complaints`, { text })).body;
    await signIn(service.url, 'low');
    await ha.call('PUT', '/api/v1/staff/dossiers/H09.27-251126-0001', dossierFor('1.004222'));
  });
  after(async () => {
    await browser?.close();
    await portal?.close();
    await world?.end();
  });

  for (const lang of ['vi', 'en'] as const) {
    const t = translator(lang);
    const open = async (as: 'owner' | 'staff' | null, persona = '', path = '/') => {
      const screen = await Screen.open(browser, service.url, { lang, scripts: true });
      if (as) await screen.signIn(as, persona, path);
      else await screen.go(path);
      return screen;
    };
    /** Looks at each page; nothing may be found, by axe, by the ruler or in the console. */
    const lookAt = async (screen: Screen, pages: Readonly<Record<string, string>>) => {
      const found: string[] = [];
      for (const [name, path] of Object.entries(pages)) {
        await screen.go(path);
        found.push(...(await screen.faults(`${lang}-${name}`)));
      }
      expect([...found, ...screen.complaints]).to.deep.equal([]);
    };

    it(`an outsider’s pages, in ${lang}`, async () => {
      const nobody = await open(null);
      await lookAt(nobody, {
        start: '/',
        'sign-in-failed': '/sign-in/callback?state=x&code=x',
        eid: '/sign-in?as=owner',
        'eid-staff': '/sign-in?as=staff',
        'not-found': '/nowhere',
      });
      await nobody.context.close();
    });

    it(`an owner’s pages, in ${lang}`, async () => {
      const waiting = await ask(partner, await openDossier(partner), { returnUrl: portal.returnUrl });
      const owner = await open('owner', 'tuyet', '/documents');
      await lookAt(owner, {
        'start-owner': '/',
        documents: '/documents',
        'documents-nothing': '/documents?q=khong+co',
        add: '/documents/new',
        document: `/documents/${paper.id}?done=ADDED`,
        consents: '/consents',
        consent: new URL(waiting.consent.url).pathname,
        'consent-given': new URL(given.consent.url).pathname,
        'consent-done': `${new URL(given.consent.url).pathname}/done`,
        accesses: '/accesses',
        'accesses-one': `/accesses?documentId=${paper.id}`,
        'accesses-filtered': '/accesses?act=COMPARED&from=2020-01-01',
        'accesses-faulty': '/accesses?from=x',
        complaints: '/complaints',
        complaint: `/complaints/${complaint.id}?done=FILED`,
        'my-data': '/my-data',
        sessions: '/sessions',
        'wrong-account': '/counter',
      });
      await owner.context.close();
    });

    it(`a clerk’s pages, in ${lang}`, async () => {
      const clerk = await open('staff', 'ha', '/counter');
      await lookAt(clerk, {
        counter: '/counter',
        dossier: `/counter/dossiers/${compared.dossierCode}`,
        'dossier-many': '/counter/dossiers/H09.27-251126-0001',
        evidence: `/counter/evidence-requests/${compared.request.id}?done=COMPARED`,
      });
      await clerk.context.close();
    });

    it(`an inspector’s pages, in ${lang}`, async () => {
      const inspector = await open('staff', 'son', '/inspection');
      await lookAt(inspector, {
        inspection: '/inspection',
        'inspection-none': '/inspection?state=CLOSED',
        'inspection-one': `/inspection/${complaint.id}`,
      });
      await inspector.context.close();
    });

    it(`the pages of an account of level 1, in ${lang}`, async () => {
      const low = await open('owner', 'low', '/documents');
      await lookAt(low, {
        'documents-level-1': '/documents',
        'consents-none': '/consents',
        'accesses-none': '/accesses',
        'complaints-none': '/complaints',
        'my-data-level-1': '/my-data',
      });
      await low.context.close();
    });

    it(`refused forms, and an agreement that leads to the portal, in ${lang}`, async () => {
      const owner = await open('owner', 'tuyet', '/documents/new');
      const found: string[] = [];
      await owner.press(t('documents.add.submit'));
      found.push(...(await owner.faults(`${lang}-add-refused`)));
      await owner.go(`/documents/${paper.id}`);
      await owner.openDetails(t('documents.one.addVersion'));
      await owner.page.locator('input[type=file]').setInputFiles({
        name: 'hong.pdf',
        mimeType: 'application/pdf',
        buffer: Buffer.from('%PDF-1.4 broken'),
      });
      await owner.press(t('documents.one.addVersionSubmit'));
      found.push(...(await owner.faults(`${lang}-version-refused`)));
      await owner.go('/documents/new');
      await owner.field(t('documents.add.type')).selectOption('OTHER');
      await owner.page.locator('input[type=file]').setInputFiles(chosen(pdfPaper('moi.pdf')));
      await owner.press(t('documents.add.submit'));
      // The queue sends it beside the page, and then goes there.
      await owner.page.waitForURL(/\?done=ADDED$/);

      const waiting = await ask(partner, await openDossier(partner), { returnUrl: portal.returnUrl });
      await owner.go(new URL(waiting.consent.url).pathname);
      await owner.press(t('consents.one.accept'));
      found.push(...(await owner.faults(`${lang}-consent-refused`)));
      await owner.page.locator('input[name=documentIds]').first().check();
      await owner.press(t('consents.one.accept'));
      expect(owner.page.url()).to.equal(`${portal.returnUrl}?evidenceRequestId=${waiting.id}`);
      expect([...found, ...owner.complaints]).to.deep.equal([]);
      await owner.context.close();
    });
  }
});
