import { expect } from 'chai';
import { Cookie, type SessionData } from 'express-session';
import { sessionLimits } from '../../src/identity/session.js';
import { SessionStore } from '../../src/identity/session.store.js';
import type { Clock } from '../../src/platform/clock.js';
import { type TestDatabase, testDatabase } from '../support/mongo.js';
import type { Browser } from './browser.js';
import { newBrowser, sessionOf, signIn, startTestService, type TestService } from './test-service.js';

describe('sessions', () => {
  let database: TestDatabase;
  let service: TestService;
  let now = new Date();
  const clock: Clock = { now: () => now };
  before(async () => {
    database = await testDatabase();
    service = await startTestService({
      connection: database.connection,
      clock,
      session: { idleMinutes: 30, absoluteHours: 2 },
    });
  });
  after(async () => {
    await service.close();
    await database.drop();
  });
  beforeEach(() => {
    now = new Date();
  });

  const pass = (minutes: number) => {
    now = new Date(now.getTime() + minutes * 60_000);
  };
  const signedIn = async (): Promise<Browser> => {
    const browser = newBrowser();
    await signIn(browser, service, 'tuyet');
    return browser;
  };
  const post = (browser: Browser, headers: Record<string, string>) =>
    browser.open(`${service.url}/unsafe`, { method: 'POST', headers });
  const records = () => database.connection.collection('sessions');

  it('ends after the idle time without use', async () => {
    const browser = await signedIn();
    pass(31);
    expect(await sessionOf(browser, service)).to.equal(null);
  });

  it('goes on while it is used, up to the absolute limit', async () => {
    const browser = await signedIn();
    for (let passed = 25; passed < 120; passed += 25) {
      pass(25);
      expect(await sessionOf(browser, service), `after ${passed} min`).to.not.equal(null);
    }
    pass(21);
    expect(await sessionOf(browser, service)).to.equal(null);
  });

  it('says when it ends: after the idle time, or at the absolute limit when that is nearer', async () => {
    const browser = await signedIn();
    const start = now.getTime();
    const first = await sessionOf(browser, service);
    expect(new Date(first?.expiresAt ?? '').getTime()).to.equal(start + 30 * 60_000);
    for (let step = 0; step < 4; step += 1) {
      pass(25);
      await sessionOf(browser, service);
    }
    const late = await sessionOf(browser, service);
    expect(new Date(late?.expiresAt ?? '').getTime()).to.equal(start + 120 * 60_000);
  });

  it('is kept under the hash of its id, so that a reader of the database holds none', async () => {
    const browser = await signedIn();
    const id =
      decodeURIComponent(browser.cookie('motlan_session') ?? '')
        .slice(2)
        .split('.')[0] ?? '';
    expect(id).to.have.length.greaterThan(20);
    expect(JSON.stringify(await records().find({}).toArray())).to.not.include(id);
  });

  it('is removed by the database itself once it has ended', async () => {
    await signedIn();
    const indexes = await records().indexes();
    expect(indexes.find((index) => index['expireAfterSeconds'] === 0)).to.have.deep.property('key', {
      expires: 1,
    });
    expect(await records().countDocuments({ expires: { $exists: false } })).to.equal(0);
  });

  it('is gone at once for everybody who holds its cookie when the person signs out', async () => {
    const browser = await signedIn();
    const other = browser.copy();
    const session = await sessionOf(browser, service);
    const answer = await browser.postForm(`${service.url}/sign-out`, { _csrf: session?.csrfToken ?? '' });
    expect(answer.status).to.equal(303);
    expect(answer.headers.get('location')).to.equal('/');
    expect(browser.cookie('motlan_session')).to.equal(undefined);
    expect(await sessionOf(other, service)).to.equal(null);
  });

  it('does not come back by a request that was under way during the sign-out', async () => {
    const browser = await signedIn();
    const other = browser.copy();
    const token = (await sessionOf(browser, service))?.csrfToken ?? '';
    pass(5);
    const slow = other.open(`${service.url}/slow`);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await browser.postForm(`${service.url}/sign-out`, { _csrf: token });
    expect((await slow).status).to.equal(200);
    expect(await sessionOf(other, service)).to.equal(null);
  });

  it('is written at sign-in only, so that no other request can bring back one that has ended', async () => {
    const limits = sessionLimits({ idleMinutes: 30, absoluteHours: 2 });
    const store = new SessionStore({ connection: database.connection, limits, clock });
    const ended = { cookie: new Cookie(), signedInAt: now, seenAt: new Date(now.getTime() - 60_000) };
    // What a session is, without the user: the store looks at the instants alone.
    const session = ended as unknown as SessionData;
    const before = await records().countDocuments();
    expect(await new Promise((resolve) => store.set('ended', session, resolve))).to.be.an('error');
    expect(await new Promise((resolve) => store.touch('ended', session, resolve))).to.equal(undefined);
    expect(await records().countDocuments()).to.equal(before);
  });

  it('stays when the sign-out carries no token', async () => {
    const browser = await signedIn();
    const answer = await browser.postForm(`${service.url}/sign-out`, {});
    expect(answer.status).to.equal(403);
    expect(await answer.json()).to.include({ code: 'CSRF_INVALID' });
    expect(await sessionOf(browser, service)).to.not.equal(null);
  });

  it('is not looked at for a call with a token of its own, and not made for a visitor', async () => {
    const browser = await signedIn();
    const answer = await browser.open(`${service.url}/x`, { headers: { authorization: 'Bearer abc' } });
    expect(await answer.json()).to.have.property('session', null);
    const visitor = await fetch(`${service.url}/x`);
    expect(visitor.headers.getSetCookie()).to.deep.equal([]);
  });

  it('has a cookie that scripts and other sites cannot use', async () => {
    const browser = newBrowser();
    const lines: string[] = [];
    const open = browser.open.bind(browser);
    browser.open = async (...request) => {
      const answer = await open(...request);
      lines.push(...answer.headers.getSetCookie());
      return answer;
    };
    await signIn(browser, service, 'tuyet');
    const line = lines.find((one) => one.startsWith('motlan_session='));
    expect(line).to.match(/; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  describe('unsafe calls', () => {
    let browser: Browser;
    let token: string;
    beforeEach(async () => {
      browser = await signedIn();
      token = (await sessionOf(browser, service))?.csrfToken ?? '';
    });

    it('pass with the token of the session', async () => {
      expect((await post(browser, { 'x-csrf-token': token })).status).to.equal(200);
      expect((await post(browser, { 'x-csrf-token': token, origin: service.url })).status).to.equal(200);
      expect((await post(browser, { 'x-csrf-token': token, origin: 'null' })).status).to.equal(200);
      const sameOrigin = { 'x-csrf-token': token, 'sec-fetch-site': 'same-origin' };
      expect((await post(browser, sameOrigin)).status).to.equal(200);
    });

    it('are refused without it, with another one and with the one of another session', async () => {
      const other = (await sessionOf(await signedIn(), service))?.csrfToken ?? '';
      expect(other).to.not.equal(token);
      for (const headers of [
        {},
        { 'x-csrf-token': '' },
        { 'x-csrf-token': 'x' },
        { 'x-csrf-token': other },
      ]) {
        const answer = await post(browser, headers);
        expect(answer.status).to.equal(403);
        expect(await answer.json()).to.include({ code: 'CSRF_INVALID' });
      }
    });

    it('are refused from another site, even with the token', async () => {
      for (const headers of [
        { origin: 'https://evil.example' },
        { origin: service.url.replace('127.0.0.1', '127.0.0.2') },
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site', origin: service.url },
      ]) {
        const answer = await post(browser, { 'x-csrf-token': token, ...headers });
        expect(answer.status, JSON.stringify(headers)).to.equal(403);
      }
    });

    it('are refused when nobody is signed in', async () => {
      expect((await post(newBrowser(), { 'x-csrf-token': token })).status).to.equal(403);
    });
  });
});
