import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import { messageOf } from '../../src/notices/message.js';
import { noticeKinds } from '../../src/notices/notice.js';
import { translator } from '../../src/ui/i18n.js';
import { type Gateway, type MailServer, startMailServer, startSmsGateway } from '../support/gateways.js';
import { agreed, ask, comparedPaper, openDossier } from '../support/main-job.js';
import { makePartner, type Partner } from '../support/partner.js';
import { type Json, type Person, signIn } from '../support/person.js';
import { profiled } from '../support/profile.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';

const hostile = '<script>alert(1)</script> \u202egnp.exe\u2066 https://evil.example';

describe('notices', function () {
  this.timeout(60_000);
  let world: World;
  let service: RunningService;
  let tuyet: Person;
  let ha: Person;
  let partner: Partner;
  let mail: MailServer;
  let sms: Gateway;

  before(async () => {
    [mail, sms] = await Promise.all([startMailServer(), startSmsGateway('secret')]);
    world = await makeWorld({
      SMTP_URL: mail.url,
      MAIL_FROM: 'Kho giấy tờ <kho@example.vn>',
      SMS_URL: sms.url,
      SMS_TOKEN: 'secret',
    });
    service = await world.start();
    [tuyet, ha] = [await signIn(service.url, 'tuyet'), await signIn(service.url, 'ha', 'staff')];
    partner = await makePartner(service, { name: `Sở ${hostile}` });
    await comparedPaper(tuyet, ha);
  });
  after(async () => {
    await world?.end();
    await Promise.all([mail.close(), sms.close()]);
  });

  const page = async (who: Person, path: string) => {
    const response = await who.browser.open(`${service.url}${path}`, { headers: { accept: 'text/html' } });
    return { status: response.status, text: await response.text() };
  };
  const post = async (who: Person, path: string, fields: Record<string, string | string[]>) => {
    const body = new URLSearchParams({ _csrf: who.csrfToken });
    for (const [name, value] of Object.entries(fields))
      for (const one of [value].flat()) body.append(name, one);
    const response = await who.browser.open(`${service.url}/notices/settings/${path}`, {
      method: 'POST',
      body,
      headers: { accept: 'text/html', origin: service.url },
    });
    return { status: response.status, text: await response.text() };
  };
  const records = (filter: Json = {}): Promise<Json[]> =>
    service.connection.collection('notices').find(filter).sort({ _id: 1 }).toArray();
  const becomes = async (what: string, check: () => boolean | Promise<boolean>) => {
    for (let n = 0; n < 200; n += 1) {
      if (await check()) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`not so after 20 s: ${what}`);
  };

  it('no text that leaves the house has a link, a name or a place for one', () => {
    for (const kind of noticeKinds)
      for (const lang of ['vi', 'en'] as const)
        expect(JSON.stringify(messageOf(kind, lang))).to.not.match(/https?:|www\.|\{\{|[a-z]\.vn/i);
  });

  it('a request for consent is told with it, shown on the page and counted until it was shown', async () => {
    const request = await agreed(partner, tuyet);
    const [notice] = await records({ kind: 'CONSENT_ASKED' });
    const told = (await records()).length;
    expect(notice).to.deep.include({ readAt: null, key: `consent:${request.consent.id}` });
    const words = translator('vi')('documents.list.unread', { count: told });
    expect((await page(tuyet, '/documents')).text).to.include(words);
    const first = (await page(tuyet, '/notices')).text;
    expect(first).to.include(`/consents/${request.consent.id}`).and.to.include('Mới');
    expect(first).to.not.include('<script>alert');
    expect((await page(tuyet, '/notices')).text).to.not.include('Mới<');
    expect((await page(tuyet, '/documents')).text).to.not.include(words);
  });

  it('looks by law for one dossier are told once a day, even when they come ten at once', async () => {
    const code = await openDossier(partner);
    await Promise.all(
      Array.from({ length: 10 }, () =>
        ask(partner, code, {
          basis: 'STATUTORY_DUTY',
          legalGround: 'Luật Cư trú 2020, Điều 20',
          purpose: { code: 'TTHC', text: hostile },
          officer: { id: 'cb-1', name: hostile, position: 'Chuyên viên' },
        }),
      ),
    );
    expect(await records({ kind: 'STATUTORY_LOOK', 'about.dossierCode': code })).to.have.length(1);
    const { text } = await page(tuyet, '/notices');
    expect(text).to.include(code).and.to.include('Luật cho phép cơ quan này xem');
    expect(text).to.not.include('<script>alert');
  });

  it('an address is used only after its code has come back; then news go there, each once', async () => {
    const sent = await post(tuyet, 'addresses', { channel: 'EMAIL', address: 'tuyet@example.vn' });
    expect(sent.status).to.equal(303);
    await agreed(partner, tuyet);
    const [, code = ''] = /(\d{6})/.exec(decoded(mail.raw[0])) ?? [];
    expect(code).to.match(/^\d{6}$/);
    const wrong = await post(tuyet, 'confirm', { code: code === '000000' ? '111111' : '000000' });
    expect(wrong.status).to.equal(422);
    expect(wrong.text).to.include('Mã không đúng');
    expect(mail.received, 'nothing but the code').to.have.length(1);

    expect((await post(tuyet, 'confirm', { code: ` ${code.slice(0, 3)} ${code.slice(3)}` })).status).to.equal(
      303,
    );
    const settings = await page(tuyet, '/notices/settings');
    expect(settings.text).to.include('t•••@example.vn').and.to.not.include('tuyet@example.vn');
    const request = await agreed(partner, tuyet);
    await becomes('the mail came', () => mail.received.length >= 2);
    await becomes(
      'all are finished',
      async () => (await records({ sendAt: { $exists: true } })).length === 0,
    );
    const [notice] = await records({ key: `consent:${request.consent.id}` });
    const about = mail.received.filter(({ id }) => id === notice._id);
    expect(about).to.have.length(1);
    expect(decoded(about[0]?.text)).to.include(messageOf('CONSENT_ASKED', 'vi').text.slice(0, 40));
    for (const text of mail.raw.map(decoded))
      expect(text).to.not.match(/https?:|evil|script|\u202e|sổ|giấy chứng nhận/i);
  });

  it('what she does without is not sent; what cannot be delivered now is tried again, once', async () => {
    await post(tuyet, 'topics', { topics: ['LOOKS', 'EXPIRY'] });
    const before = mail.received.length;
    await agreed(partner, tuyet);
    await becomes('finished', async () => (await records({ sendAt: { $exists: true } })).length === 0);
    expect(mail.received).to.have.length(before);

    await post(tuyet, 'topics', { topics: ['CONSENTS'] });
    mail.mood = 'FAILS';
    const request = await agreed(partner, tuyet);
    const key = `consent:${request.consent.id}`;
    await becomes('it was tried', async () => (await records({ key }))[0].attempts === 1);
    await becomes('it waits', async () => (await records({ key }))[0].sendAt > new Date(Date.now() + 30_000));
    mail.mood = 'WELL';
    await service.connection.collection('notices').updateOne({ key }, { $set: { sendAt: new Date() } });
    await becomes('it came', async () => !('sendAt' in (await records({ key }))[0]));
    expect(mail.received).to.have.length(before + 1);
  });

  it('a copy of her data says where she is told, and nothing of a code that is waited for', async () => {
    await post(tuyet, 'addresses', { channel: 'SMS', address: '0987 654 321' });
    const response = await tuyet.browser.open(`${service.url}/my-data/export`, {
      method: 'POST',
      body: new URLSearchParams({ _csrf: tuyet.csrfToken }),
      headers: { accept: 'text/html', origin: service.url },
    });
    const read =
      'import io, sys, zipfile; print(zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read())).read(sys.argv[1]).decode())';
    const copy = execFileSync('python3', ['-c', read, 'notice-settings.json'], {
      input: Buffer.from(await response.arrayBuffer()),
    }).toString();
    expect(JSON.parse(copy)).to.have.all.keys('language', 'muted', 'addresses');
    expect(JSON.parse(copy).addresses[0]).to.include({ channel: 'EMAIL', address: 'tuyet@example.vn' });
    expect(copy).to.not.match(/codeHash|987654321/);
    await post(tuyet, 'forget', {});
    sms.received.length = 0;
  });

  it('five wrong codes use a code up; a wrong address, a missing choice and a dead gateway say so', async () => {
    await post(tuyet, 'addresses', { channel: 'SMS', address: '0912 345 678' });
    expect(sms.received[0]?.to).to.equal('+84912345678');
    const [, code = ''] = /(\d{6})/.exec(sms.received[0]?.text ?? '') ?? [];
    const bad = code === '000000' ? '111111' : '000000';
    for (let n = 0; n < 5; n += 1) expect((await post(tuyet, 'confirm', { code: bad })).status).to.equal(422);
    expect((await post(tuyet, 'confirm', { code })).text).to.include('Gửi mã mới');
    await post(tuyet, 'forget', {});

    for (const address of ['', '12345', '+1 212 555 0100', '0212 345 678', 'a@b'])
      expect((await post(tuyet, 'addresses', { channel: 'SMS', address })).status, address).to.equal(422);
    const nowhere = await post(tuyet, 'addresses', { address: '0912345678' });
    expect(nowhere.text).to.include('Chọn nơi nhận tin');
    sms.mood = 'FAILS';
    const dead = await post(tuyet, 'addresses', { channel: 'SMS', address: '0912345678' });
    expect(dead.text).to.include('Địa chỉ không có lỗi');
    expect((await page(tuyet, '/notices/settings')).text).to.not.include('name="code"');
    expect((await post(tuyet, 'addresses', { channel: 'ZALO', address: '0912345678' })).status).to.equal(404);
    sms.mood = 'WELL';
  });

  it('an address that somebody gave who acted for her is used only as long as she may', async () => {
    const { connection } = service;
    const duc = await signIn(service.url, 'duc');
    const mandate = {
      kind: 'ATTORNEY',
      personId: duc.id,
      personName: 'Trần Văn Đức',
      ownerId: tuyet.id,
      ownerName: 'Nguyễn Thị Ánh Tuyết',
      source: 'COUNTER',
      types: null,
      mayAdd: true,
      until: null,
      through: null,
      proof: null,
      createdAt: new Date(),
      endedAt: null,
      active: true,
    };
    await connection.collection<Json>('mandates').insertOne({ _id: 'attorney', ...mandate });
    await connection
      .collection<Json>('noticeSettings')
      .updateOne({ _id: tuyet.id }, { $set: { muted: [], 'addresses.0.setBy': duc.id } });
    const finished = () =>
      becomes('finished', async () => (await records({ sendAt: { $exists: true } })).length === 0);
    const before = mail.received.length;
    await agreed(partner, tuyet);
    await finished();
    expect(mail.received.length).to.equal(before + 1);
    await connection.collection<Json>('mandates').deleteOne({ _id: 'attorney' });
    await agreed(partner, tuyet);
    await finished();
    expect(mail.received.length).to.equal(before + 1);
    await connection
      .collection<Json>('noticeSettings')
      .updateOne({ _id: tuyet.id }, { $set: { 'addresses.0.setBy': tuyet.id } });
  });

  it('her copy of her data has them; another owner has none of them', async () => {
    const duc = await signIn(service.url, 'duc');
    const { text } = await page(duc, '/notices');
    expect(text).to.include(translator('vi')('notices.list.none'));
  });

  it('each query has an index', async () => {
    const used = await profiled(service.connection, 'notices', async () => {
      await page(tuyet, '/notices');
      await page(tuyet, '/documents');
      await agreed(partner, tuyet);
      await new Promise((resolve) => setTimeout(resolve, 6000));
    });
    expect(used.filter((plan: Json) => /COLLSCAN/.test(JSON.stringify(plan)))).to.deep.equal([]);
  });
});

/** The text of a mail, its transfer encoding undone. */
function decoded(raw = ''): string {
  const body = raw.slice(raw.indexOf('\r\n\r\n') + 4);
  if (/^Content-Transfer-Encoding: base64/im.test(raw)) return Buffer.from(body, 'base64').toString('utf8');
  const joined = body.replace(/=\r\n/g, '');
  return Buffer.from(
    joined.replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');
}
