import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import type { Browser, CDPSession, Locator } from 'playwright-core';
import sharp from 'sharp';
import { translator } from '../../src/ui/i18n.js';
import { noise } from '../documents/intake/support/made-files.js';
import { chosen, heic } from '../pages/support/pictures.js';
import { Screen } from '../pages/support/screen.js';
import { becomes } from '../support/leftovers.js';
import { pdfPaper } from '../support/papers.js';
import { type Json, type Person, signIn } from '../support/person.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';
import { type TcpGate, tcpGate } from '../support/tcp-gate.js';
import { openChromium } from './support/chromium.js';

const MIB = 1024 * 1024;
const t = translator('vi');

describe('files sent from a phone, with scripts', function () {
  this.timeout(90_000);
  let browser: Browser;
  let world: World;
  let gate: TcpGate;
  let service: RunningService;
  let tuyet: Person;
  let screen: Screen;
  let wire: CDPSession;

  before(async function () {
    browser = await openChromium(this);
    // Between browser and service, so that a connection can be cut in the middle.
    const target = { host: '127.0.0.1', port: 0 };
    gate = await tcpGate(target);
    const address = `http://127.0.0.1:${gate.port}`;
    world = await makeWorld({ PUBLIC_URL: address });
    service = await world.start();
    target.port = Number(new URL(service.url).port);
    tuyet = await signIn(address, 'tuyet');
    screen = await Screen.open(browser, address, { lang: 'vi', scripts: true, width: 360 });
    await screen.go('/sign-in?as=owner&returnTo=/documents');
    await screen.page.locator('button[value=tuyet]').click();
    wire = await screen.context.newCDPSession(screen.page);
    await wire.send('Network.enable');
  });
  after(async () => {
    await browser?.close();
    await world?.end();
    await gate?.close();
  });
  beforeEach(async () => {
    await throttle(-1);
    await screen.go('/documents/new');
    await screen.field(t('documents.add.type')).selectOption('LAND_CERTIFICATE');
  });

  const throttle = (bytesPerSecond: number) =>
    wire.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: bytesPerSecond,
    });
  const choose = async (...files: ReturnType<typeof chosen>[]) => {
    await screen.page.locator('input[type=file]').setInputFiles(files);
    await screen.press(t('documents.add.submit'));
  };
  /** The button takes a second press within a second for a slip. */
  const notTwice = () => wait(1100);
  const row = (name: string): Locator => screen.page.locator('.motlan-queue__file', { hasText: name });
  const count = () => service.connection.collection('documents').countDocuments({ deletedAt: null });

  it('a slow connection: the bar grows, and the document’s page comes at the end', async () => {
    await throttle(500_000);
    await choose(chosen(pdfPaper('cham.pdf', MIB)));
    const seen = new Set<number>();
    await becomes(async () => {
      seen.add(Number(await row('cham.pdf').locator('progress').getAttribute('value')));
      expect(seen.size).to.be.greaterThan(3);
    }, 20_000);
    expect(Math.min(...seen)).to.be.lessThan(60);
    await screen.page.waitForURL(/\/documents\/[0-9a-f-]+\?done=ADDED$/, { timeout: 20_000 });
    expect(await screen.says()).to.include('cham.pdf');
  });

  it('cut in the middle: it says so, and sent again it is one document', async () => {
    const before = await count();
    await throttle(500_000);
    await choose(chosen(pdfPaper('dut.pdf', MIB)));
    await becomes(async () =>
      expect(Number(await row('dut.pdf').locator('progress').getAttribute('value'))).to.be.greaterThan(10),
    );
    gate.cut();
    await row('dut.pdf').getByText(t('documents.queue.cut')).waitFor();
    gate.resume();
    await row('dut.pdf')
      .getByRole('button', { name: new RegExp(`^${t('documents.queue.again')}`) })
      .click();
    await screen.page.waitForURL(/\?done=(ADDED|DUPLICATE)$/);
    expect(await count()).to.equal(before + 1);
  });

  it('several at once: each says what became of it, and one that is left out is not sent', async () => {
    const before = await count();
    await throttle(2_000_000);
    await choose(
      chosen(pdfPaper('mot.pdf', MIB)),
      { name: 'thu.docx', mimeType: 'application/msword', buffer: Buffer.from('PK\u0003\u0004 no document') },
      heic,
      chosen(pdfPaper('to.pdf', 21 * MIB)),
      chosen(pdfPaper('bo.pdf', MIB)),
      chosen(pdfPaper('hai.pdf', 100_000)),
    );
    await row('bo.pdf')
      .getByRole('button', { name: new RegExp(`^${t('documents.queue.remove')}`) })
      .click();
    await row('hai.pdf').getByText(t('documents.queue.received')).waitFor({ timeout: 40_000 });
    await row('mot.pdf').getByText(t('documents.queue.received')).waitFor();
    expect(await row('thu.docx').innerText()).to.include('Chỉ nhận PDF, JPG và PNG');
    expect(await row(heic.name).innerText()).to.include('Tương thích nhất');
    expect(await row('to.pdf').innerText()).to.include('PDF tối đa 20 MB');
    expect(await row('to.pdf').getByRole('button').allInnerTexts(), 'another try cannot help').to.deep.equal([
      t('documents.queue.remove'),
    ]);
    expect(await row('bo.pdf').count()).to.equal(0);
    expect(await count()).to.equal(before + 2);
  });

  it('a camera’s photo is made smaller before it is sent, and a dark one is said to be dark', async () => {
    const light = await sharp(noise(3600 * 2700 * 3), { raw: { width: 3600, height: 2700, channels: 3 } })
      .blur(3)
      .jpeg({ quality: 97 })
      .toBuffer();
    const dark = await sharp({ create: { width: 1200, height: 1600, channels: 3, background: '#101010' } })
      .jpeg()
      .toBuffer();
    await choose(
      { name: 'sang.jpg', mimeType: 'image/jpeg', buffer: light },
      { name: 'toi.jpg', mimeType: 'image/jpeg', buffer: dark },
    );
    await row('toi.jpg').getByText(t('documents.queue.received')).waitFor({ timeout: 30_000 });
    expect(await row('toi.jpg').innerText()).to.include(t('documents.queue.dark'));
    expect(await row('sang.jpg').innerText()).to.not.include(t('documents.queue.dark'));
    const stored = await service.connection
      .collection<Json>('documents')
      .findOne({ 'versions.fileName': 'sang.jpg' });
    expect(stored?.versions[0].sizeBytes).to.be.lessThan(light.length / 2);
    expect((await tuyet.call('GET', `/api/v1/me/documents/${stored?._id}`)).status).to.equal(200);
  });

  it('each file goes with what the form said when it was added', async () => {
    await throttle(1_000_000);
    await choose(chosen(pdfPaper('dat-1.pdf', MIB)), chosen(pdfPaper('dat-2.pdf')));
    await screen.field(t('documents.add.type')).selectOption('OTHER');
    await notTwice();
    await choose(chosen(pdfPaper('khac.pdf')));
    await row('khac.pdf').getByText(t('documents.queue.received')).waitFor({ timeout: 20_000 });
    const stored = await service.connection
      .collection<Json>('documents')
      .find({ 'versions.fileName': { $in: ['dat-1.pdf', 'dat-2.pdf', 'khac.pdf'] } })
      .toArray();
    const types = stored.map((one: Json) => `${one.versions[0].fileName} ${one.typeCode}`);
    expect(types.toSorted()).to.deep.equal([
      'dat-1.pdf LAND_CERTIFICATE',
      'dat-2.pdf LAND_CERTIFICATE',
      'khac.pdf OTHER',
    ]);
  });

  it('a photo that is left out while it is prepared does not leave the phone', async () => {
    const before = await count();
    const large = await sharp(noise(6000 * 4000 * 3), { raw: { width: 6000, height: 4000, channels: 3 } })
      .jpeg({ quality: 60 })
      .toBuffer();
    // Slow, so that what is sent all the same is not there before it is left out.
    await throttle(50_000);
    await choose({ name: 'lo.jpg', mimeType: 'image/jpeg', buffer: large });
    await row('lo.jpg').getByText(t('documents.queue.preparing')).waitFor();
    await row('lo.jpg')
      .getByRole('button', { name: new RegExp(`^${t('documents.queue.remove')}`) })
      .click();
    await notTwice();
    await throttle(-1);
    await choose(chosen(pdfPaper('sau.pdf')));
    await screen.page.waitForURL(/\?done=ADDED$/, { timeout: 20_000 });
    expect(await screen.says()).to.include('sau.pdf');
    expect(await count()).to.equal(before + 1);
  });

  it('after the session ended nothing goes to whoever signs in at this browser next', async () => {
    const sessions = service.connection.collection('sessions');
    await sessions.deleteMany({});
    await choose(chosen(pdfPaper('cua-tuyet.pdf', 20_000)));
    await row('cua-tuyet.pdf').getByText(t('documents.queue.signedOut')).waitFor();
    const again = row('cua-tuyet.pdf').getByRole('button', {
      name: new RegExp(`^${t('documents.queue.again')}`),
    });
    const before = await count();
    const beside = await screen.context.newPage();
    const signInBeside = async (persona: string) => {
      await beside.goto(`${screen.url}/sign-in?as=owner&returnTo=/documents`);
      await beside.locator(`button[value=${persona}]`).click();
      await beside.waitForLoadState();
    };
    await signInBeside('low');
    await again.click();
    await row('cua-tuyet.pdf').getByText(t('documents.queue.otherOwner')).waitFor();
    expect(await count()).to.equal(before);

    await sessions.deleteMany({});
    await signInBeside('tuyet');
    await again.click();
    await screen.page.waitForURL(/\?done=ADDED$/);
    expect(await count()).to.equal(before + 1);
    await beside.close();
  });

  it('of a choice for whom to act, made in another tab, the queue takes no notice: it asks', async () => {
    await screen.context.clearCookies();
    await screen.signIn('owner', 'duc', '/documents/new');
    await screen.press(new RegExp(`^${t('mandates.choose.goOn')}`));
    await screen.field(t('documents.add.type')).selectOption('LAND_CERTIFICATE');
    const beside = await screen.context.newPage();
    await beside.goto(`${screen.url}/acting`);
    await beside.getByRole('button', { name: /Minh Khai/ }).click();
    await beside.waitForLoadState();
    const before = await count();
    await choose(chosen(pdfPaper('cua-duc.pdf', 20_000)));
    await row('cua-duc.pdf').getByText(t('documents.queue.signedOut')).waitFor();
    const again = row('cua-duc.pdf').getByRole('button', {
      name: new RegExp(`^${t('documents.queue.again')}`),
    });
    await again.click();
    await row('cua-duc.pdf').getByText(t('documents.queue.otherOwner')).waitFor();
    expect(await count()).to.equal(before);
    await beside.close();
    await screen.context.clearCookies();
    await screen.signIn('owner', 'tuyet', '/documents');
  });

  it('pressed twice it is one document', async () => {
    const before = await count();
    await screen.page.locator('input[type=file]').setInputFiles(chosen(pdfPaper('hai-lan.pdf')));
    await screen.page.getByRole('button', { name: t('documents.add.submit') }).dblclick();
    await screen.page.waitForURL(/\?done=ADDED$/);
    expect(await count()).to.equal(before + 1);
  });

  it('nothing was complained of in the console', () => {
    const known = /net::ERR_(CONNECTION_RESET|EMPTY_RESPONSE|CONNECTION_CLOSED|SOCKET_NOT_CONNECTED)/;
    expect(screen.complaints.filter((line) => !known.test(line))).to.deep.equal([]);
  });
});
