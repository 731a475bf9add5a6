import { expect } from 'chai';
import { type TestDatabase, testDatabase } from '../support/mongo.js';
import type { Arrival, Browser } from './browser.js';
import { clientSecret, type Lie, type LyingEid, startLyingEid } from './lying-eid.js';
import { newBrowser, sessionOf, startTestService, type TestService } from './test-service.js';

const person = {
  SoDinhDanh: '999190000077',
  HoVaTen: 'Lý Thị Thử',
  NgayThangNamSinh: '19900101',
  LoaiTaiKhoan: '1',
  TechID: 'tech-77',
  loginIdp: 'BCA',
  MucDoTaiKhoan: '2',
  acr: '3',
};
const officer = {
  name: 'Phan Văn Kiểm',
  position: 'Công chức',
  roles: ['receiver', 'something-else'],
  agency: 'H09.27',
  amr: ['pwd', 'mfa'],
};

describe('signing in with an e-ID that fails, stalls and lies', () => {
  let database: TestDatabase;
  let eid: LyingEid;
  let service: TestService;
  before(async () => {
    database = await testDatabase();
    eid = await startLyingEid();
    service = await start();
  });
  after(async () => {
    await service.close();
    await eid.close();
    await database.drop();
  });
  beforeEach(() => {
    Object.assign(eid, { lie: 'NOTHING', idToken: person, userinfo: {}, algorithm: 'ES256' });
  });

  function start(): Promise<TestService> {
    const client = { issuer: eid.issuer, clientId: 'motlan', clientSecret };
    return startTestService({
      connection: database.connection,
      providers: { owner: client, staff: client },
      eidSeconds: 0.4,
    });
  }

  /** The sign-in is refused with the code, in words, and leaves no session and no attempt behind. */
  async function expectRefused(
    at: TestService,
    code: string,
    words: RegExp,
    as = 'owner',
    level?: number,
  ): Promise<void> {
    const browser = newBrowser();
    const sessions = await database.connection.collection('sessions').countDocuments();
    const { response, text } = await tryIn(browser, at, as, level);
    const problem = JSON.parse(text) as { code: string; detail: string };
    expect(problem.code, text).to.equal(code);
    expect(problem.detail).to.match(words);
    expect(response.status).to.equal(code === 'EID_UNAVAILABLE' ? 503 : 400);
    expect(await sessionOf(browser, at)).to.equal(null);
    expect(await database.connection.collection('sessions').countDocuments()).to.equal(sessions);
  }

  for (const algorithm of ['ES256', 'RS256', 'PS256'] as const) {
    it(`opens a session when all is right and the ID token is signed by ${algorithm}`, async () => {
      eid.algorithm = algorithm;
      const browser = newBrowser();
      expect((await tryIn(browser, service)).response.status).to.equal(200);
      expect((await sessionOf(browser, service))?.actor).to.include({ accountLevel: 2, authLevel: 3 });
    });
  }

  it('takes from the userinfo endpoint what the ID token lacks, but not how the person was authenticated', async () => {
    eid.idToken = { LoaiTaiKhoan: '1' };
    eid.userinfo = { ...person, LoaiTaiKhoan: '2', acr: '4' };
    const browser = newBrowser();
    await tryIn(browser, service);
    expect((await sessionOf(browser, service))?.actor).to.include({ name: person.HoVaTen, authLevel: 1 });
  });

  const invalid = /không qua được kiểm tra/;
  const silent = /không trả lời/;
  const lies: readonly (readonly [Lie, string, RegExp])[] = [
    ['NONCE_WRONG', 'SIGN_IN_FAILED', invalid],
    ['NONCE_MISSING', 'SIGN_IN_FAILED', invalid],
    ['ISSUER_WRONG', 'SIGN_IN_FAILED', invalid],
    ['AUDIENCE_WRONG', 'SIGN_IN_FAILED', invalid],
    ['SIGNATURE_WRONG', 'SIGN_IN_FAILED', invalid],
    ['SIGNATURE_NONE', 'SIGN_IN_FAILED', invalid],
    ['SIGNATURE_BY_SECRET', 'SIGN_IN_FAILED', invalid],
    ['EXPIRED', 'SIGN_IN_FAILED', invalid],
    ['NO_ID_TOKEN', 'SIGN_IN_FAILED', invalid],
    ['TOKEN_HTML', 'SIGN_IN_FAILED', invalid],
    ['STATE_WRONG', 'SIGN_IN_FAILED', /trình duyệt khác/],
    ['DENIED', 'SIGN_IN_FAILED', /đã hủy/],
    ['TOKEN_REFUSED', 'SIGN_IN_FAILED', /đã từ chối/],
    ['SERVER_ERROR', 'EID_UNAVAILABLE', silent],
    ['TOKEN_500', 'EID_UNAVAILABLE', silent],
    ['TOKEN_STALLS', 'EID_UNAVAILABLE', silent],
    ['TOKEN_BODY_STALLS', 'EID_UNAVAILABLE', silent],
    ['TOKEN_CUT', 'EID_UNAVAILABLE', silent],
  ];
  for (const [lie, code, words] of lies) {
    it(`refuses ${lie} with ${code}`, async () => {
      eid.lie = lie;
      await expectRefused(service, code, words);
    });
  }

  const atStart: readonly (readonly [Lie, string, RegExp])[] = [
    ['DISCOVERY_STALLS', 'EID_UNAVAILABLE', silent],
    ['DISCOVERY_500', 'EID_UNAVAILABLE', silent],
    ['KEYS_STALL', 'EID_UNAVAILABLE', silent],
    ['DISCOVERY_OTHER_ISSUER', 'SIGN_IN_FAILED', invalid],
    ['DISCOVERY_WEAK_ALGORITHMS', 'SIGN_IN_FAILED', invalid],
    ['DISCOVERY_SCRIPT_ADDRESS', 'SIGN_IN_FAILED', invalid],
  ];
  for (const [lie, code, words] of atStart) {
    it(`refuses ${lie} with ${code}, and signs in once the e-ID is right again`, async () => {
      const fresh = await start();
      eid.lie = lie;
      await expectRefused(fresh, code, words);
      eid.lie = 'NOTHING';
      const browser = newBrowser();
      expect((await tryIn(browser, fresh)).response.status).to.equal(200);
      await fresh.close();
    });
  }

  for (const lie of ['OTHER_SUBJECT', 'USERINFO_STALLS'] as const) {
    it(`refuses ${lie} of the userinfo endpoint`, async () => {
      eid.idToken = {};
      eid.userinfo = person;
      eid.lie = lie;
      if (lie === 'OTHER_SUBJECT') await expectRefused(service, 'SIGN_IN_FAILED', invalid);
      else await expectRefused(service, 'EID_UNAVAILABLE', silent);
    });
  }

  const without = (name: keyof typeof person) => {
    const { [name]: _gone, ...rest } = person;
    return rest;
  };
  const accounts: readonly (readonly [string, object, RegExp])[] = [
    ['has no personal ID', without('SoDinhDanh'), /thiếu thông tin "SoDinhDanh"/],
    ['has no name', without('HoVaTen'), /thiếu thông tin "HoVaTen"/],
    ['has no account kind', without('LoaiTaiKhoan'), /thiếu thông tin "LoaiTaiKhoan"/],
    ['has a personal ID of 11 digits', { ...person, SoDinhDanh: '99919000007' }, /"SoDinhDanh" không hợp lệ/],
    ['has an impossible birth date', { ...person, NgayThangNamSinh: '19900230' }, /"NgayThangNamSinh" không/],
    ['is of an unknown kind', { ...person, LoaiTaiKhoan: '9' }, /loại tài khoản này/],
    ['was authenticated by a stranger', { ...person, loginIdp: 'ZALO' }, /nguồn định danh/],
    ['is of an unknown level', { ...person, MucDoTaiKhoan: '7' }, /mức độ tài khoản/],
  ];
  for (const [what, claims, words] of accounts) {
    it(`refuses an account that ${what}, and says so`, async () => {
      eid.idToken = { ...claims };
      await expectRefused(service, 'SIGN_IN_FAILED', words);
    });
  }

  it('treats an account whose level is not told as level 1', async () => {
    eid.idToken = without('MucDoTaiKhoan');
    const browser = newBrowser();
    await tryIn(browser, service);
    expect((await sessionOf(browser, service))?.actor).to.include({ accountLevel: 1 });
  });

  it('a lower level than the one asked for opens no session', async () => {
    for (const acr of ['2', '', '9'])
      for (const [as, claims] of [
        ['owner', person],
        ['staff', officer],
      ] as const) {
        eid.idToken = { ...claims, acr };
        await expectRefused(service, 'SIGN_IN_FAILED', /mức xác thực/, as, 3);
      }
  });

  it('takes only known roles of an officer', async () => {
    eid.idToken = officer;
    const browser = newBrowser();
    await tryIn(browser, service, 'staff');
    expect((await sessionOf(browser, service))?.actor['roles']).to.deep.equal(['RECEIVER']);
  });

  const officers: readonly (readonly [string, object, RegExp])[] = [
    ['has no known role', { ...officer, roles: ['cleaner', 'constructor'] }, /vai trò/],
    ['has no agency', { ...officer, agency: '' }, /thiếu thông tin "agency"/],
    ['has an agency code that is none', { ...officer, agency: 'H9' }, /"agency" không hợp lệ/],
    ['used no second factor', { ...officer, amr: ['pwd'] }, /hai yếu tố/],
    ['is a citizen', person, /hai yếu tố/],
  ];
  for (const [what, claims, words] of officers) {
    it(`refuses an officer who ${what}, and says so`, async () => {
      eid.idToken = { ...claims };
      await expectRefused(service, 'SIGN_IN_FAILED', words, 'staff');
    });
  }
});

async function tryIn(browser: Browser, at: TestService, as = 'owner', level?: number): Promise<Arrival> {
  const url = `${at.url}/sign-in?as=${as}${level === undefined ? '' : `&level=${level}`}`;
  return browser.follow(await browser.open(url), url);
}
