import { expect } from 'chai';
import { type Person, signIn } from '../support/person.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';

const path = '/api/v1/session';

describe('the session', function () {
  this.timeout(30_000);
  let world: World;
  let service: RunningService;
  before(async () => {
    world = await makeWorld();
    service = await world.start();
  });
  after(() => world?.end());
  const session = async (person: Person) => (await person.call('GET', path)).body;

  it('of an owner tells who acts, for whom, the token and the end', async () => {
    const tuyet = await signIn(service.url, 'tuyet');
    const { actor, actingFor, csrfToken, expiresAt, ...rest } = await session(tuyet);
    expect(rest).to.deep.equal({});
    expect(actor).to.deep.equal({
      kind: 'OWNER',
      id: tuyet.id,
      name: 'Nguyễn Thị Ánh Tuyết',
      accountLevel: 2,
      authLevel: actor.authLevel,
    });
    expect(actor.authLevel).to.be.within(1, 4);
    expect(actingFor).to.include({ kind: 'OWNER', name: 'Nguyễn Thị Ánh Tuyết' });
    expect(csrfToken).to.be.a('string').with.length.greaterThan(20);
    expect(Date.parse(expiresAt)).to.be.greaterThan(Date.now());
    expect(JSON.stringify(actor) + JSON.stringify(actingFor)).to.not.contain('999190000001');
  });

  it('of a level 1 account says so', async () => {
    expect((await session(await signIn(service.url, 'low'))).actor.accountLevel).to.equal(1);
  });

  it('of a clerk tells roles and agency, and acts for nobody', async () => {
    for (const [key, role, agency] of [
      ['ha', 'RECEIVER', 'H09.27'],
      ['quang', 'PROCESSOR', 'H09.27'],
      ['mai', 'ADMINISTRATOR', 'H09'],
      ['son', 'INSPECTOR', 'H09'],
    ] as const) {
      const { actor, actingFor } = await session(await signIn(service.url, key, 'staff'));
      expect(actor).to.deep.include({ kind: 'STAFF', roles: [role], agency });
      expect(actingFor).to.equal(null);
    }
  });

  it('holds in every process and ends for all of them at sign-out, which needs its token', async () => {
    const second = await world.start();
    const tuyet = await signIn(service.url, 'tuyet');
    expect((await tuyet.at(second.url).call('GET', path)).status).to.equal(200);
    const copy = tuyet.browser.copy();
    const out = (token: string) =>
      tuyet.browser.postForm(`${service.url}/sign-out`, { _csrf: token }, { origin: service.url });
    expect((await out('wrong')).status).to.equal(403);
    expect((await session(tuyet)).actor.kind).to.equal('OWNER');
    expect((await out(tuyet.csrfToken)).status).to.be.within(302, 303);
    const gone = await copy.open(`${second.url}${path}`);
    expect([gone.status, ((await gone.json()) as { code: string }).code]).to.deep.equal([
      401,
      'SIGN_IN_REQUIRED',
    ]);
  });

  it('has a cookie that no script reads and no foreign site sends with a post', async () => {
    const tuyet = await signIn(service.url, 'tuyet');
    expect(tuyet.browser.cookieNames()).to.include('motlan_session');
  });
});
