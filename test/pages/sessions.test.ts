import { expect } from 'chai';
import { translator } from '../../src/ui/i18n.js';
import { runCli } from '../cli/run-cli.js';
import { type Json, type Person, signIn } from '../support/person.js';
import { profiled } from '../support/profile.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';

describe('where somebody is signed in', function () {
  this.timeout(60_000);
  let world: World;
  let service: RunningService;
  let other: RunningService;

  before(async () => {
    world = await makeWorld();
    [service, other] = [await world.start(), await world.start()];
  });
  after(() => world?.end());

  const get = async (who: Person, at = service.url, lang = 'vi') => {
    const headers = { accept: 'text/html', 'accept-language': lang };
    const response = await who.browser.open(`${at}/sessions`, { headers });
    return { status: response.status, text: await response.text() };
  };
  const post = (who: Person, path: string) =>
    who.browser.open(`${service.url}${path}`, {
      method: 'POST',
      body: new URLSearchParams({ _csrf: who.csrfToken }),
      headers: { accept: 'text/html', origin: service.url },
    });
  const handles = (text: string) =>
    [...text.matchAll(/action="\/sessions\/([\w-]+)\/end"/g)].map(([, handle = '']) => handle);
  const isIn = async (who: Person, at = service.url) =>
    (await who.browser.open(`${at}/api/v1/session`)).status === 200;
  const records = () => service.connection.collection<Json>('sessions');

  it('is a list in plain words, with this session marked and none of their ids', async () => {
    const [one, two] = [await signIn(service.url, 'tuyet'), await signIn(service.url, 'tuyet')];
    for (const lang of ['vi', 'en'] as const) {
      const t = translator(lang);
      const { text } = await get(one, service.url, lang);
      expect(text.match(/class="motlan-card"/g)).to.have.length(2);
      expect(text.split(`>${t('identity.sessions.own')}<`)).to.have.length(2);
      expect(text).to.include(t('identity.sessions.signedIn')).and.to.include(t('system.OTHER'));
      expect(handles(text)).to.have.length(1);
      for (const { _id } of await records().find().toArray()) expect(text).to.not.include(_id);
      for (const { browser } of [one, two]) {
        const id =
          decodeURIComponent(browser.cookie('motlan_session') ?? 'x')
            .slice(2)
            .split('.')[0] ?? '';
        expect(id).to.have.length.greaterThan(20);
        expect(text).to.not.include(id);
      }
    }
    await post(one, '/sessions/end-all');
  });

  it('one of them ends at its next request, in every process; ending it again is no error', async () => {
    const [one, two] = [await signIn(service.url, 'tuyet'), await signIn(service.url, 'tuyet')];
    expect(await isIn(two, other.url)).to.equal(true);
    const [handle = ''] = handles((await get(one)).text);
    for (let n = 0; n < 2; n += 1) {
      const ended = await post(one, `/sessions/${handle}/end`);
      expect([ended.status, ended.headers.get('location')]).to.deep.equal([303, '/sessions?done=ENDED']);
    }
    expect([await isIn(two), await isIn(two, other.url), await isIn(one)]).to.deep.equal([
      false,
      false,
      true,
    ]);
    await post(one, '/sessions/end-all');
  });

  it('another’s session is not ended by its handle', async () => {
    const [tuyet, duc] = [await signIn(service.url, 'tuyet'), await signIn(service.url, 'duc')];
    await signIn(service.url, 'duc');
    const [handle = ''] = handles((await get(duc)).text);
    expect((await post(tuyet, `/sessions/${handle}/end`)).status).to.equal(303);
    expect(handles((await get(duc)).text)).to.deep.equal([handle]);
    expect((await post(tuyet, '/sessions/x/end')).status).to.equal(404);
    await post(tuyet, '/sessions/end-all');
    expect(await isIn(duc)).to.equal(true);
  });

  it('all of them end at once with one button, also this one and those of other processes', async () => {
    const people = [
      await signIn(service.url, 'tuyet'),
      await signIn(service.url, 'tuyet'),
      await signIn(service.url, 'tuyet'),
    ];
    const [one] = people;
    const ended = await post(one as Person, '/sessions/end-all');
    expect([ended.status, ended.headers.get('location')]).to.deep.equal([303, '/']);
    for (const who of people) {
      expect([await isIn(who), await isIn(who, other.url)]).to.deep.equal([false, false]);
    }
    const nobody = await get(one as Person);
    expect(nobody.status).to.equal(303);
  });

  it('officers see their own too', async () => {
    const ha = await signIn(service.url, 'ha', 'staff');
    expect((await get(ha)).text).to.include(translator('vi')('identity.sessions.own'));
    await post(ha, '/sessions/end-all');
    expect(await isIn(ha)).to.equal(false);
  });

  it('a session of before they had names is shown, and ends with the others', async () => {
    const [old, one] = [await signIn(service.url, 'tuyet'), await signIn(service.url, 'tuyet')];
    await records().updateOne(
      { 'session.csrfToken': old.csrfToken },
      { $unset: { 'session.handle': '', 'session.device': '' } },
    );
    const { text } = await get(one);
    expect(text).to.include(translator('vi')('identity.sessions.unknownDevice'));
    expect(handles(text)).to.deep.equal([]);
    expect((await get(old)).status).to.equal(200);
    await post(one, '/sessions/end-all');
    expect(await isIn(old)).to.equal(false);
  });

  it('an operator ends all of one person’s, on record', async () => {
    const [tuyet, duc] = [await signIn(service.url, 'tuyet'), await signIn(service.url, 'duc')];
    const env = {
      MONGODB_URI: world.database.uri,
      MONGODB_DATABASE: world.database.name,
      DATA_DIR: service.dataDir,
      PUBLIC_URL: service.url,
    };
    const args = ['sessions', 'end', tuyet.id, '--reason', 'mất điện thoại'];
    const run = await runCli(['--operator', 'Hòa', ...args], env);
    expect([run.code, JSON.parse(run.stdout)]).to.deep.equal([
      0,
      { accountId: tuyet.id, kind: 'OWNER', ended: 1 },
    ]);
    expect([await isIn(tuyet), await isIn(duc)]).to.deep.equal([false, true]);
    const act = await service.connection.collection<Json>('operatorActs').findOne({ act: 'sessions.end' });
    expect(act).to.deep.include({
      operator: 'Hòa',
      outcome: 'DONE',
      ids: { ownerId: tuyet.id },
      reason: 'mất điện thoại',
    });
    expect((await runCli(['sessions', 'end', tuyet.id], env)).code).to.equal(2);
  });

  it('is found by the person, not by looking through all sessions', async () => {
    const duc = await signIn(service.url, 'duc');
    const now = new Date();
    await records().insertMany(
      Array.from({ length: 200 }, (_none, n) => ({
        _id: `made-${n}`,
        expires: new Date(now.getTime() + 60_000),
        session: { user: { kind: 'OWNER', id: `o-${n}` }, signedInAt: now, seenAt: now },
      })),
    );
    const plans = await profiled(service.connection, 'sessions', async () => {
      const [handle = duc.id] = handles((await get(duc)).text);
      await post(duc, `/sessions/${handle}/end`);
      await post(duc, '/sessions/end-all');
    });
    const own = plans.filter(({ planSummary }) => planSummary?.includes('session.user.kind'));
    expect(own.length).to.be.at.least(3);
    for (const plan of plans) {
      expect(plan.planSummary ?? '').to.not.include('COLLSCAN');
      expect(plan.docsExamined).to.be.at.most(10);
      expect(plan.hasSortStage).to.equal(undefined);
    }
  });
});
