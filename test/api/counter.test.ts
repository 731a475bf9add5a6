import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { newId } from '../../src/platform/ids.js';
import { dossierCode, dossierFor, pdfPaper, personalIds } from '../support/papers.js';
import { makePartner, type Partner } from '../support/partner.js';
import { type Json, type Person, signIn } from '../support/person.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';

const documents = '/api/v1/me/documents';
const comparisons = '/api/v1/staff/comparisons';

describe('comparing at the counter', function () {
  this.timeout(60_000);
  let world: World;
  let service: RunningService;
  let tuyet: Person;
  let ha: Person;
  let quang: Person;
  let partner: Partner;

  before(async () => {
    world = await makeWorld();
    service = await world.start();
    tuyet = await signIn(service.url, 'tuyet');
    ha = await signIn(service.url, 'ha', 'staff');
    quang = await signIn(service.url, 'quang', 'staff');
    partner = await makePartner(service);
  });
  after(() => world?.end());

  const code = ({ status, body }: { status: number; body: Json }) => `${status} ${body.code}`;
  const add = async (): Promise<Json> =>
    (await tuyet.upload(documents, { typeCode: 'LAND_CERTIFICATE', number: '1' }, pdfPaper())).body;
  const get = async (id: string): Promise<Json> => (await tuyet.call('GET', `${documents}/${id}`)).body;
  /** A dossier for a certified copy, looked up by its clerk. */
  const lookUp = async (clerk = ha): Promise<Json> => {
    const dossier = dossierCode('H09.27');
    await clerk.call('PUT', `/api/v1/staff/dossiers/${dossier}`, dossierFor('2.000815'));
    const asked = await clerk.call('POST', '/api/v1/staff/evidence-requests', {
      dossierCode: dossier,
      componentCode: 'BAN_CHINH',
      basis: 'STATUTORY_DUTY',
    });
    expect(asked.body.state, JSON.stringify(asked.body)).to.equal('READY');
    return asked.body;
  };
  const compare = (
    request: Json,
    documentId: string,
    more: Record<string, unknown> = {},
    clerk = ha,
    headers = {},
  ) =>
    clerk.call(
      'POST',
      comparisons,
      { evidenceRequestId: request.id, documentId, version: 1, outcome: 'MATCHES', ...more },
      headers,
    );
  const lastLine = async (): Promise<Json> =>
    (await tuyet.call('GET', '/api/v1/me/accesses?limit=1')).body.items[0];

  it('a match raises the version to PHOTO_COMPARED, with who and when, and leaves a line', async () => {
    const document = await add();
    const request = await lookUp();
    const made = await compare(request, document.id, { note: 'Khớp' });
    expect(made.status, JSON.stringify(made.body)).to.equal(201);
    expect(made.body).to.include({ documentId: document.id, version: 1, outcome: 'MATCHES' });
    const { versions, trustClass } = await get(document.id);
    expect(trustClass).to.equal('PHOTO_COMPARED');
    expect(versions[0].comparedBy).to.deep.equal({
      name: 'Lê Thu Hà',
      position: 'Công chức tiếp nhận',
      agency: 'H09.27',
      at: made.body.at,
    });
    expect(await lastLine()).to.include({
      action: 'COMPARE',
      outcome: 'ALLOWED',
      documentId: document.id,
      version: 1,
      dossierCode: request.dossierCode,
    });
    const kept = await service.connection.collection<Json>('comparisons').findOne({ _id: made.body.id });
    expect(kept).to.include({ outcome: 'MATCHES', note: 'Khớp', dossierCode: request.dossierCode });
  });

  for (const outcome of ['DIFFERS', 'NO_ORIGINAL']) {
    it(`${outcome} is kept and logged, and raises nothing`, async () => {
      const document = await add();
      const made = await compare(await lookUp(), document.id, { outcome });
      expect(made.status).to.equal(201);
      expect(await get(document.id)).to.deep.equal(document);
      expect(await lastLine()).to.include({ action: 'COMPARE', outcome: 'ALLOWED', documentId: document.id });
      expect((await tuyet.call('PATCH', `${documents}/${document.id}`, { number: '2' })).status).to.equal(
        200,
      );
    });
  }

  it('facts that the owner changed in between are not vouched for: 409 DOCUMENT_CHANGED', async () => {
    const document = await add();
    const request = await lookUp();
    await tuyet.call('PATCH', `${documents}/${document.id}`, { number: '2' });
    expect(code(await compare(request, document.id))).to.equal('409 DOCUMENT_CHANGED');
    expect((await get(document.id)).trustClass).to.equal('SELF_UPLOADED');
    expect(await lastLine()).to.include({
      action: 'COMPARE',
      outcome: 'REFUSED',
      refusalCode: 'DOCUMENT_CHANGED',
    });
    expect(
      await service.connection.collection('comparisons').countDocuments({ documentId: document.id }),
    ).to.equal(0);
    expect((await compare(await lookUp(), document.id)).status).to.equal(201);
  });

  it('a title that changed in between is no fact', async () => {
    const document = await add();
    const request = await lookUp();
    await tuyet.call('PATCH', `${documents}/${document.id}`, { title: 'Tên khác' });
    expect((await compare(request, document.id)).status).to.equal(201);
  });

  it('of a match and a change of facts at once, what is vouched for is what was shown', async () => {
    const document = await add();
    const request = await lookUp();
    const [compared, changed] = await Promise.all([
      compare(request, document.id),
      tuyet.call('PATCH', `${documents}/${document.id}`, { number: '2' }),
    ]);
    expect(`${compared.status} ${changed.status}`).to.be.oneOf(['201 409', '409 200']);
    const now = await get(document.id);
    if (compared.status === 201) expect([now.trustClass, now.number]).to.deep.equal(['PHOTO_COMPARED', '1']);
    else expect([now.trustClass, now.number]).to.deep.equal(['SELF_UPLOADED', '2']);
  });

  it('another version than the one shown is 409, a version added since does not matter', async () => {
    const document = await add();
    const request = await lookUp();
    expect(code(await compare(request, document.id, { version: 2 }))).to.equal('409 HASH_MISMATCH');
    await tuyet.upload(`${documents}/${document.id}/versions`, {}, pdfPaper());
    expect((await compare(request, document.id)).status).to.equal(201);
    const now = await get(document.id);
    expect(now.versions.map((version: Json) => version.trustClass)).to.deep.equal([
      'PHOTO_COMPARED',
      'SELF_UPLOADED',
    ]);
    expect(now.trustClass).to.equal('SELF_UPLOADED');
  });

  it('a request of another clerk, or of a partner, is 404, and so is an absent one', async () => {
    const document = await add();
    const request = await lookUp();
    expect(code(await compare(request, document.id, {}, quang))).to.equal('404 EVIDENCE_REQUEST_NOT_FOUND');
    expect(code(await compare({ id: randomUUID() }, document.id))).to.equal('404 EVIDENCE_REQUEST_NOT_FOUND');
    expect(code(await compare(request, randomUUID()))).to.equal('404 DOCUMENT_NOT_FOUND');
    const mine = await lookUp(quang);
    expect((await compare(mine, document.id, {}, quang)).status).to.equal(201);
    expect((await get(document.id)).versions[0].comparedBy.name).to.equal('Võ Minh Quang');
  });

  it('administrators, inspectors, owners and partners compare nothing', async () => {
    const document = await add();
    const request = await lookUp();
    for (const key of ['mai', 'son']) {
      expect(code(await compare(request, document.id, {}, await signIn(service.url, key, 'staff')))).to.equal(
        '403 ROLE_MISSING',
      );
    }
    expect(code(await compare(request, document.id, {}, tuyet))).to.equal('403 ROLE_MISSING');
    expect(code(await partner.call('POST', comparisons, {}))).to.equal('403 ROLE_MISSING');
  });

  it('of a dossier that is closed, or a document that is gone, is refused and logged', async () => {
    const [closed, gone] = [await add(), await add()];
    const [first, second] = [await lookUp(), await lookUp()];
    await partner.call('PATCH', `/api/v1/dossiers/${first.dossierCode}`, { status: 8 });
    expect(code(await compare(first, closed.id))).to.equal('409 DOSSIER_CLOSED');
    expect(await lastLine()).to.include({
      outcome: 'REFUSED',
      refusalCode: 'DOSSIER_CLOSED',
      documentId: closed.id,
    });
    await tuyet.call('DELETE', `${documents}/${gone.id}`);
    expect(code(await compare(second, gone.id))).to.equal('410 DOCUMENT_DELETED');
  });

  it('bad bodies are refused field by field', async () => {
    const refused = await ha.call('POST', comparisons, {
      evidenceRequestId: 'x',
      version: 0,
      outcome: 'YES',
      la: 1,
    });
    expect(code(refused)).to.equal('422 VALIDATION_FAILED');
    expect(refused.body.errors.map((fault: Json) => fault.pointer)).to.have.members([
      '/evidenceRequestId',
      '/documentId',
      '/version',
      '/outcome',
      '/la',
    ]);
  });

  it('the same Idempotency-Key compares once', async () => {
    const document = await add();
    const request = await lookUp();
    const key = { 'idempotency-key': randomUUID() };
    const first = await compare(request, document.id, {}, ha, key);
    const again = await compare(request, document.id, {}, ha, key);
    expect([again.status, again.body]).to.deep.equal([201, first.body]);
    expect(
      await service.connection.collection('comparisons').countDocuments({ documentId: document.id }),
    ).to.equal(1);
    expect(code(await compare(request, document.id, { outcome: 'DIFFERS' }, ha, key))).to.equal(
      '422 IDEMPOTENCY_KEY_REUSED',
    );
  });

  it('the paper put in last is among the items, even behind fifty of a better class', async () => {
    const duc = await signIn(service.url, 'duc');
    const records = service.connection.collection<Json>('documents');
    const put = async (): Promise<string> =>
      (await duc.upload(documents, { typeCode: 'OTHER' }, pdfPaper())).body.id;
    const better = await records.findOne({ _id: await put() });
    const copies = Array.from({ length: 60 }, () => {
      const { livingUpload: _living, versions, ...rest } = better ?? {};
      return { ...rest, _id: newId(), versions: [{ ...versions[0], trustClass: 'PHOTO_COMPARED' }] };
    });
    await records.insertMany(copies);
    const last = await put();
    const dossier = dossierCode('H09.27');
    await ha.call('PUT', `/api/v1/staff/dossiers/${dossier}`, dossierFor('2.000815', personalIds.duc));
    const { items } = (
      await ha.call('POST', '/api/v1/staff/evidence-requests', {
        dossierCode: dossier,
        componentCode: 'BAN_CHINH',
        basis: 'STATUTORY_DUTY',
      })
    ).body;
    expect(items).to.have.length(50);
    expect(items.at(-1)).to.include({ trustClass: 'SELF_UPLOADED' });
    expect(items.map((item: Json) => item.documentId)).to.include(last);
    const classes = items.map((item: Json) => item.trustClass);
    expect(classes.lastIndexOf('PHOTO_COMPARED'), 'best class first').to.be.lessThan(
      classes.indexOf('SELF_UPLOADED'),
    );
  });

  it('a clerk reads the bytes of what she looked up, and each look has its line', async () => {
    const document = await add();
    const request = await lookUp();
    const read = await ha.bytes(`/api/v1/staff/evidence-requests/${request.id}/items/${document.id}/content`);
    expect(read.status).to.equal(200);
    expect(await lastLine()).to.include({ action: 'READ_CONTENT', documentId: document.id, version: 1 });
    const cited = await ha.call('POST', '/api/v1/staff/citations', {
      evidenceRequestId: request.id,
      documentId: document.id,
      version: 1,
      sha256: document.versions[0].sha256,
    });
    expect(cited.status, JSON.stringify(cited.body)).to.equal(201);
    expect(await lastLine()).to.include({ action: 'CITE', documentId: document.id });
  });
});
