import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { translator } from '../../src/ui/i18n.js';
import { pdfPaper, personalIds } from '../support/papers.js';
import { makePartner, type Partner } from '../support/partner.js';
import { needChromium } from '../support/real-parts.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';
import { chosen, photo } from './support/pictures.js';
import { type Portal, startPortal } from './support/portal.js';
import { Screen, startChromium } from './support/screen.js';

const uuid = '[0-9a-f-]{36}';

for (const lang of ['vi', 'en'] as const) {
  describe(`a document’s way through the pages, without scripts, in ${lang}`, function () {
    this.timeout(60_000);
    const t = translator(lang);
    const titleLabel = `${t('documents.add.titleLabel')} (${t('common.optional')})`;
    const paper = pdfPaper('Sổ đỏ <b>của tôi<b>.pdf');
    const sha256 = createHash('sha256').update(paper.bytes).digest('hex');
    const title = `Sổ đỏ nhà Phú An "gốc" <script>alert(1)</script>`;
    let broken = false;
    let world: World;
    let service: RunningService;
    let browser: Browser;
    let portal: Portal;
    let partner: Partner;
    let tuyet: Screen;
    let ha: Screen;
    let documentPath: string;
    let requestPath: string;
    let evidenceRequestId: string;
    let consentPath: string;

    before(async function () {
      const chromium = needChromium(this, existsSync);
      [world, browser, portal] = await Promise.all([makeWorld(), startChromium(chromium), startPortal()]);
      service = await world.start();
      partner = await makePartner(service, { returnUrls: [portal.returnUrl] });
      tuyet = await Screen.open(browser, service.url, { lang, scripts: false, width: 360 });
      ha = await Screen.open(browser, service.url, { lang, scripts: false });
    });
    // Each step stands on the one before.
    beforeEach(function () {
      if (broken) this.skip();
    });
    afterEach(function () {
      broken ||= this.currentTest?.state === 'failed';
    });
    after(async () => {
      await browser?.close();
      await portal?.close();
      await world?.end();
    });

    it('begins at the start page and asks for the sign-in that each page needs', async () => {
      await tuyet.go('/');
      await tuyet.picture(`${lang}-start`);
      expect(await tuyet.says()).to.include(t('identity.start.lead'));
      await tuyet.page.getByRole('button', { name: t('identity.start.signIn') }).click();
      await tuyet.picture(`${lang}-eid`);
      await tuyet.page.locator('button[value=tuyet]').click();
      expect(tuyet.at).to.equal('/documents');
      expect(await tuyet.says()).to.include(t('documents.list.empty'));
      await tuyet.picture(`${lang}-documents-empty`);
    });

    it('refuses a form without type and file, keeps what was typed and says what to mend', async () => {
      await tuyet.go('/documents/new');
      await tuyet.field(titleLabel).fill('Giấy thử');
      await tuyet.press(t('documents.add.submit'));
      expect(tuyet.at).to.equal('/documents');
      expect(await tuyet.page.title()).to.match(new RegExp(`^${t('common.errorPrefix')}: `));
      expect(await tuyet.field(titleLabel).inputValue()).to.equal('Giấy thử');
      await tuyet.picture(`${lang}-add-refused`);
      expect(await tuyet.page.locator('.govuk-error-summary').count()).to.equal(1);
    });

    it('explains a file of another type and one that is too large, and keeps the rest', async () => {
      for (const [file, words] of [
        [
          {
            name: 'thu.docx',
            mimeType: 'application/msword',
            buffer: Buffer.from('PK\u0003\u0004 no document'),
          },
          lang === 'vi' ? 'Chỉ nhận PDF, JPG và PNG' : 'Only PDF, JPG and PNG are taken',
        ],
        [
          chosen(pdfPaper('to.pdf', 21 * 1024 * 1024)),
          lang === 'vi' ? 'PDF tối đa 20 MB' : 'A PDF may have 20 MB',
        ],
      ] as const) {
        await tuyet.go('/documents/new');
        await tuyet.field(t('documents.add.type')).selectOption('LAND_CERTIFICATE');
        await tuyet.field(titleLabel).fill('Giấy thử');
        await tuyet.page.locator('input[type=file]').setInputFiles(file);
        await tuyet.press(t('documents.add.submit'));
        expect(await tuyet.page.locator('.govuk-error-summary').innerText()).to.include(words);
        expect(await tuyet.field(t('documents.add.type')).inputValue()).to.equal('LAND_CERTIFICATE');
        expect(await tuyet.field(titleLabel).inputValue()).to.equal('Giấy thử');
        await tuyet.picture(`${lang}-add-${file.name}`);
      }
    });

    it('takes a PDF, and the same PDF sent again is the same document', async () => {
      for (const saying of ['ADDED', 'DUPLICATE']) {
        await tuyet.go('/documents/new');
        await tuyet.field(t('documents.add.type')).selectOption('LAND_CERTIFICATE');
        await tuyet.field(titleLabel).fill(title);
        await tuyet.page.locator('input[type=file]').setInputFiles(chosen(paper));
        await tuyet.press(t('documents.add.submit'));
        expect(tuyet.at).to.match(new RegExp(`^/documents/${uuid}\\?done=${saying}$`));
        documentPath ??= tuyet.at.replace(/\?.*/, '');
        expect(tuyet.at).to.include(documentPath);
      }
      expect(await tuyet.says())
        .to.include(title)
        .and.include('Sổ đỏ <b>của tôi<b>.pdf');
      await tuyet.picture(`${lang}-document`);
    });

    it('takes a photo, renames it, finds it by words without marks', async () => {
      await tuyet.go('/documents/new');
      await tuyet.field(t('documents.add.type')).selectOption('OTHER');
      await tuyet.page.locator('input[type=file]').setInputFiles(chosen(await photo()));
      await tuyet.press(t('documents.add.submit'));
      await tuyet.openDetails(t('documents.one.edit'));
      await tuyet.field(t('documents.one.editLabel')).fill('');
      await tuyet.press(t('documents.one.editSave'));
      expect(await tuyet.page.locator('.govuk-error-summary a').getAttribute('href')).to.equal('#title');
      await tuyet.field(t('documents.one.editLabel')).fill('Thẻ thư viện Đức Hòa');
      await tuyet.press(t('documents.one.editSave'));
      expect(tuyet.at).to.match(/\?done=RENAMED$/);
      await tuyet.go('/documents');
      await tuyet.field(t('documents.list.search')).fill('duc hoa');
      await tuyet.press(t('documents.list.apply'));
      expect(await tuyet.page.locator('.motlan-card').allInnerTexts()).to.have.length(1);
      expect(await tuyet.says()).to.include('Thẻ thư viện Đức Hòa');
      await tuyet.picture(`${lang}-documents`);
    });

    it('opens the file itself, as it was sent', async () => {
      const response = await tuyet.context.request.get(`${service.url}${documentPath}/content`);
      expect(response.headers()['content-disposition']).to.match(/^inline; /);
      expect(Buffer.compare(await response.body(), Buffer.from(paper.bytes))).to.equal(0);
    });

    it('lets a clerk open a dossier at the counter, and says what is wrong with a code', async () => {
      await ha.signIn('staff', 'ha', '/counter');
      expect(ha.at).to.equal('/counter');
      await ha.field(t('counter.home.procedure')).selectOption('2.000815');
      await ha.field(t('counter.home.ownerValue')).fill('99919000000');
      await ha.press(t('counter.home.submit'));
      expect(await ha.page.locator('.govuk-error-summary a').allInnerTexts()).to.have.length(2);
      expect(await ha.page.locator('#owner\\.value-error').count()).to.equal(1);
      await ha.picture(`${lang}-counter-refused`);
      await ha.field(t('counter.home.code')).fill('H09.27-251126-0001');
      await ha.field(t('counter.home.ownerValue')).fill(personalIds.tuyet);
      await ha.field(t('counter.home.ownerName')).fill('Nguyễn Thị Ánh Tuyết');
      await ha.page.locator('input[name=submittedOn]').fill('2025-11-26');
      await ha.press(t('counter.home.submit'));
      expect(ha.at).to.equal('/counter/dossiers/H09.27-251126-0001');
      await ha.picture(`${lang}-dossier`);
    });

    it('lets her look up a component by duty, view what was found, and compare it with the original', async () => {
      await ha.press(t('counter.dossier.lookUpDuty'));
      expect(ha.at).to.match(new RegExp(`^/counter/evidence-requests/${uuid}$`));
      requestPath = ha.at;
      expect(await ha.says()).to.include(t('counter.evidence.ready', { count: 2 }));
      const item = ha.page.locator('section', { hasText: sha256 });
      const link = await item.getByRole('button', { name: t('counter.evidence.view') }).getAttribute('href');
      const response = await ha.context.request.get(`${service.url}${link}`);
      expect(Buffer.compare(await response.body(), Buffer.from(paper.bytes))).to.equal(0);
      await item.locator('summary', { hasText: t('counter.evidence.compareTitle') }).click();
      await item.getByRole('button', { name: t('counter.evidence.compareSubmit') }).click();
      expect(await ha.page.locator('.govuk-error-summary a').getAttribute('href')).to.match(
        /^#outcome-[12]$/,
      );
      await ha.picture(`${lang}-compare-refused`);
      await item.getByLabel(t('comparisonOutcome.MATCHES')).check();
      await item.getByRole('button', { name: t('counter.evidence.compareSubmit') }).click();
      expect(ha.at).to.equal(`${requestPath}?done=COMPARED`);
      expect(await ha.says())
        .to.include(t('counter.evidence.doneCompared'))
        .and.include('Lê Thu Hà');
      await ha.picture(`${lang}-compared`);
    });

    it('cites it into the dossier, where it then stands with its version', async () => {
      const item = ha.page.locator('section', { hasText: sha256 });
      await item.getByRole('button', { name: t('counter.evidence.cite') }).click();
      expect(ha.at).to.equal(`${requestPath}?done=CITED`);
      await ha.go('/counter/dossiers/H09.27-251126-0001');
      expect(await ha.says()).to.not.include(t('counter.dossier.notCited'));
      await ha.picture(`${lang}-dossier-cited`);
    });

    it('shows the owner that it was compared, and everyone who looked', async () => {
      await tuyet.go(documentPath);
      expect(await tuyet.says())
        .to.include(t('trustClass.PHOTO_COMPARED'))
        .and.include('Lê Thu Hà');
      await tuyet.go('/accesses');
      const said = await tuyet.says();
      for (const words of [
        'H09.27-251126-0001',
        'Lê Thu Hà',
        t('accessAction.COMPARE'),
        t('accessAction.LOOK_UP'),
      ])
        expect(said).to.include(words);
      await tuyet.picture(`${lang}-accesses`);
    });

    it('takes a complaint about a look, not an empty one', async () => {
      await tuyet.openDetails(t('audit.list.complaintTitle'));
      await tuyet.press(new RegExp(`^${t('audit.list.complaintSubmit')}`));
      expect(await tuyet.page.locator('.govuk-error-summary a').count()).to.equal(1);
      await tuyet.picture(`${lang}-complaint-refused`);
      await tuyet.page.locator('.govuk-form-group--error textarea').fill('Tôi không tới quầy hôm nay');
      await tuyet.page.locator('details[open] button').click();
      expect(tuyet.at).to.match(/^\/complaints\/[\w-]{36}\?done=FILED$/);
      expect(await tuyet.says()).to.include('Tôi không tới quầy hôm nay');
      await tuyet.picture(`${lang}-complaint`);
    });

    it('brings a partner’s request for consent before the owner: who, why, which, how long', async () => {
      const code = 'H09.1-251126-0002';
      await partner.call('PUT', `/api/v1/dossiers/${code}`, {
        procedureCode: '1.004222',
        owner: { kind: 'PERSONAL_ID', value: personalIds.tuyet },
        submittedOn: '2025-11-26',
        channel: 2,
        agencyCode: 'H09.27',
      });
      const asked = await partner.call('POST', '/api/v1/evidence-requests', {
        dossierCode: code,
        componentCode: 'CHO_O_HOP_PHAP',
        basis: 'CONSENT',
        purpose: { code: 'GQTTHC', text: 'Đăng ký thường trú <img src=x onerror=alert(1)>' },
        officer: { id: 'cb-17', name: 'Lê Thị Hoa', position: 'Chuyên viên' },
        returnUrl: portal.returnUrl,
      });
      expect(asked.body.state).to.equal('CONSENT_REQUIRED');
      evidenceRequestId = asked.body.id;
      consentPath = new URL(asked.body.consent.url).pathname;
      await tuyet.go('/documents');
      expect(await tuyet.says()).to.include(t('documents.list.waiting', { count: 1 }));
      await tuyet.page.getByRole('link', { name: t('documents.list.waitingLink') }).click();
      await tuyet.picture(`${lang}-consents`);
      await tuyet.page.locator('.motlan-card a').first().click();
      expect(tuyet.at).to.equal(consentPath);
      const said = await tuyet.says();
      for (const words of [
        'HTTTGQTTHC Bình Dương',
        'Lê Thị Hoa',
        code,
        '<img src=x onerror=alert(1)>',
        title,
      ])
        expect(said).to.include(words);
      await tuyet.picture(`${lang}-consent`);
    });

    it('refuses an agreement that names no document', async () => {
      await tuyet.press(t('consents.one.accept'));
      expect(await tuyet.page.locator('.govuk-error-summary').innerText()).to.include(
        t('consents.one.chooseError'),
      );
      await tuyet.picture(`${lang}-consent-refused`);
      expect(
        (await partner.call('GET', `/api/v1/evidence-requests/${evidenceRequestId}`)).body.state,
      ).to.equal('CONSENT_REQUIRED');
    });

    it('leads her back to the portal once she agrees, with the request’s id and nothing else', async () => {
      await tuyet.field(title).check();
      await tuyet.press(t('consents.one.accept'));
      expect(tuyet.page.url()).to.equal(`${portal.returnUrl}?evidenceRequestId=${evidenceRequestId}`);
      expect(portal.visits).to.deep.equal([`/back?evidenceRequestId=${evidenceRequestId}`]);
      const { body } = await partner.call('GET', `/api/v1/evidence-requests/${evidenceRequestId}`);
      expect(body.state).to.equal('READY');
    });

    it('stops the next read once she withdraws, and says so', async () => {
      await tuyet.go(consentPath);
      await tuyet.picture(`${lang}-consent-given`);
      await tuyet.press(t('consents.one.withdraw'));
      expect(tuyet.at).to.equal(`${consentPath}/done`);
      expect(await tuyet.says()).to.include(t('consents.done.withdrawn'));
      await tuyet.picture(`${lang}-consent-withdrawn`);
      const documentId = documentPath.split('/').at(-1);
      const { status, body } = await partner.call(
        'GET',
        `/api/v1/evidence-requests/${evidenceRequestId}/items/${documentId}/content`,
      );
      expect([status, body.code]).to.deep.equal([403, 'CONSENT_WITHDRAWN']);
      await tuyet.go('/accesses');
      expect(await tuyet.says()).to.include(t('audit.list.refused'));
    });

    it('explains why a cited document is kept, and deletes one that nobody cites', async () => {
      await tuyet.go(documentPath);
      await tuyet.openDetails(t('documents.one.cannotRemove'));
      expect(await tuyet.says()).to.include(t('documents.one.cannotRemoveInUse'));
      await tuyet.go('/documents?q=thu+vien');
      await tuyet.page.locator('.motlan-card a').click();
      await tuyet.openDetails(t('documents.one.remove'));
      await tuyet.press(t('documents.one.removeSubmit'));
      expect(tuyet.at).to.equal('/documents');
      expect(await tuyet.page.locator('.motlan-card').count()).to.equal(1);
    });

    it('changes the language for good by the link in the header', async () => {
      const other = lang === 'vi' ? 'en' : 'vi';
      await tuyet.go('/documents?q=so+do');
      await tuyet.page.getByRole('link', { name: lang === 'vi' ? 'English' : 'Tiếng Việt' }).click();
      expect(tuyet.at).to.equal('/documents?q=so+do');
      expect(await tuyet.page.locator('html').getAttribute('lang')).to.equal(other);
      await tuyet.go('/consents');
      expect(await tuyet.says()).to.include(translator(other)('consents.list.lead'));
      await tuyet.page.getByRole('link', { name: lang === 'vi' ? 'Tiếng Việt' : 'English' }).click();
    });

    it('signs out to the start page, and the back door is shut', async () => {
      await tuyet.press(t('common.signOut'));
      expect(tuyet.at).to.equal('/');
      await tuyet.go(documentPath);
      expect(tuyet.at).to.match(/^\/dev-eid\/interaction\//);
    });

    it('drew a complaint from no browser', () => {
      expect([...tuyet.complaints, ...ha.complaints]).to.deep.equal([]);
    });
  });
}
