import { expect } from 'chai';
import { makeDocumentsStore, makeLetThrough } from '../../src/documents/index.js';
import { ask } from '../support/main-job.js';
import { dossierCode, dossierFor, officer, personalIds, purpose } from '../support/papers.js';
import { makePartner, type Partner } from '../support/partner.js';
import { type ApiAnswer, type Json, type Person, signIn } from '../support/person.js';
import { deposited, settle } from '../support/results.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';

const byDuty = { basis: 'STATUTORY_DUTY', legalGround: 'Luật Cư trú 2020, Điều 20' };
const tuyetsName = 'Nguyễn Thị Ánh Tuyết';

describe('a dossier typed under another name than the e-ID’s', function () {
  this.timeout(60_000);
  let world: World;
  let service: RunningService;
  let partner: Partner;
  beforeEach(async () => {
    world = await makeWorld();
    service = await world.start();
    partner = await makePartner(service);
  });
  afterEach(() => world.end());

  const seen = (answer: ApiAnswer<Json>) => [answer.status, answer.body.code];
  const opened = async (
    told: { name?: string; birthDate?: string },
    procedureCode = '1.004222',
  ): Promise<string> => {
    const code = dossierCode();
    const owner = { kind: 'PERSONAL_ID', value: personalIds.tuyet, ...told };
    const put = await partner.call(
      'PUT',
      `/api/v1/dossiers/${code}`,
      dossierFor(procedureCode, undefined, { owner }),
    );
    expect(put.status, JSON.stringify(put.body)).to.equal(201);
    return code;
  };
  const released = async (told: { name?: string; birthDate?: string }): Promise<Json> => {
    const result = await deposited(partner, await opened(told));
    await settle(partner, result);
    return result;
  };
  const lookUp = (code: string) =>
    partner.call('POST', '/api/v1/evidence-requests', {
      dossierCode: code,
      componentCode: 'CHO_O_HOP_PHAP',
      purpose,
      officer,
      ...byDuty,
    });
  const listed = async (person: Person): Promise<string[]> =>
    (await person.call('GET', '/api/v1/me/documents')).body.items.map((document: Json) => document.id);
  const sees = async (person: Person, result: Json) => ({
    byId: (await person.call('GET', `/api/v1/me/documents/${result.documentId}`)).status === 200,
    inList: (await listed(person)).includes(result.documentId),
    inLog: (await person.call('GET', '/api/v1/me/accesses?limit=100')).body.items.some(
      (line: Json) => line.documentId === result.documentId,
    ),
  });
  const unseen = { byId: false, inList: false, inLog: false };
  const everywhere = { byId: true, inList: true, inLog: true };

  it('before the first sign-in: she signs in, her own name wins, what came under the other stays hidden', async () => {
    const wrong = await released({ name: 'Trần Thị Bông' });
    const right = await released({ name: tuyetsName, birthDate: '1990-03-15' });
    const tuyet = await signIn(service.url, 'tuyet');
    const session = (await tuyet.call('GET', '/api/v1/session')).body;
    expect(session.actor.name).to.equal(tuyetsName);
    expect(await sees(tuyet, wrong)).to.deep.equal(unseen);
    expect((await tuyet.bytes(`/api/v1/me/documents/${wrong.documentId}/content`)).status).to.equal(404);
    expect(await sees(tuyet, right)).to.deep.equal(everywhere);
    const found = await ask(partner, await opened({ name: tuyetsName }), byDuty);
    expect(found.items.map((item: Json) => item.documentId)).to.deep.equal([right.documentId]);
  });

  it('after the first sign-in: the same, and a release does not show it', async () => {
    const tuyet = await signIn(service.url, 'tuyet');
    const result = await deposited(partner, await opened({ name: 'Trần Thị Bông' }));
    expect((await settle(partner, result)).state).to.equal('RELEASED');
    expect(await sees(tuyet, result)).to.deep.equal(unseen);
    expect(await sees(await signIn(service.url, 'tuyet'), result)).to.deep.equal(unseen);
  });

  it('another birth date is another person’s, too', async () => {
    const tuyet = await signIn(service.url, 'tuyet');
    const result = await released({ name: tuyetsName, birthDate: '1955-01-01' });
    expect(await sees(tuyet, result)).to.deep.equal(unseen);
  });

  for (const name of [
    'NGUYỄN THỊ ÁNH TUYẾT',
    'nguyen thi anh tuyet',
    'Nguyễn  Thị Ánh\u00a0Tuyết',
    'Nguyễn Thị Ánh Tuyết'.normalize('NFD'),
    'NguyenThiAnhTuyet',
  ]) {
    it(`"${name}" is the same name: case, marks and spacing do not matter`, async () => {
      const before = await released({ name });
      const tuyet = await signIn(service.url, 'tuyet');
      const after = await released({ name });
      expect(await sees(tuyet, before)).to.deep.equal(everywhere);
      expect(await sees(tuyet, after)).to.deep.equal(everywhere);
      expect((await lookUp(await opened({ name }))).status).to.equal(201);
    });
  }

  it('nothing told contradicts nothing', async () => {
    const tuyet = await signIn(service.url, 'tuyet');
    expect(await sees(tuyet, await released({}))).to.deep.equal(everywhere);
  });

  it('is put right by opening it again with the right name, while it is open', async () => {
    await signIn(service.url, 'tuyet');
    const code = await opened({ name: 'Nguyễn Văn Khác' });
    expect(seen(await lookUp(code))).to.deep.equal([422, 'OWNER_MISMATCH']);
    const owner = { kind: 'PERSONAL_ID', value: personalIds.tuyet, name: tuyetsName };
    const again = await partner.call(
      'PUT',
      `/api/v1/dossiers/${code}`,
      dossierFor('1.004222', undefined, { owner }),
    );
    expect([again.status, again.body.owner.name]).to.deep.equal([200, tuyetsName]);
    expect((await lookUp(code)).status).to.equal(201);
    await partner.call('PATCH', `/api/v1/dossiers/${code}`, { status: 8 });
    const late = await partner.call(
      'PUT',
      `/api/v1/dossiers/${code}`,
      dossierFor('1.004222', undefined, { owner: { ...owner, name: 'Trần Thị Khác' } }),
    );
    expect([late.status, late.body.owner.name]).to.deep.equal([200, tuyetsName]);
  });

  it('by duty it may not be looked up: 422 OWNER_MISMATCH, which the owner reads', async () => {
    const tuyet = await signIn(service.url, 'tuyet');
    const code = await opened({ name: 'Trần Thị Bông' });
    expect(seen(await lookUp(code))).to.deep.equal([422, 'OWNER_MISMATCH']);
    const [line] = (await tuyet.call('GET', '/api/v1/me/accesses?limit=1')).body.items;
    expect(line).to.include({
      action: 'LOOK_UP',
      outcome: 'REFUSED',
      refusalCode: 'OWNER_MISMATCH',
      dossierCode: code,
    });
  });

  it('a look-up made before the e-ID told whose number it is gives nothing afterwards', async () => {
    await released({ name: tuyetsName });
    const request = (await lookUp(await opened({ name: 'Trần Thị Bông' }))).body;
    expect(request.state).to.equal('READY');
    const [item] = request.items;
    const path = `/api/v1/evidence-requests/${request.id}/items/${item.documentId}`;
    expect((await partner.call('GET', path)).status).to.equal(200);
    await signIn(service.url, 'tuyet');
    for (const tail of ['', '/content']) {
      expect(seen(await partner.call('GET', `${path}${tail}`))).to.deep.equal([422, 'OWNER_MISMATCH']);
    }
    const cited = await partner.call('POST', '/api/v1/citations', {
      evidenceRequestId: request.id,
      documentId: item.documentId,
      version: item.version,
      sha256: item.sha256,
    });
    expect(seen(cited)).to.deep.equal([422, 'OWNER_MISMATCH']);
  });

  it('what was put in while she signed in for the first time is held back at its release at the latest', async () => {
    const result = await deposited(partner, await opened({ name: 'Trần Thị Bông' }));
    const tuyet = await signIn(service.url, 'tuyet');
    // As if the deposit had been judged before that sign-in and written after it.
    await service.connection
      .collection<{ _id: string }>('documents')
      .updateOne({ _id: result.documentId }, { $set: { heldBack: false } });
    await settle(partner, result);
    expect(await sees(tuyet, result)).to.deep.equal(unseen);
  });

  it('an inspector’s word shows it from then on, also after further sign-ins; not before its release', async () => {
    const letThrough = makeLetThrough({ documents: makeDocumentsStore(service.connection) });
    const tuyet = await signIn(service.url, 'tuyet');
    const code = await opened({ name: 'Trần Thị Bông' });
    const [shown, hidden, revoked] = [
      await deposited(partner, code),
      await deposited(partner, code),
      await deposited(partner, code),
    ];
    await settle(partner, shown);
    await settle(partner, revoked, 'revoke');
    for (const result of [shown, hidden, revoked]) await letThrough(result.documentId);
    expect(await sees(tuyet, shown)).to.deep.equal(everywhere);
    expect(await sees(tuyet, hidden)).to.deep.equal(unseen);
    expect(await sees(tuyet, revoked)).to.deep.equal(unseen);
    await settle(partner, hidden);
    expect(await sees(await signIn(service.url, 'tuyet'), hidden)).to.deep.equal(everywhere);
    expect(await sees(tuyet, shown)).to.deep.equal(everywhere);
  });
});
