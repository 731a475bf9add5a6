import { expect } from 'chai';
import { type TestDatabase, testDatabase } from '../support/mongo.js';
import {
  newBrowser,
  openForm,
  sessionOf,
  signIn,
  signingKeys,
  startTestService,
  type TestService,
} from './test-service.js';

describe('signing in with the development e-ID', () => {
  let database: TestDatabase;
  let service: TestService;
  before(async () => {
    database = await testDatabase();
    service = await startTestService({ connection: database.connection });
  });
  after(async () => {
    await service.close();
    await database.drop();
  });

  const citizens = [
    { key: 'tuyet', name: 'Nguyễn Thị Ánh Tuyết', level: 2, id: '999190000001' },
    { key: 'duc', name: 'Trần Văn Đức', level: 2, id: '999085000002' },
    { key: 'an', name: 'Nguyễn Minh An', level: 2, id: '999215000003' },
    { key: 'low', name: 'Phạm Văn Lâm', level: 1, id: '999088000004' },
  ];
  for (const { key, name, level, id } of citizens) {
    it(`makes ${key} an owner of account level ${level}`, async () => {
      const browser = newBrowser();
      const { response, url } = await signIn(browser, service, key);
      expect(response.status).to.equal(200);
      expect(url).to.equal(`${service.url}/whoami`);
      const ours = browser.cookieNames().filter((one) => one.startsWith('motlan_'));
      expect(ours, 'the attempt is over').to.deep.equal(['motlan_session']);
      const session = await sessionOf(browser, service);
      expect(session?.actor).to.include({ kind: 'OWNER', name, accountLevel: level, authLevel: 2 });
      const owner = await service.identity.findOwnerByKey({ kind: 'PERSONAL_ID', value: id });
      expect(owner).to.include({ id: session?.actor['id'], confirmed: true, accountLevel: level, name });
      expect(session?.actingFor).to.deep.equal({ kind: 'OWNER', id: owner?.id, name });
    });
  }

  const staff = [
    { key: 'ha', role: 'RECEIVER', agency: 'H09.27' },
    { key: 'quang', role: 'PROCESSOR', agency: 'H09.27' },
    { key: 'mai', role: 'ADMINISTRATOR', agency: 'H09' },
    { key: 'son', role: 'INSPECTOR', agency: 'H09' },
  ];
  for (const { key, role, agency } of staff) {
    it(`makes ${key} staff of ${agency} with the role ${role}`, async () => {
      const browser = newBrowser();
      await signIn(browser, service, key, 'as=staff');
      const session = await sessionOf(browser, service);
      expect(session?.actor).to.include({ kind: 'STAFF', agency, accountLevel: null, authLevel: 2 });
      expect(session?.actor['roles']).to.deep.equal([role]);
      expect(session?.actingFor).to.equal(null);
    });
  }

  it('shows one form with a button for each persona of the wanted kind, every time', async () => {
    const browser = newBrowser();
    for (const persona of ['tuyet', 'duc']) {
      const { text } = await openForm(browser, service);
      const shown = [...text.matchAll(/<button[^>]*name="persona" value="(\w+)"/g)].map((match) => match[1]);
      expect(shown).to.deep.equal(['tuyet', 'duc', 'an', 'low']);
      expect(text).to.include('Đây không phải VNeID').and.to.not.include('<script');
      await signIn(browser, service, persona);
      expect((await sessionOf(browser, service))?.actor['name']).to.match(
        persona === 'duc' ? /Đức/ : /Tuyết/,
      );
    }
  });

  it('shows the form again when the persona is unknown or of the other kind', async () => {
    const browser = newBrowser();
    const form = await openForm(browser, service);
    for (const persona of ['ha', 'nobody', '']) {
      const answer = await browser.postForm(form.url, { persona });
      expect(answer.status).to.equal(422);
      await answer.text();
    }
    expect(await sessionOf(browser, service)).to.equal(null);
  });

  it('gives the session a new id at each sign-in and forgets the one before', async () => {
    const browser = newBrowser();
    await signIn(browser, service, 'tuyet');
    const former = browser.copy();
    await signIn(browser, service, 'tuyet');
    expect(browser.cookie('motlan_session')).to.not.equal(former.cookie('motlan_session'));
    expect(await sessionOf(former, service)).to.equal(null);
    expect(await sessionOf(browser, service)).to.not.equal(null);
  });

  it('does not take over an id that an attacker planted', async () => {
    const browser = newBrowser();
    browser.setCookie('motlan_session', 's%3Aplanted.signature');
    await signIn(browser, service, 'tuyet');
    expect(browser.cookie('motlan_session')).to.not.include('planted');
  });

  it('finishes two sign-ins that ran at once in two tabs, whichever comes first', async () => {
    const browser = newBrowser();
    const first = await openForm(browser, service, 'as=owner&returnTo=/first');
    const second = await openForm(browser, service, 'as=staff&returnTo=/second');
    const backSecond = await browser.follow(
      await browser.postForm(second.url, { persona: 'ha' }),
      second.url,
    );
    expect(backSecond.url).to.equal(`${service.url}/second`);
    expect((await sessionOf(browser, service))?.actor['kind']).to.equal('STAFF');
    const backFirst = await browser.follow(
      await browser.postForm(first.url, { persona: 'tuyet' }),
      first.url,
    );
    expect(backFirst.url).to.equal(`${service.url}/first`);
    expect((await sessionOf(browser, service))?.actor['kind']).to.equal('OWNER');
  });

  it('keeps at most five sign-ins under way and leaves nothing in the database for them', async () => {
    const browser = newBrowser();
    const before = await database.connection.collection('sessions').countDocuments();
    for (let tab = 0; tab < 8; tab += 1) {
      await (await browser.open(`${service.url}/sign-in`)).text();
    }
    expect(browser.cookieNames().filter((name) => name.startsWith('motlan_sign_in_'))).to.have.length(5);
    expect(await database.connection.collection('sessions').countDocuments()).to.equal(before);
  });

  it('refuses an answer that another browser began, and one that comes a second time', async () => {
    const victim = newBrowser();
    const attacker = newBrowser();
    const form = await openForm(attacker, service);
    const { url: callback } = await attacker.follow(
      await attacker.postForm(form.url, { persona: 'duc' }),
      form.url,
      (next) => next.includes('/sign-in/callback'),
    );
    const stolen = await victim.open(callback);
    expect(stolen.status).to.equal(400);
    expect(await stolen.json()).to.include({ code: 'SIGN_IN_FAILED' });
    expect(await sessionOf(victim, service)).to.equal(null);

    const own = await attacker.follow(await attacker.open(callback), callback);
    expect(own.response.status).to.equal(200);
    const again = await attacker.open(callback);
    expect(await again.json()).to.include({ code: 'SIGN_IN_FAILED' });
  });

  it('sends who begins at localhost to the one public name, where the cookies will be', async () => {
    const other = service.url.replace('127.0.0.1', 'localhost');
    const answer = await newBrowser().open(`${other}/sign-in?as=staff&returnTo=/x`);
    expect(answer.status).to.equal(303);
    expect(answer.headers.get('location')).to.equal(`${service.url}/sign-in?as=staff&returnTo=/x`);
  });

  it('refuses an unknown kind of sign-in', async () => {
    const answer = await newBrowser().open(`${service.url}/sign-in?as=god`);
    expect(answer.status).to.equal(422);
    expect(await answer.json()).to.have.nested.property('errors[0].pointer', '?as');
  });

  it('finishes in one process what began in another', async () => {
    const keys = await signingKeys();
    const one = await startTestService({ connection: database.connection, keys });
    const browser = newBrowser();
    const form = await openForm(browser, one);
    await one.close();
    const port = new URL(one.url).port;
    const other = await startTestService({ connection: database.connection, keys, port: Number(port) });
    const arrival = await browser.follow(await browser.postForm(form.url, { persona: 'an' }), form.url);
    expect(arrival.response.status).to.equal(200);
    expect((await sessionOf(browser, other))?.actor['name']).to.equal('Nguyễn Minh An');
    await other.close();
  });
});
