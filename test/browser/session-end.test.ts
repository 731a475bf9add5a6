import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { translator } from '../../src/ui/i18n.js';
import { chosen } from '../pages/support/pictures.js';
import { Screen } from '../pages/support/screen.js';
import { becomes, filesUnder } from '../support/leftovers.js';
import { comparedPaper } from '../support/main-job.js';
import { pdfPaper } from '../support/papers.js';
import { type Json, type Person, signIn } from '../support/person.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';
import { openChromium } from './support/chromium.js';

const t = translator('vi');
const words = 'Tôi không biết <b>người này</b>, "hôm đó" tôi ở xa & không nộp gì. Tiếng Việt 👩‍👩‍👧';

describe('a session that ends while somebody writes', function () {
  this.timeout(90_000);
  let browser: Browser;
  let world: World;
  let service: RunningService;
  let tuyet: Person;

  before(async function () {
    browser = await openChromium(this);
    world = await makeWorld({ SESSION_IDLE_MINUTES: '10' });
    service = await world.start();
    tuyet = await signIn(service.url, 'tuyet');
    await comparedPaper(tuyet, await signIn(service.url, 'ha', 'staff'));
    await comparedPaper(tuyet, await signIn(service.url, 'ha', 'staff'));
  });
  after(async () => {
    await browser?.close();
    await world?.end();
  });

  const endSessions = () => service.connection.collection('sessions').deleteMany({});
  const complaints = (): Promise<Json[]> => service.connection.collection('complaints').find().toArray();
  const lineOf = async (n: number): Promise<Json> =>
    (await tuyet.call('GET', '/api/v1/me/accesses?limit=20')).body.items[n];

  /** In the tab that the page with the kept form opens. */
  const signInBeside = async (screen: Screen) => {
    const [beside] = await Promise.all([
      screen.context.waitForEvent('page'),
      screen.page.getByRole('button', { name: t('common.keptSignInLink') }).click(),
    ]);
    await beside.locator('button[value=tuyet]').click();
    await beside.waitForLoadState();
  };

  for (const [n, scripts] of [true, false].entries()) {
    it(`keeps what was typed, ${scripts ? 'with' : 'without'} scripts: sign in beside it, send on, once`, async () => {
      tuyet = await signIn(service.url, 'tuyet');
      const line = await lineOf(n);
      const screen = await Screen.open(browser, service.url, { lang: 'vi', scripts, width: 360 });
      await screen.signIn('owner', 'tuyet', '/accesses');
      const card = screen.page
        .locator('li', { has: screen.page.locator(`form[action*="${line.id}"]`) })
        .first();
      const summary = card.locator('summary').first();
      if ((await summary.count()) > 0) await summary.click();
      await card.locator('textarea').fill(words);
      await endSessions();
      await card.locator('button[type=submit]').click();
      expect(await screen.says()).to.include(t('common.keptText'));
      const kept = (await complaints()).length;

      await signInBeside(screen);
      await screen.press(t('common.keptSend'));
      expect(await screen.says()).to.include('Nguyễn Thị Ánh Tuyết');
      expect(await complaints(), 'nothing is done by itself').to.have.length(kept);
      if (scripts) await screen.page.waitForTimeout(1100);
      await screen.press(t('common.keptSend'));
      expect(screen.at).to.match(/^\/complaints\//);
      const filed = (await complaints()).filter(({ accessId }) => accessId === line.id);
      expect(filed.map(({ text }) => text)).to.deep.equal([words]);
    });
  }

  it('keeps what was typed beside a file, without scripts; the file is chosen again', async () => {
    const screen = await Screen.open(browser, service.url, { lang: 'vi', scripts: false, width: 360 });
    await screen.signIn('owner', 'tuyet', '/documents/new');
    const typed = 'Sổ đỏ <b>nhà</b> "Phú An"';
    const title = screen.page.locator('input[name=title]');
    await screen.field(t('documents.add.type')).selectOption('LAND_CERTIFICATE');
    await title.fill(typed);
    await screen.page.locator('input[type=file]').setInputFiles(chosen(pdfPaper('so-do.pdf', 300_000)));
    await endSessions();
    await screen.press(t('documents.add.submit'));
    expect(await screen.says()).to.include(t('common.keptTextOnly'));
    expect(await service.connection.collection('documents').countDocuments({ title: typed })).to.equal(0);
    await signInBeside(screen);
    await screen.press(t('common.keptSend'));
    await screen.press(t('common.keptSend'));
    expect(await screen.field(t('documents.add.type')).inputValue()).to.equal('LAND_CERTIFICATE');
    expect(await title.inputValue()).to.equal(typed);
    await screen.page.locator('input[type=file]').setInputFiles(chosen(pdfPaper('so-do.pdf', 300_000)));
    await screen.press(t('documents.add.submit'));
    expect(screen.at).to.match(/^\/documents\/[0-9a-f-]{36}\?done=ADDED$/);
    expect(await screen.says()).to.include(typed);
  });

  it('of an upload by a stranger nothing is kept, neither on a page nor on the disk', async () => {
    const send = async (headers: Record<string, string>, size: number) => {
      const body = new FormData();
      body.append('title', '"><script>alert(1)</script>');
      body.append('file', new Blob([new Uint8Array(size)]), 'x.pdf');
      const response = await fetch(`${service.url}/documents`, {
        method: 'POST',
        redirect: 'manual',
        headers: { accept: 'text/html', ...headers },
        body,
      });
      return { status: response.status, text: await response.text() };
    };
    expect((await send({ origin: 'https://evil.example' }, 10)).status).to.equal(303);
    const own = await send({ origin: service.url }, 1_000_000);
    expect(own.status).to.equal(401);
    expect(own.text).to.include('name="title"').and.to.not.include('<script>alert');
    expect((await send({ origin: service.url }, 21 * 1024 * 1024)).status).to.equal(303);
    expect(await filesUnder(`${service.dataDir}/spool`)).to.deep.equal([]);
  });

  it('a form from elsewhere is not kept, and what is kept is drawn harmlessly', async () => {
    const post = (headers: Record<string, string>) =>
      fetch(`${service.url}/complaints/0197c3a2-0000-7000-8000-000000000001/close`, {
        method: 'POST',
        redirect: 'manual',
        headers: { accept: 'text/html', ...headers },
        body: new URLSearchParams({ text: '"><script>alert(1)</script>' }),
      });
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site', origin: service.url },
      {},
    ])
      expect((await post(headers)).status, JSON.stringify(headers)).to.equal(303);
    const own = await post({ origin: service.url });
    expect(own.status).to.equal(401);
    const text = await own.text();
    expect(text).to.include('name="text"').and.to.not.include('<script>alert');
  });

  it('five minutes before, a notice offers to stay; staying prolongs the session', async () => {
    const screen = await Screen.open(browser, service.url, { lang: 'vi', scripts: true, width: 360 });
    await screen.page.clock.install();
    await screen.signIn('owner', 'tuyet', '/documents');
    const notice = screen.page.getByRole('alert').filter({ hasText: t('common.sessionEnds') });
    expect(await notice.count()).to.equal(0);
    await screen.page.clock.fastForward(5 * 60_000 + 1000);
    await becomes(async () => expect(await notice.count()).to.equal(1));
    expect(await screen.faults('session-ends')).to.deep.equal([]);
    await screen.press(t('common.sessionContinue'));
    await becomes(async () => expect(await notice.count()).to.equal(0));
    await screen.page.clock.fastForward(5 * 60_000 + 1000);
    await becomes(async () => expect(await notice.count()).to.equal(1));
    await endSessions();
    await screen.press(t('common.sessionContinue'));
    await becomes(async () =>
      expect(await screen.page.innerText('body')).to.include(t('common.sessionEnded')),
    );
  });
});
