import { expect } from 'chai';
import { translator } from '../../src/ui/i18n.js';
import { agreed, comparedPaper } from '../support/main-job.js';
import { makePartner } from '../support/partner.js';
import { type Json, type Person, signIn } from '../support/person.js';
import { profiled } from '../support/profile.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';

const hostile = '<script>alert(1)</script> \u202egnp.exe\u2066 Tie\u0302\u0301ng Vie\u0323\u0302t 👩‍👩‍👧';

describe('a complaint about a look', function () {
  this.timeout(60_000);
  let world: World;
  let service: RunningService;
  let other: RunningService;
  let tuyet: Person;
  let duc: Person;
  let ha: Person;
  let son: Person;

  before(async () => {
    world = await makeWorld({ COMPLAINT_DAYS: '15' });
    [service, other] = [await world.start(), await world.start()];
    [tuyet, duc] = [await signIn(service.url, 'tuyet'), await signIn(service.url, 'duc')];
    [ha, son] = [await signIn(service.url, 'ha', 'staff'), await signIn(service.url, 'son', 'staff')];
    for (let n = 0; n < 4; n += 1) await comparedPaper(tuyet, ha);
    await agreed(await makePartner(service), tuyet);
  });
  after(() => world?.end());

  const lines = async (): Promise<Json[]> =>
    (await tuyet.call('GET', '/api/v1/me/accesses?limit=100')).body.items;
  /** A line that nothing was said about yet. */
  const freshLine = async () => {
    const { items } = (await tuyet.call('GET', '/api/v1/me/complaints?limit=100')).body;
    const line = (await lines()).find((one) => !items.some((made: Json) => made.accessId === one.id));
    if (!line) throw new Error('every line has a complaint');
    return line;
  };
  const post = (who: Person, path: string, fields: Record<string, string> = {}, at = service.url) =>
    who.browser.open(`${at}${path}`, {
      method: 'POST',
      body: new URLSearchParams({ _csrf: who.csrfToken, ...fields }),
      headers: { accept: 'text/html', origin: service.url },
    });
  const page = async (who: Person, path: string, lang: 'vi' | 'en' = 'vi') => {
    const headers = { accept: 'text/html', 'accept-language': lang };
    const response = await who.browser.open(`${service.url}${path}`, { headers });
    return { status: response.status, text: await response.text() };
  };
  const file = async (text = 'Tôi không biết người này.') => {
    const line = await freshLine();
    const response = await post(tuyet, `/accesses/${line.id}/complaints`, { text });
    const [, path = '', id = ''] =
      /^(\/complaints\/([\w-]+))\?done=FILED$/.exec(response.headers.get('location') ?? '') ?? [];
    return { line, path, id, status: response.status };
  };
  const stateOf = async (id: string) => (await tuyet.call('GET', `/api/v1/me/complaints/${id}`)).body;

  it('gets a number, a state and a day by which it is answered, on a page of its own', async () => {
    const { line, path, id } = await file();
    const made = await stateOf(id);
    expect(made.number).to.match(/^PA-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
    expect(made).to.include({ state: 'RECEIVED', accessId: line.id });
    const days = (Date.parse(made.dueOn) - Date.parse(made.at.slice(0, 10))) / 86_400_000;
    expect(days).to.be.within(15, 16);
    for (const lang of ['vi', 'en'] as const) {
      const t = translator(lang);
      const { text } = await page(tuyet, `${path}?done=FILED`, lang);
      expect(text).to.include(made.number).and.to.include(t('complaintState.RECEIVED'));
      expect(text).to.include(t('complaintDone.FILED')).and.to.include(t('audit.complaint.due'));
      expect(text).to.include('Tôi không biết người này.');
      expect((await page(tuyet, '/complaints', lang)).text).to.include(made.number);
      expect((await page(tuyet, '/accesses', lang)).text).to.include(path);
    }
  });

  it('sent twice is one, ten times at once in two processes too', async () => {
    const line = await freshLine();
    const sent = await Promise.all(
      Array.from({ length: 10 }, (_none, n) =>
        post(tuyet, `/accesses/${line.id}/complaints`, { text: 'Lạ quá' }, n % 2 ? service.url : other.url),
      ),
    );
    expect(
      new Set(sent.map((response) => `${response.status} ${response.headers.get('location')}`)),
    ).to.have.property('size', 1);
    const kept = await service.connection
      .collection('complaints')
      .find<Json>({ accessId: line.id })
      .toArray();
    expect(kept.map(({ events }) => events.length)).to.deep.equal([1]);
    const again = await tuyet.call('POST', `/api/v1/me/accesses/${line.id}/complaints`, { text: 'Thêm nữa' });
    expect([again.status, again.body.id, again.body.events.length]).to.deep.equal([201, kept[0]?._id, 2]);
  });

  it('is taken up, answered and closed, and its owner sees each step and by whom', async () => {
    const { id, path } = await file();
    const inspected = await page(son, `/inspection/${id}`);
    expect(inspected.text).to.include('Tôi không biết người này.');
    expect(inspected.text).to.not.include('href="/consents/').and.to.not.include('href="/documents/');
    expect((await post(son, `/inspection/${id}/take-up`)).status).to.equal(303);
    expect(
      (await post(son, `/inspection/${id}/answer`, { text: `Đúng quy định. ${hostile}` })).status,
    ).to.equal(303);
    const answered = await stateOf(id);
    expect(answered.state).to.equal('ANSWERED');
    expect(answered.events.map((event: Json) => `${event.step} ${event.by.kind}`)).to.deep.equal([
      'RECEIVED OWNER',
      'TAKEN_UP INSPECTOR',
      'ANSWERED INSPECTOR',
    ]);
    expect(answered.events[2].by).to.have.all.keys('kind', 'name', 'position', 'agency');
    const { text } = await page(tuyet, path);
    expect(text).to.include('Đúng quy định. &lt;script>').and.to.include(answered.events[2].by.name);
    expect(text).to.not.match(/[\u202a-\u202e\u2066-\u2069]/);
    expect((await post(tuyet, `${path}/words`, { text: 'Vẫn chưa rõ.' })).status).to.equal(303);
    expect((await stateOf(id)).state).to.equal('IN_REVIEW');
    await post(son, `/inspection/${id}/answer`, { text: 'Đã kiểm tra lại.' });
    expect((await post(tuyet, `${path}/close`)).status).to.equal(303);
    expect((await post(tuyet, `${path}/close`)).status).to.equal(303);
    expect((await stateOf(id)).events.filter((event: Json) => event.step === 'CLOSED')).to.have.length(1);
    const late = await post(son, `/inspection/${id}/answer`, { text: 'Muộn' });
    expect([
      late.status,
      (await late.text()).includes(translator('vi')('complaintState.CLOSED')),
    ]).to.deep.equal([409, true]);
    expect((await post(tuyet, `${path}/words`, { text: 'Muộn' })).status).to.equal(409);
  });

  it('waits in the queue, the oldest in front, and leaves it when answered', async () => {
    const { id } = await file();
    const queued = async (query = '') =>
      [...(await page(son, `/inspection${query}`)).text.matchAll(/href="\/inspection\/([\w-]{36})"/g)].map(
        ([, one]) => one,
      );
    expect(await queued()).to.include(id);
    expect(await queued()).to.deep.equal((await queued()).toSorted((a = '', b = '') => (a < b ? -1 : 1)));
    await post(son, `/inspection/${id}/answer`, { text: 'Được phép.' });
    expect(await queued()).to.not.include(id);
    expect(await queued('?state=ANSWERED')).to.include(id);
  });

  it('of two inspectors’ answers one counts', async () => {
    const { id } = await file();
    const answers = await Promise.all(
      ['Một', 'Hai'].map((text) => post(son, `/inspection/${id}/answer`, { text })),
    );
    expect(answers.map((response) => response.status)).to.have.members([303, 409]);
    expect((await stateOf(id)).events.filter((event: Json) => event.step === 'ANSWERED')).to.have.length(1);
  });

  it('without words is explained beside the field, and what was typed is kept', async () => {
    const { id, path } = await file();
    const faulty = await post(tuyet, `${path}/words`, { text: '  ' });
    expect([faulty.status, (await faulty.text()).includes('id="text-error"')]).to.deep.equal([422, true]);
    const long = `x${'é'.repeat(2001)}`;
    const tooLong = await post(son, `/inspection/${id}/answer`, { text: long });
    expect([tooLong.status, (await tooLong.text()).includes(long)]).to.deep.equal([422, true]);
  });

  it('is nobody else’s: not another owner’s, not a clerk’s, not an owner’s on the inspector’s side', async () => {
    const { id, path } = await file();
    expect((await page(duc, path)).status).to.equal(404);
    expect((await post(duc, `${path}/words`, { text: 'x' })).status).to.equal(404);
    expect((await post(duc, `${path}/close`)).status).to.equal(404);
    expect((await duc.call('GET', `/api/v1/me/complaints/${id}`)).status).to.equal(404);
    for (const who of [ha, tuyet]) {
      expect((await page(who, '/inspection')).status).to.equal(403);
      expect((await page(who, `/inspection/${id}`)).status).to.equal(403);
      expect((await post(who, `/inspection/${id}/answer`, { text: 'x' })).status).to.equal(403);
    }
    expect((await page(son, path)).status).to.equal(403);
    expect((await stateOf(id)).events).to.have.length(1);
  });

  it('about the inspector’s own look is another’s to answer', async () => {
    const { id, line } = await file();
    await service.connection
      .collection<Json>('accessLog')
      .updateOne({ _id: line.id }, { $set: { actorId: son.id } });
    const refused = await post(son, `/inspection/${id}/answer`, { text: 'Không sao' });
    expect(refused.status).to.equal(403);
    expect((await stateOf(id)).state).to.equal('RECEIVED');
  });

  it('an inspector lands on the queue after signing in', async () => {
    const response = await son.browser.open(`${service.url}/counter`);
    expect([response.status, response.headers.get('location')]).to.deep.equal([303, '/inspection']);
  });

  it('is found by indexes in their order', async () => {
    const plans = await profiled(service.connection, 'complaints', async () => {
      await page(tuyet, '/complaints');
      await page(tuyet, '/accesses');
      await page(son, '/inspection');
      await page(son, '/inspection?state=CLOSED');
    });
    expect(plans.length).to.be.at.least(4);
    for (const plan of plans) {
      expect(plan.planSummary).to.match(/^IXSCAN/);
      expect(plan.hasSortStage).to.equal(undefined);
    }
  });
});
