import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { ask, comparedPaper, contentPath, openDossier } from '../support/main-job.js';
import { officer, pdfPaper, personalIds, purpose } from '../support/papers.js';
import { makePartner, type Partner } from '../support/partner.js';
import { type Json, type Person, signIn } from '../support/person.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';

const path = '/api/v1/me/consents';
const days = (count: number) => count * 24 * 3600 * 1000;

describe('consents, the owner’s side', function () {
  this.timeout(60_000);
  let world: World;
  let service: RunningService;
  let tuyet: Person;
  let duc: Person;
  let ha: Person;
  let partner: Partner;
  let best: Json;
  let older: Json;

  before(async () => {
    // Sessions outlive the days that the clock of a second process is put forward.
    world = await makeWorld({ SESSION_IDLE_MINUTES: '900000', SESSION_ABSOLUTE_HOURS: '15000' });
    service = await world.start();
    tuyet = await signIn(service.url, 'tuyet');
    duc = await signIn(service.url, 'duc');
    ha = await signIn(service.url, 'ha', 'staff');
    partner = await makePartner(service);
    older = await comparedPaper(tuyet, ha);
    best = await comparedPaper(tuyet, ha);
  });
  after(() => world?.end());

  const later = async (ms: number) => {
    const process = await world.start({ clock: { now: () => new Date(Date.now() + ms) } });
    return tuyet.at(process.url);
  };
  const request = async (more: Record<string, unknown> = {}): Promise<Json> =>
    ask(partner, await openDossier(partner), more);
  const answer = (id: string, verb: string, body: unknown = {}, who = tuyet) =>
    who.call('POST', `${path}/${id}/${verb}`, body);
  const code = ({ status, body }: { status: number; body: Json }) => `${status} ${body.code ?? body.state}`;
  const state = async (id: string) => (await tuyet.call('GET', `${path}/${id}`)).body.state;

  it('tell who, why, which dossier, which documents, and how long', async () => {
    const before = Date.now();
    const { id, consent } = await request({
      use: { maxReads: 3, validForDays: 7 },
      returnUrl: 'https://dvc.example.vn/back',
    });
    const { body } = await tuyet.call('GET', `${path}/${consent.id}`, undefined, { 'accept-language': 'en' });
    expect(body).to.deep.include({
      id: consent.id,
      state: 'REQUESTED',
      recipient: { name: 'HTTTGQTTHC Bình Dương', agencyCode: 'H09' },
      officer: { name: officer.name, position: officer.position },
      procedureCode: '1.004222',
      componentCode: 'CHO_O_HOP_PHAP',
      purpose,
      items: [],
      use: { maxReads: 3, validForDays: 7, reads: 0 },
      evidenceRequestId: id,
      returnUrl: 'https://dvc.example.vn/back',
      decidedAt: null,
    });
    expect(body.documents.map((one: Json) => one.documentId)).to.deep.equal([best.id, older.id]);
    expect(body.ifRefused).to.be.a('string').that.is.not.empty;
    expect(Date.parse(body.expiresAt) - before).to.be.closeTo(days(14), 60_000);
    const vi = (await tuyet.call('GET', `${path}/${consent.id}`, undefined, { 'accept-language': 'vi' }))
      .body;
    expect(vi.procedureName).to.not.equal(body.procedureName);
  });

  it('accept takes the best match by default, and counts its days from then', async () => {
    const { consent } = await request({ use: { validForDays: 7 } });
    const given = await answer(consent.id, 'accept');
    expect(code(given)).to.equal('200 GIVEN');
    expect(given.body.items.map((item: Json) => item.documentId)).to.deep.equal([best.id]);
    expect(given.body.items[0]).to.include({ version: 1, sha256: best.versions[0].sha256 });
    expect(Date.parse(given.body.expiresAt) - Date.parse(given.body.decidedAt)).to.equal(days(7));
  });

  it('accept without a body is accept with an empty one', async () => {
    const { consent } = await request();
    expect(code(await tuyet.call('POST', `${path}/${consent.id}/accept`))).to.equal('200 GIVEN');
  });

  it('accept takes the documents that it names, and no other', async () => {
    const { id, consent } = await request();
    const given = await answer(consent.id, 'accept', { documentIds: [older.id, older.id] });
    expect(given.body.items.map((item: Json) => item.documentId)).to.deep.equal([older.id]);
    const seen = (await partner.call('GET', `/api/v1/evidence-requests/${id}`)).body;
    expect(seen.items.map((item: Json) => item.documentId)).to.deep.equal([older.id]);
  });

  it('accept refuses documents that were not offered, and decides nothing', async () => {
    const { consent } = await request();
    const foreign = (await duc.upload('/api/v1/me/documents', { typeCode: 'LAND_CERTIFICATE' }, pdfPaper()))
      .body;
    const own = (await tuyet.upload('/api/v1/me/documents', { typeCode: 'OTHER' }, pdfPaper())).body;
    for (const [body, pointer] of [
      [{ documentIds: [foreign.id] }, '/documentIds/0'],
      [{ documentIds: [best.id, best.id, own.id] }, '/documentIds/2'],
      [{ documentIds: [randomUUID()] }, '/documentIds/0'],
      [{ documentIds: [] }, '/documentIds'],
      [{ documentIds: 'x' }, '/documentIds'],
      [{ documentIds: ['x'] }, '/documentIds/0'],
      [{ all: true }, '/all'],
    ] as const) {
      const refused = await answer(consent.id, 'accept', body);
      expect(code(refused)).to.equal('422 VALIDATION_FAILED');
      expect(refused.body.errors.map((fault: Json) => fault.pointer)).to.deep.equal([pointer]);
    }
    expect(await state(consent.id)).to.equal('REQUESTED');
  });

  it('a document deleted since is not offered any more', async () => {
    const gone = await comparedPaper(tuyet, ha);
    const { consent } = await request();
    await tuyet.call('DELETE', `/api/v1/me/documents/${gone.id}`);
    expect(code(await answer(consent.id, 'accept', { documentIds: [gone.id] }))).to.equal(
      '422 VALIDATION_FAILED',
    );
    expect((await answer(consent.id, 'accept')).body.items[0].documentId).to.equal(best.id);
  });

  it('the same decision again is the same answer; a contrary one is refused', async () => {
    const [given, denied, withdrawn] = [await request(), await request(), await request()];
    const first = await answer(given.consent.id, 'accept', { documentIds: [older.id] });
    expect((await answer(given.consent.id, 'accept')).body).to.deep.equal(first.body);
    expect((await answer(given.consent.id, 'accept', { documentIds: [older.id] })).body).to.deep.equal(
      first.body,
    );
    expect(code(await answer(given.consent.id, 'accept', { documentIds: [best.id] }))).to.equal(
      '409 CONSENT_ALREADY_DECIDED',
    );
    expect(code(await answer(given.consent.id, 'deny'))).to.equal('409 CONSENT_ALREADY_DECIDED');

    expect(code(await answer(denied.consent.id, 'deny'))).to.equal('200 DENIED');
    expect(code(await answer(denied.consent.id, 'deny'))).to.equal('200 DENIED');
    expect(code(await answer(denied.consent.id, 'accept'))).to.equal('409 CONSENT_ALREADY_DECIDED');
    expect(code(await answer(denied.consent.id, 'withdraw'))).to.equal('409 CONSENT_ALREADY_DECIDED');

    await answer(withdrawn.consent.id, 'accept');
    expect(code(await answer(withdrawn.consent.id, 'withdraw'))).to.equal('200 WITHDRAWN');
    expect(code(await answer(withdrawn.consent.id, 'withdraw'))).to.equal('200 WITHDRAWN');
    expect(code(await answer(withdrawn.consent.id, 'accept'))).to.equal('409 CONSENT_ALREADY_DECIDED');
    expect(code(await answer(withdrawn.consent.id, 'deny'))).to.equal('409 CONSENT_ALREADY_DECIDED');
    const types = (await partner.call('GET', '/api/v1/consent-events?limit=100')).body.items
      .filter((event: Json) => event.consentId === withdrawn.consent.id)
      .map((event: Json) => event.type);
    expect(types).to.deep.equal(['accepted', 'withdrawn']);
  });

  it('of accept and deny at once one decides', async () => {
    const { consent } = await request();
    const answers = await Promise.all([answer(consent.id, 'accept'), answer(consent.id, 'deny')]);
    const codes = answers.map(code);
    expect(codes.filter((one) => one === '409 CONSENT_ALREADY_DECIDED')).to.have.length(1);
    expect(await state(consent.id)).to.be.oneOf(['GIVEN', 'DENIED']);
  });

  it('undecided for 14 days, or given and past its days, is EXPIRED and cannot be decided', async () => {
    const [undecided, given] = [await request(), await request({ use: { validForDays: 2 } })];
    await answer(given.consent.id, 'accept');
    const soon = await later(days(3));
    expect((await soon.call('GET', `${path}/${given.consent.id}`)).body.state).to.equal('EXPIRED');
    expect((await soon.call('GET', `${path}/${undecided.consent.id}`)).body.state).to.equal('REQUESTED');
    expect(code(await answer(given.consent.id, 'withdraw', {}, soon))).to.equal(
      '409 CONSENT_ALREADY_DECIDED',
    );
    const listed = (await soon.call('GET', `${path}?state=EXPIRED`)).body.items.map((one: Json) => one.id);
    expect(listed).to.deep.equal([given.consent.id]);
    const late = await later(days(14) + 60_000);
    for (const verb of ['accept', 'deny', 'withdraw']) {
      expect(code(await answer(undecided.consent.id, verb, {}, late))).to.equal(
        '409 CONSENT_ALREADY_DECIDED',
      );
    }
    expect((await late.call('GET', `${path}/${undecided.consent.id}`)).body.state).to.equal('EXPIRED');
  });

  it('a used-up one is USED_UP', async () => {
    const asked = await request({ use: { maxReads: 1 } });
    await answer(asked.consent.id, 'accept');
    const ready = (await partner.call('GET', `/api/v1/evidence-requests/${asked.id}`)).body;
    expect((await partner.bytes(contentPath(ready))).status).to.equal(200);
    expect(await state(asked.consent.id)).to.equal('USED_UP');
    expect(code(await answer(asked.consent.id, 'withdraw'))).to.equal('409 CONSENT_ALREADY_DECIDED');
  });

  it('the list is newest first, by state and by page', async () => {
    const all = (await tuyet.call('GET', `${path}?limit=100`)).body.items;
    const times = all.map((one: Json) => Date.parse(one.requestedAt));
    expect(times).to.deep.equal(times.toSorted((a: number, b: number) => b - a));
    for (const wanted of ['REQUESTED', 'GIVEN', 'DENIED', 'WITHDRAWN', 'USED_UP']) {
      const { items } = (await tuyet.call('GET', `${path}?limit=100&state=${wanted}`)).body;
      expect(
        items.map((one: Json) => one.id),
        wanted,
      ).to.deep.equal(all.filter((one: Json) => one.state === wanted).map((one: Json) => one.id));
      expect(items.length, wanted).to.be.greaterThan(0);
    }
    const first = (await tuyet.call('GET', `${path}?limit=2`)).body;
    const next = (await tuyet.call('GET', `${path}?limit=2&after=${first.next}`)).body;
    expect([...first.items, ...next.items].map((one: Json) => one.id)).to.deep.equal(
      all.slice(0, 4).map((one: Json) => one.id),
    );
    for (const [query, pointer] of [
      ['state=X', '?state'],
      ['limit=0', '?limit'],
      ['after=x', '?after'],
      ['la=1', '?la'],
    ]) {
      const refused = await tuyet.call('GET', `${path}?${query}`);
      expect([code(refused), refused.body.errors[0].pointer]).to.deep.equal([
        '422 VALIDATION_FAILED',
        pointer,
      ]);
    }
  });

  it('of another owner is 404 to see and to decide', async () => {
    const { consent } = await request();
    expect(code(await duc.call('GET', `${path}/${consent.id}`))).to.equal('404 CONSENT_NOT_FOUND');
    for (const verb of ['accept', 'deny', 'withdraw']) {
      expect(code(await answer(consent.id, verb, { la: 1 }, duc))).to.equal('404 CONSENT_NOT_FOUND');
    }
    expect((await duc.call('GET', path)).body.items).to.deep.equal([]);
    expect(await state(consent.id)).to.equal('REQUESTED');
  });

  it('an account of level 1 shares nothing, but may refuse', async () => {
    const low = await signIn(service.url, 'low');
    const dossier = await openDossier(partner, '1.001699', personalIds.low);
    const asked = await ask(partner, dossier, { componentCode: await sensitiveComponent() });
    expect(asked.state).to.equal('CONSENT_REQUIRED');
    expect(code(await answer(asked.consent.id, 'accept', {}, low))).to.equal('403 LEVEL_TOO_LOW');
    expect((await low.call('GET', `${path}/${asked.consent.id}`)).body.state).to.equal('REQUESTED');
    expect(code(await answer(asked.consent.id, 'deny', {}, low))).to.equal('200 DENIED');
  });

  it('accept with nothing that fits is 409 NOTHING_TO_SHARE', async () => {
    const dossier = await openDossier(partner, '1.001699');
    const asked = await ask(partner, dossier, { componentCode: await sensitiveComponent() });
    expect(code(await answer(asked.consent.id, 'accept'))).to.equal('409 NOTHING_TO_SHARE');
  });

  it('accepting leaves no line in the log', async () => {
    const { consent } = await request();
    const lines = async () => (await tuyet.call('GET', '/api/v1/me/accesses?limit=1')).body.items[0].id;
    const before = await lines();
    await answer(consent.id, 'accept');
    expect(await lines()).to.equal(before);
  });

  async function sensitiveComponent(): Promise<string> {
    const { components } = (await partner.call('GET', '/api/v1/directory/procedures/1.001699')).body;
    return components.find((one: Json) =>
      one.accepts.some((type: Json) => type.typeCode === 'MEDICAL_RECORDS'),
    ).componentCode;
  }
});
