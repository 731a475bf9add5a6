import { expect } from 'chai';
import { describeEndpoints } from '../../src/endpoints.js';
import { makeKeepRepresentations } from '../../src/mandates/keep-representations.js';
import { isAskedHerself, majorityOf } from '../../src/mandates/mandate.js';
import { makeMandatesStore } from '../../src/mandates/mandates.store.js';
import { systemClock } from '../../src/platform/clock.js';
import { inTransaction } from '../../src/platform/in-transaction.js';
import { translator } from '../../src/ui/i18n.js';
import { Browser } from '../identity/browser.js';
import { dossierCode, dossierFor, pdfPaper, personalIds } from '../support/papers.js';
import { type Json, type Person, signIn } from '../support/person.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';

const t = translator('vi');
const html = { accept: 'text/html' };
const company = 'Công ty TNHH Gốm Minh Khai';
const household = 'Hộ kinh doanh Trần Văn Đức';
const in2030 = '2030-12-31';

describe('acting for another', function () {
  this.timeout(60_000);
  let world: World;
  let service: RunningService;
  let other: RunningService;
  let duc: Person;
  let tuyet: Person;
  let ha: Person;

  before(async () => {
    world = await makeWorld();
    [service, other] = [await world.start(), await world.start()];
    [tuyet, ha] = [await signIn(service.url, 'tuyet'), await signIn(service.url, 'ha', 'staff')];
  });
  beforeEach(async () => {
    duc = await signIn(service.url, 'duc');
  });
  after(() => world?.end());

  const page = async (who: Person, path: string, at = service) => {
    const response = await who.browser.open(`${at.url}${path}`, { headers: html, redirect: 'manual' });
    return { status: response.status, text: await response.text() };
  };
  /** The token changes with the one acted for, so each post asks for today's. */
  const tokenOf = async (who: Person): Promise<string> =>
    (await who.call('GET', '/api/v1/session')).body.csrfToken ?? who.csrfToken;
  const post = async (
    who: Person,
    path: string,
    fields: Record<string, string | string[]>,
    token?: string,
  ) => {
    const body = new URLSearchParams({ _csrf: token ?? (await tokenOf(who)) });
    for (const [name, value] of Object.entries(fields))
      for (const one of [value].flat()) body.append(name, one);
    const response = await who.browser.open(`${service.url}${path}`, {
      method: 'POST',
      body,
      redirect: 'manual',
      headers: { ...html, origin: service.url },
    });
    return { status: response.status, to: response.headers.get('location'), text: await response.text() };
  };
  const actingFor = async (who: Person): Promise<Json> =>
    (await who.call('GET', '/api/v1/session')).body.actingFor;
  /** Where a browser is after signing in, having asked for a page. */
  const landing = async (browser: Browser, persona: string, returnTo: string) => {
    const start = `${service.url}/sign-in?as=owner&returnTo=${encodeURIComponent(returnTo)}`;
    const form = await browser.follow(await browser.open(start), start);
    const [, action = form.url] = /<form[^>]*action="([^"]+)"/.exec(form.text) ?? [];
    const target = new URL(action.replaceAll('&amp;', '&'), form.url).href;
    const asked = await browser.postForm(target, { persona }, { origin: service.url });
    const back = await browser.follow(asked, target, (url) => url.includes('/sign-in/callback'));
    const done = await browser.open(back.url, { headers: html });
    return done.headers.get('location');
  };
  const mandates = (filter: Json): Promise<Json[]> =>
    service.connection.collection<Json>('mandates').find(filter).sort({ _id: 1 }).toArray();
  const choose = async (who: Person, ownerName: string | null) => {
    const [found] =
      ownerName === null ? [{ _id: '' }] : await mandates({ ownerName, personId: who.id, active: true });
    return post(who, '/acting/choose', { mandate: String(found?.['_id'] ?? 'none') });
  };
  const upload = async (
    who: Person,
    typeCode: string,
    name?: string,
  ): Promise<{ status: number; body: Json }> => {
    const fresh = { ...who, csrfToken: await tokenOf(who) };
    const body = new FormData();
    body.append('typeCode', typeCode);
    const paper = pdfPaper(name);
    body.append('file', new Blob([new Uint8Array(paper.bytes)], { type: paper.type }), paper.name);
    const response = await who.browser.open(`${service.url}/api/v1/me/documents`, {
      method: 'POST',
      body,
      headers: { 'x-csrf-token': fresh.csrfToken, origin: service.url },
    });
    return { status: response.status, body: await response.json() };
  };
  const list = async (who: Person): Promise<Json[]> =>
    (await who.call('GET', '/api/v1/me/documents?limit=100')).body.items;

  it('a representative works in three stores, each apart: her own, the company’s, the household business’s', async () => {
    expect(await actingFor(duc)).to.deep.equal({ kind: 'OWNER', id: duc.id, name: 'Trần Văn Đức' });
    const made: Json = {};
    for (const name of [null, company, household]) {
      expect((await choose(duc, name)).status).to.equal(303);
      const { body, status } = await upload(duc, 'OTHER', `${name ?? 'own'}.pdf`);
      expect(status, JSON.stringify(body)).to.equal(201);
      made[String(name)] = body.id;
      expect((await list(duc)).map(({ id }) => id)).to.deep.equal([body.id]);
      const said = await page(duc, '/documents');
      if (name) expect(said.text).to.include(t('common.actingFor')).and.to.include(name);
    }
    expect(await actingFor(duc)).to.deep.include({ name: household });
    const owners = await service.connection.collection<Json>('owners').find({ 'keys.kind': 'TAX' }).toArray();
    expect(new Set(owners.map(({ keys }) => keys[0].value))).to.deep.equal(
      new Set(['3709999002', '999085000002']),
    );
  });

  it('the log names the person and for whom, on the page, in the table and over the API', async () => {
    await choose(duc, company);
    await upload(duc, 'OTHER');
    const [line] = (await duc.call('GET', '/api/v1/me/accesses?limit=1')).body.items;
    expect(line.actor).to.include({
      name: 'Trần Văn Đức',
      capacity: 'LEGAL_REPRESENTATIVE',
      onBehalfOf: company,
    });
    const words = `Trần Văn Đức (${t('mandateKind.LEGAL_REPRESENTATIVE')}), thay mặt ${company}`;
    expect((await page(duc, '/accesses')).text).to.include(words);
    const table = await duc.browser.open(`${service.url}/accesses.csv`, { headers: html });
    expect(await table.text()).to.include(company);
  });

  it('who signs in with a browser is asked for whom, and goes on where she wanted, nowhere else', async () => {
    expect(await landing(new Browser(), 'duc', '/consents?x=1')).to.equal('/acting?next=%2Fconsents%3Fx%3D1');
    const asked = await page(duc, '/acting?next=%2Fconsents');
    expect(asked.text)
      .to.include(t('mandates.choose.title'))
      .and.to.include(company)
      .and.to.include(household);
    const [held] = await mandates({ ownerName: company, personId: duc.id, active: true });
    const to = async (next: string) =>
      (await post(duc, '/acting/choose', { mandate: String(held?.['_id']), next })).to;
    expect(await to('/consents?x=1')).to.equal('/consents?x=1');
    for (const evil of ['//evil.example', 'https://evil.example', '/\\evil.example', '/sign-out', ''])
      expect(await to(evil), evil).to.equal('/documents');
    expect((await page(duc, '/acting?next=//evil.example')).text)
      .to.include('name="next" value="/documents"')
      .and.to.not.include('value="//evil');
    // Who may act for nobody else is asked nothing.
    expect(await landing(new Browser(), 'tuyet', '/consents')).to.equal('/consents');
  });

  it('signing in anew, as for a higher level, goes on acting for whom it was', async () => {
    await choose(duc, company);
    expect(await landing(duc.browser, 'duc', '/consents')).to.equal('/consents');
    expect(await actingFor(duc)).to.deep.include({ name: company });
    // Somebody else at the same browser begins as herself.
    const shared = duc.browser.copy();
    expect(await landing(shared, 'tuyet', '/consents')).to.equal('/consents');
    const session = await (await shared.open(`${service.url}/api/v1/session`)).json();
    expect(session.actingFor).to.include({ id: tuyet.id });
  });

  it('a form of before the choice does nothing by itself', async () => {
    const old = await tokenOf(duc);
    await choose(duc, company);
    const before = (await list(duc)).length;
    const kept = await post(duc, '/acting/choose', { mandate: '' }, old);
    expect(kept.status).to.equal(403);
    expect(kept.text).to.include(t('common.keptAgainTitle'));
    expect((await list(duc)).length).to.equal(before);
    expect(await actingFor(duc)).to.deep.include({ name: company });
  });

  it('a representation that ends: the next request is refused, and delegations end with it', async () => {
    await choose(duc, company);
    const granted = await post(duc, '/acting/delegates', {
      personalId: personalIds.tuyet,
      name: 'nguyen thi anh tuyet',
      types: ['OTHER'],
      mayAdd: 'yes',
      until: in2030,
    });
    expect(granted.to, granted.text).to.equal('/acting?done=GRANTED');
    await choose(tuyet, company);
    expect((await page(tuyet, '/documents', other)).status).to.equal(200);

    const [mandate] = await mandates({ ownerName: company, kind: 'LEGAL_REPRESENTATIVE', active: true });
    await post(duc, `/acting/${mandate?._id}/end`, {});
    const after = await duc.browser.open(`${other.url}/documents`, { headers: html });
    expect(after.status).to.equal(403);
    expect(await after.text()).to.include('Quyền làm việc thay đã kết thúc');
    expect(await actingFor(duc), 'from then on for himself').to.deep.include({ name: 'Trần Văn Đức' });
    const hers = await tuyet.call('GET', '/api/v1/me/documents');
    expect([hers.status, hers.body.code]).to.deep.equal([403, 'MANDATE_ENDED']);
    expect(await actingFor(tuyet)).to.deep.include({ name: 'Nguyễn Thị Ánh Tuyết' });
    // The e-ID still names him: the next sign-in brings it back.
    duc = await signIn(service.url, 'duc');
    expect(await mandates({ ownerName: company, kind: 'LEGAL_REPRESENTATIVE', active: true })).to.have.length(
      1,
    );
    expect(await mandates({ kind: 'DELEGATE', active: true })).to.have.length(0);
  });

  it('a delegate is named by number and name, no longer than the right by which she is named; a number alone tells nothing', async () => {
    await choose(duc, company);
    const name = (duc_: Person) => post(duc_, '/acting/delegates', given);
    const given: Record<string, string | string[]> = {
      personalId: personalIds.tuyet ?? '',
      name: 'Nguyễn Thị Ánh',
      types: ['OTHER'],
      until: in2030,
    };
    const wrong = await name(duc);
    expect([wrong.status, wrong.text.includes('không phải của người mang số')]).to.deep.equal([422, true]);
    expect(wrong.text).to.not.include('Tuyết');
    const own = { ownerName: company, kind: 'LEGAL_REPRESENTATIVE', active: true };
    const collection = service.connection.collection<Json>('mandates');
    await collection.updateOne(own, { $set: { until: new Date(Date.now() + 86_400_000) } });
    given['name'] = 'Nguyễn Thị Ánh Tuyết';
    const long = await name(duc);
    expect([long.status, long.text.includes('sau ngày kết thúc quyền đại diện')]).to.deep.equal([422, true]);
    await collection.updateOne(own, { $set: { until: null } });
    expect(await mandates({ kind: 'DELEGATE', active: true })).to.deep.equal([]);
  });

  it('named in the moment in which the right to name ends, a delegate is never left behind', async () => {
    for (let round = 0; round < 5; round += 1) {
      duc = await signIn(service.url, 'duc');
      await choose(duc, company);
      const token = await tokenOf(duc);
      const [own] = await mandates({ ownerName: company, kind: 'LEGAL_REPRESENTATIVE', active: true });
      const fields = { personalId: personalIds.tuyet ?? '', name: 'Nguyễn Thị Ánh Tuyết', types: 'OTHER' };
      const [named, ended] = await Promise.all([
        post(duc, '/acting/delegates', { ...fields, until: in2030 }, token),
        new Promise((resolve) => setTimeout(resolve, round * 8)).then(() =>
          post(duc, `/acting/${own?._id}/end`, {}, token),
        ),
      ]);
      expect(ended.status).to.equal(303);
      expect(named.status).to.be.oneOf([303, 403, 422]);
      expect(await mandates({ kind: 'DELEGATE', active: true }), `round ${round}`).to.deep.equal([]);
    }
  });

  describe('a delegate', () => {
    let delegated: string;
    let withheld: string;
    before(async () => {
      duc = await signIn(service.url, 'duc');
      await choose(duc, company);
      delegated = (await upload(duc, 'LAND_CERTIFICATE', 'giao.pdf')).body.id;
      withheld = (await upload(duc, 'OTHER', 'kín.pdf')).body.id;
      const granted = await post(duc, '/acting/delegates', {
        personalId: personalIds.tuyet,
        name: 'Nguyễn Thị Ánh Tuyết',
        types: ['LAND_CERTIFICATE'],
        until: in2030,
      });
      expect(granted.to, granted.text).to.equal('/acting?done=GRANTED');
      tuyet = await signIn(service.url, 'tuyet');
      await choose(tuyet, company);
    });

    it('sees papers of the chosen types and nothing else, by list, page, bytes and picture', async () => {
      expect((await list(tuyet)).map(({ id }) => id)).to.deep.equal([delegated]);
      for (const type of ['OTHER', 'LAND_CERTIFICATE'])
        expect((await tuyet.call('GET', `/api/v1/me/documents?typeCode=${type}`)).body.items.length).to.equal(
          type === 'OTHER' ? 0 : 1,
        );
      expect((await page(tuyet, `/documents/${delegated}`)).status).to.equal(200);
      const paths = (id: string) => [
        `/api/v1/me/documents/${id}`,
        `/api/v1/me/documents/${id}/content`,
        `/api/v1/me/documents/${id}/versions/1/content`,
        `/documents/${id}`,
        `/documents/${id}/content`,
        `/documents/${id}/pages/1`,
      ];
      const statuses = async (id: string) =>
        Promise.all(
          paths(id).map(async (path) => (await tuyet.browser.open(`${service.url}${path}`)).status),
        );
      const seen = await page(tuyet, `/documents/${delegated}`);
      expect(seen.text, 'nobody else’s looks').to.not.include(t('documents.one.lastLooks'));
      expect((await page(tuyet, '/documents')).text, 'nor how much there is').to.not.include(
        t('common.quotaDocuments'),
      );
      expect(await statuses(delegated)).to.deep.equal(Array(6).fill(200));
      expect(await statuses(withheld)).to.deep.equal(Array(6).fill(404));
    });

    it('may use no other endpoint for the owner, whatever it is', async () => {
      const allowed = new Set([
        'GET /me/documents',
        'POST /me/documents',
        'GET /me/documents/{id}',
        'GET /me/documents/{id}/content',
        'GET /me/documents/{id}/versions/{n}/content',
        'GET /session',
      ]);
      const ownerCalls = describeEndpoints().filter(({ access }) => access.actor === 'OWNER');
      const answers: string[] = [];
      const token = await tokenOf(tuyet);
      for (const { method, path } of ownerCalls) {
        const name = `${method.toUpperCase()} ${path}`;
        if (allowed.has(name)) continue;
        const at = path.replace('{id}', delegated).replace('{n}', '1');
        const response = await tuyet.browser.open(`${service.url}/api/v1${at}`, {
          method: method.toUpperCase(),
          headers: { 'x-csrf-token': token, origin: service.url, 'content-type': 'application/json' },
          ...(method === 'get' ? {} : { body: '{}' }),
        });
        const { code } = (await response.json()) as { code: string };
        if (response.status !== 403 || code !== 'NOT_ALLOWED_FOR_OTHERS')
          answers.push(`${name}: ${response.status} ${code}`);
      }
      expect(answers).to.deep.equal([]);
      expect(ownerCalls.length).to.be.greaterThan(10);
      for (const path of [
        '/accesses',
        '/accesses.csv',
        '/consents',
        '/complaints',
        '/my-data',
        '/notices',
        '/photos',
        '/c',
      ])
        expect((await page(tuyet, path)).status, path).to.equal(403);
    });

    it('adds only what she was given to add, and learns nothing of the rest by sending it again', async () => {
      expect((await upload(tuyet, 'LAND_CERTIFICATE')).body.code).to.equal('NOT_ALLOWED_FOR_OTHERS');
      await choose(duc, company);
      const [mandate] = await mandates({ kind: 'DELEGATE', active: true });
      await post(duc, `/acting/${mandate?._id}/end`, {});
      await post(duc, '/acting/delegates', {
        personalId: personalIds.tuyet,
        name: 'Nguyễn Thị Ánh Tuyết',
        types: ['LAND_CERTIFICATE'],
        mayAdd: 'yes',
        until: in2030,
      });
      await tuyet.call('GET', '/api/v1/session');
      await choose(tuyet, company);
      expect((await upload(tuyet, 'LAND_CERTIFICATE')).status).to.equal(201);
      expect((await upload(tuyet, 'OTHER')).body.code).to.equal('NOT_ALLOWED_FOR_OTHERS');
      const bytes = (await duc.bytes(`/api/v1/me/documents/${withheld}/content`)).bytes;
      const body = new FormData();
      body.append('typeCode', 'LAND_CERTIFICATE');
      body.append('file', new Blob([new Uint8Array(bytes)], { type: 'application/pdf' }), 'again.pdf');
      const again = await tuyet.browser.open(`${service.url}/api/v1/me/documents`, {
        method: 'POST',
        body,
        headers: { 'x-csrf-token': await tokenOf(tuyet), origin: service.url },
      });
      const refused: Json = await again.json();
      expect(refused.code).to.equal('NOT_ALLOWED_FOR_OTHERS');
    });

    it('ends on its day, in every process', async () => {
      await service.connection
        .collection('mandates')
        .updateMany({ kind: 'DELEGATE', active: true }, { $set: { until: new Date(Date.now() - 1) } });
      const refused = await tuyet.at(other.url).call('GET', '/api/v1/me/documents');
      expect([refused.status, refused.body.code]).to.deep.equal([403, 'MANDATE_ENDED']);
    });
  });

  describe('a parent', () => {
    const record = (more: Record<string, string> = {}) =>
      post(ha, '/counter/mandates', {
        kind: 'PARENT',
        personalId: personalIds.tuyet,
        'owner.kind': 'PERSONAL_ID',
        'owner.value': '999215000003',
        proof: 'Giấy khai sinh số 12/2015, UBND phường Chánh Nghĩa',
        compared: 'yes',
        ...more,
      });

    it('is recorded by a clerk with what was compared; not without, and not for somebody unknown or of age', async () => {
      expect((await record({ compared: '' })).text).to.include('đối chiếu bản chính');
      const unknown = await record();
      expect([unknown.status, unknown.text.includes('Kho chưa có người')]).to.deep.equal([422, true]);
      await signIn(service.url, 'an');
      expect((await record({ personalId: '999215000003' })).text).to.include('chính người được làm thay');
      expect((await record({ 'owner.value': personalIds.duc ?? '999085000002' })).text).to.include(
        'đủ 18 tuổi',
      );
      expect((await record()).to).to.equal('/counter/mandates?done=1');
      const [mandate] = await mandates({ kind: 'PARENT', active: true });
      expect(mandate?.proof).to.deep.include({ officerName: 'Lê Thu Hà', agency: 'H09.27' });
      expect(mandate?.until.toISOString()).to.equal('2033-08-31T17:00:00.000Z');
      expect((await record()).status, 'a second time').to.equal(409);
    });

    it('agrees for a child of seven or more only with the child’s own agreement; the child may withdraw', async () => {
      const an = await signIn(service.url, 'an');
      tuyet = await signIn(service.url, 'tuyet');
      await comparedFor(an, 'BIRTH_CERTIFICATE');
      const asked = await ask();
      await choose(tuyet, 'Nguyễn Minh An');
      const { consent } = asked;
      const shown = await page(tuyet, `/consents/${consent.id}`);
      expect(shown.text).to.include(t('consents.one.childAgrees'));
      const documentIds = /name="documentIds"[^>]*value="([^"]+)"/.exec(shown.text)?.[1] ?? '';
      const without = await post(tuyet, `/consents/${consent.id}/accept`, { documentIds });
      expect(without.status).to.equal(422);
      expect(without.text).to.include('con cũng đồng ý');
      const given = await post(tuyet, `/consents/${consent.id}/accept`, { documentIds, childAgrees: 'yes' });
      expect(given.status, given.text).to.equal(303);
      const stored = await service.connection.collection<Json>('consents').findOne({ _id: consent.id });
      expect(stored?.['decidedBy']).to.include({ personId: tuyet.id, capacity: 'PARENT', childAgreed: true });
      const back = await an.call('POST', `/api/v1/me/consents/${consent.id}/withdraw`, {});
      expect(back.body.state).to.equal('WITHDRAWN');
    });

    it('ends with the birth date that the e-ID names, whatever a dossier said when it was recorded', async () => {
      await choose(tuyet, 'Nguyễn Minh An');
      expect((await page(tuyet, '/documents')).status).to.equal(200);
      const owners = service.connection.collection<Json>('owners');
      const child = { 'keys.value': '999215000003' };
      const before = await owners.findOne(child);
      await owners.updateOne(child, { $set: { birthDate: '2005-09-01' } });
      const refused = await page(tuyet, '/documents');
      await owners.updateOne(child, { $set: { birthDate: before?.['birthDate'] } });
      expect(refused.status).to.equal(403);
    });

    it('ends no other’s right to act for the child; the child herself may', async () => {
      const [own] = await mandates({ kind: 'PARENT', active: true });
      const { connection } = service;
      const father = { ...own, _id: '0197c3a2-0000-7000-8000-00000000fa7e', personId: 'father' };
      await connection.collection<Json>('mandates').insertOne(father);
      tuyet = await signIn(service.url, 'tuyet');
      await choose(tuyet, 'Nguyễn Minh An');
      expect((await page(tuyet, '/acting')).text)
        .to.include(`/acting/${own?._id}/end`)
        .and.to.not.include(`/acting/${father._id}/end`);
      expect((await post(tuyet, `/acting/${father._id}/end`, {})).status).to.equal(404);
      const an = await signIn(service.url, 'an');
      expect((await post(an, `/acting/${father._id}/end`, {})).status).to.equal(303);
    });

    async function comparedFor(owner: Person, typeCode: string): Promise<void> {
      const added = await owner.upload('/api/v1/me/documents', { typeCode }, pdfPaper());
      expect(added.status, JSON.stringify(added.body)).to.equal(201);
      await service.connection
        .collection<Json>('documents')
        .updateOne({ _id: added.body.id }, { $set: { 'versions.0.trustClass': 'PHOTO_COMPARED' } });
    }
    async function ask(): Promise<Json> {
      const code = dossierCode('H09.27');
      const owner = { kind: 'PERSONAL_ID', value: '999215000003' };
      const opened = await ha.call('PUT', `/api/v1/staff/dossiers/${code}`, {
        ...dossierFor('2.000815'),
        owner,
      });
      expect(opened.status, JSON.stringify(opened.body)).to.equal(201);
      const asked = await ha.call('POST', '/api/v1/staff/evidence-requests', {
        dossierCode: code,
        componentCode: 'BAN_CHINH',
        basis: 'CONSENT',
      });
      expect(asked.status, JSON.stringify(asked.body)).to.equal(201);
      return asked.body;
    }
  });

  it('of age at the first moment of the eighteenth birthday, asked from the seventh on, in Vietnam', () => {
    expect(majorityOf('2015-09-01').toISOString()).to.equal('2033-08-31T17:00:00.000Z');
    expect(majorityOf('2008-02-29').toISOString()).to.equal('2026-02-28T17:00:00.000Z');
    expect(isAskedHerself('2019-11-27', new Date('2026-11-26T16:59:59Z'))).to.equal(false);
    expect(isAskedHerself('2019-11-27', new Date('2026-11-26T17:00:00Z'))).to.equal(true);
  });

  it('what the e-ID names no longer ends at the sign-in, with all that was given through it; a counter’s stays', async () => {
    const { connection } = service;
    let told: string[] = [];
    const keep = makeKeepRepresentations({
      mandates: makeMandatesStore(connection),
      tell: async ({ kind, endedAt }) => {
        told.push(`${kind} ${endedAt ? 'ended' : 'begun'}`);
      },
      transact: (work) => inTransaction(connection, work),
      clock: systemClock,
    });
    const person = { id: 'person', name: 'Người thử' };
    const shop = { ownerId: 'shop', name: 'Cửa hàng', kind: 'HOUSEHOLD_OWNER' as const };
    await Promise.all([keep(person, [shop]), keep(person, [shop])]);
    const [held] = await mandates({ personId: 'person', active: true });
    const copy = { ...held, _id: 'given', personId: 'helper', kind: 'DELEGATE', through: held?._id };
    await service.connection
      .collection<Json>('mandates')
      .insertMany([copy, { ...held, _id: 'counter', source: 'COUNTER', kind: 'ATTORNEY' }]);
    told = [];
    await keep(person, []);
    expect(told).to.deep.equal(['HOUSEHOLD_OWNER ended', 'DELEGATE ended']);
    const left = await mandates({ _id: { $in: [held?._id, 'given', 'counter'] }, active: true });
    expect(left.map(({ _id }) => _id)).to.deep.equal(['counter']);
    // One whose time is over keeps nobody out whom the e-ID names again.
    const until = new Date(Date.now() - 1000);
    await connection
      .collection<Json>('mandates')
      .insertOne({ ...held, _id: 'overdue', source: 'COUNTER', until });
    await keep(person, [shop]);
    const again = await mandates({ personId: 'person', kind: 'HOUSEHOLD_OWNER', active: true });
    expect(again.map(({ source }) => source)).to.deep.equal(['E_ID']);
  });

  describe('afterwards', () => {
    it('everybody concerned is told, and it stands in the log', async () => {
      const an = await signIn(service.url, 'an');
      const lines: Json[] = (await an.call('GET', '/api/v1/me/accesses?limit=100')).body.items;
      const line = lines.find(({ action, actor }) => action === 'MANDATE' && actor.kind === 'STAFF');
      expect(line?.actor).to.include({ name: 'Lê Thu Hà' });
      expect(line?.purpose.text).to.include('Giấy khai sinh số 12/2015');
      const companies = await service.connection
        .collection<Json>('accessLog')
        .find({ action: 'MANDATE', 'purpose.code': 'LEGAL_REPRESENTATIVE' })
        .toArray();
      expect(companies.map(({ purpose }) => purpose.text))
        .to.include('Ghi nhận · Trần Văn Đức')
        .and.to.include('Kết thúc · Trần Văn Đức');
      const told = await service.connection
        .collection<Json>('notices')
        .find({ kind: 'MANDATE_CHANGED' })
        .toArray();
      expect(told.map(({ ownerId }) => ownerId)).to.include(tuyet.id);
    });
  });
});
