import { expect } from 'chai';
import { type TestDatabase, testDatabase } from '../support/mongo.js';
import { type LyingEid, startLyingEid } from './lying-eid.js';
import { startTestService, type TestService } from './test-service.js';

const publicUrl = 'https://motlan.example';

const cookies = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .filter((line) => !line.includes('Max-Age=0'))
    .map((line) => line.split(';')[0])
    .join('; ');

describe('signing in over https, behind a proxy that says nothing about it', () => {
  let database: TestDatabase;
  let eid: LyingEid;
  let service: TestService;
  before(async () => {
    database = await testDatabase();
    eid = await startLyingEid();
    const client = { issuer: eid.issuer, clientId: 'motlan', clientSecret: undefined };
    service = await startTestService({
      connection: database.connection,
      providers: { owner: client, staff: client },
      publicUrl,
    });
    eid.idToken = {
      SoDinhDanh: '999190000078',
      HoVaTen: 'Lý Thị Thử',
      LoaiTaiKhoan: '1',
      loginIdp: 'BCA',
      MucDoTaiKhoan: '2',
    };
  });
  after(async () => {
    await service.close();
    await eid.close();
    await database.drop();
  });

  const at = (url: string) => url.replace(publicUrl, service.url);
  it('binds every cookie to this host and to https', async () => {
    const begun = await fetch(`${service.url}/sign-in`, { redirect: 'manual' });
    const attempt = begun.headers.getSetCookie()[0];
    expect(attempt).to.match(
      /^__Host-motlan_sign_in_\w+=[^;]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=900; Secure$/,
    );
    const asked = new URL(begun.headers.get('location') ?? '');
    expect(asked.searchParams.get('redirect_uri')).to.equal(`${publicUrl}/sign-in/callback`);
    expect(Object.fromEntries(asked.searchParams)).to.include({
      response_type: 'code',
      code_challenge_method: 'S256',
      scope: 'openid',
    });
    const sent = await fetch(asked, { redirect: 'manual' });
    const back = await fetch(at(sent.headers.get('location') ?? ''), {
      redirect: 'manual',
      headers: { cookie: cookies(begun) },
    });
    expect(back.status).to.equal(303);
    const session = back.headers.getSetCookie().find((line) => line.startsWith('__Host-motlan_session='));
    expect(session).to.match(/; Path=\/; HttpOnly; Secure; SameSite=Lax$/);

    const seen = await fetch(`${service.url}/x`, { headers: { cookie: cookies(back) } });
    const { session: view } = (await seen.json()) as { session: { csrfToken: string } };
    const out = await fetch(`${service.url}/sign-out`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: cookies(back), 'x-csrf-token': view.csrfToken, origin: publicUrl },
    });
    expect(out.status).to.equal(303);
    expect(out.headers.getSetCookie()[0]).to.match(/^__Host-motlan_session=; .*Secure/);
  });

  it('does not begin with an e-ID on plain http that is not on this machine', async () => {
    const client = { issuer: 'http://eid.example', clientId: 'motlan', clientSecret: undefined };
    const refused = await startTestService({
      connection: database.connection,
      providers: { owner: client, staff: client },
      publicUrl,
    }).catch((error: unknown) => error);
    expect(String(refused)).to.include('must be reached over https');
  });
});
