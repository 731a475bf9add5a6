import { expect } from 'chai';
import { agreed, ask, comparedPaper, openDossier } from '../support/main-job.js';
import { dossierCode, dossierFor, officer, pdfPaper, purpose } from '../support/papers.js';
import { makePartner, type Partner } from '../support/partner.js';
import { type ApiAnswer, type Json, type Person, signIn } from '../support/person.js';
import { deposited, releasedResult, settle } from '../support/results.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';

const path = '/api/v1/evidence-requests';
const byDuty = { basis: 'STATUTORY_DUTY', legalGround: 'Luật Cư trú 2020, Điều 20' };
const dwelling = { componentCode: 'CHO_O_HOP_PHAP' };
/** Nobody of the development e-ID's: owners that never sign in. */
let nobody = 999_300_100_000;
const newOwner = () => String((nobody += 1));

describe('evidence requests', function () {
  this.timeout(60_000);
  let world: World;
  let service: RunningService;
  let partner: Partner;
  let tuyet: Person;
  let ha: Person;
  before(async () => {
    world = await makeWorld();
    service = await world.start();
    partner = await makePartner(service);
    [tuyet, ha] = [await signIn(service.url, 'tuyet'), await signIn(service.url, 'ha', 'staff')];
  });
  after(() => world.end());

  const seen = (answer: ApiAnswer<Json>) => [answer.status, answer.body.code];
  const lookUp = async (
    personalId: string,
    more: Json = byDuty,
    procedureCode = '1.004222',
    submittedOn = '2025-11-25',
  ) => {
    const code = dossierCode();
    const opened = await partner.call(
      'PUT',
      `/api/v1/dossiers/${code}`,
      dossierFor(procedureCode, personalId, { submittedOn }),
    );
    expect(opened.status, JSON.stringify(opened.body)).to.equal(201);
    return ask(partner, code, more);
  };
  const post = (code: string, more: Json, by = partner) =>
    by.call('POST', path, { dossierCode: code, ...dwelling, basis: 'CONSENT', purpose, officer, ...more });
  const lines = async (limit = 1): Promise<Json[]> =>
    (await tuyet.call('GET', `/api/v1/me/accesses?limit=${limit}`)).body.items;

  describe('by duty', () => {
    it('READY: every match with its facts, the best class first, then the newest', async () => {
      const owner = newOwner();
      const older = await releasedResult(partner, { number: 'CS 1' }, owner);
      const newer = await releasedResult(partner, { number: 'CS 2', validTo: '2030-01-01' }, owner);
      const ready = await lookUp(owner);
      expect(ready.state).to.equal('READY');
      expect(ready).to.not.have.any.keys('consent', 'reasons');
      expect(ready.items.map((item: Json) => item.documentId)).to.deep.equal([
        newer.documentId,
        older.documentId,
      ]);
      expect(ready.items[0]).to.include({
        version: 1,
        mediaType: 'application/pdf',
        typeCode: 'LAND_CERTIFICATE',
        number: 'CS 2',
        issuedOn: '2025-01-10',
        validTo: '2030-01-01',
        trustClass: 'AGENCY_DEPOSITED',
      });
      expect(ready.items[0].issuer.name).to.equal('Sở Nông nghiệp và Môi trường');
      const facts =
        'documentId version sha256 sizeBytes mediaType typeCode number issuer issuedOn validTo trustClass';
      expect(ready.items[0]).to.have.all.keys(facts.split(' '));
    });

    it('an agency’s older deposit stands before a newer compared photo', async () => {
      const deposit = await releasedResult(partner);
      const compared = await comparedPaper(tuyet, ha);
      const ready = await ask(partner, await openDossier(partner), byDuty);
      expect(ready.items.map((item: Json) => [item.documentId, item.trustClass]).slice(0, 2)).to.deep.equal([
        [deposit.documentId, 'AGENCY_DEPOSITED'],
        [compared.id, 'PHOTO_COMPARED'],
      ]);
    });

    it('NO_MATCH tells the nearest miss of each type, and never which documents', async () => {
      const owner = newOwner();
      const none = await lookUp(owner);
      expect(none).to.deep.include({ state: 'NO_MATCH', items: [] });
      expect(none.reasons).to.deep.equal([
        { typeCode: 'LAND_CERTIFICATE', code: 'NONE_HELD' },
        { typeCode: 'DWELLING_CONTRACT', code: 'NONE_HELD' },
      ]);
      await releasedResult(partner, { typeCode: 'DWELLING_CONTRACT', validTo: '2025-11-24' }, owner);
      expect((await lookUp(owner)).reasons).to.deep.equal([
        { typeCode: 'LAND_CERTIFICATE', code: 'NONE_HELD' },
        { typeCode: 'DWELLING_CONTRACT', code: 'EXPIRED' },
      ]);
    });

    it('a paper that nobody compared is TRUST_TOO_LOW', async () => {
      const duc = await signIn(service.url, 'duc');
      const own = await duc.upload('/api/v1/me/documents', { typeCode: 'LAND_CERTIFICATE' }, pdfPaper());
      expect(own.status).to.equal(201);
      const told = await lookUp('999085000002');
      expect(told.reasons[0]).to.deep.equal({ typeCode: 'LAND_CERTIFICATE', code: 'TRUST_TOO_LOW' });
      expect(JSON.stringify(told)).to.not.contain(own.body.id);
    });

    it('validity is judged on the day of submission, not today', async () => {
      const owner = newOwner();
      await releasedResult(
        partner,
        { typeCode: 'DWELLING_CONTRACT', issuedOn: '2019-01-01', validTo: '2020-06-30' },
        owner,
      );
      expect((await lookUp(owner, byDuty, '1.004222', '2020-06-30')).state).to.equal('READY');
      expect((await lookUp(owner, byDuty, '1.004222', '2020-07-01')).state).to.equal('NO_MATCH');
    });

    it('what is not released, revoked or deleted never matches', async () => {
      const owner = newOwner();
      const result = await deposited(partner, await openDossier(partner, '1.013229', owner));
      expect((await lookUp(owner)).reasons[0].code).to.equal('NONE_HELD');
      await settle(partner, result);
      expect((await lookUp(owner)).state).to.equal('READY');
      await settle(partner, result, 'revoke');
      expect((await lookUp(owner)).reasons[0].code).to.equal('NONE_HELD');

      const paper = await tuyet.upload('/api/v1/me/documents', { typeCode: 'DIPLOMA' }, pdfPaper());
      const copy = { ...byDuty, componentCode: 'BAN_CHINH' };
      const holds = async () =>
        (await lookUp('999190000001', copy, '2.000815')).items.some(
          (item: Json) => item.documentId === paper.body.id,
        );
      expect(await holds()).to.equal(true);
      expect((await tuyet.call('DELETE', `/api/v1/me/documents/${paper.body.id}`)).status).to.equal(204);
      expect(await holds()).to.equal(false);
    });

    it('a ground is needed, and the log shows the catalogue’s beside the caller’s', async () => {
      const code = await openDossier(partner);
      const without = await post(code, { basis: 'STATUTORY_DUTY' });
      expect(without.body.errors).to.have.length(1);
      expect(without.body.errors[0]).to.include({ pointer: '/legalGround', code: 'MISSING' });
      expect((await post(code, { ...byDuty, legalGround: ' ' })).status).to.equal(422);
      await ask(partner, code, byDuty);
      expect((await lines())[0]).to.deep.include({
        action: 'LOOK_UP',
        outcome: 'ALLOWED',
        basis: 'STATUTORY_DUTY',
        legalGround: byDuty.legalGround,
        catalogueGround: 'Luật 91/2025/QH15, Điều 19(1)(c)',
        dossierCode: code,
        procedureCode: '1.004222',
        componentCode: 'CHO_O_HOP_PHAP',
        purpose,
        consentId: null,
        documentId: null,
        version: null,
      });
    });
  });

  describe('by consent', () => {
    it('tell nothing but the state before the owner has decided', async () => {
      await comparedPaper(tuyet, ha);
      const request = await ask(partner, await openDossier(partner));
      expect(request).to.deep.include({ state: 'CONSENT_REQUIRED', items: [] });
      expect(request).to.not.have.property('reasons');
      expect(request.consent.state).to.equal('REQUESTED');
      expect(Date.parse(request.consent.expiresAt) - Date.parse(request.createdAt)).to.be.closeTo(
        14 * 86_400_000,
        5000,
      );
      const again = (await partner.call('GET', `${path}/${request.id}`)).body;
      expect(again).to.deep.equal(request);
    });

    it('NO_MATCH comes without reasons, which would tell what exists', async () => {
      const owner = newOwner();
      await releasedResult(partner, { typeCode: 'DWELLING_CONTRACT', validTo: '2025-11-24' }, owner);
      const none = await lookUp(owner, {});
      expect(none).to.deep.include({ state: 'NO_MATCH', items: [] });
      expect(none).to.not.have.any.keys('reasons', 'consent');
    });

    it('for sensitive types consent is always asked for, held or not, and the answers look alike', async () => {
      const health = { componentCode: 'KHAM_SUC_KHOE' };
      const holder = newOwner();
      await releasedResult(partner, { typeCode: 'DRIVER_HEALTH_CERTIFICATE' }, holder);
      const [held, bare] = [
        await lookUp(holder, health, 'GPLX-DOI'),
        await lookUp(newOwner(), health, 'GPLX-DOI'),
      ];
      for (const told of [held, bare]) {
        expect(told).to.deep.include({ state: 'CONSENT_REQUIRED', items: [] });
        expect(told).to.not.have.property('reasons');
        const early = await partner.call('GET', `${path}/${told.id}/items/${told.id}`);
        expect(seen(early)).to.deep.equal([403, 'CONSENT_REQUIRED']);
      }
      expect(Object.keys(held)).to.deep.equal(Object.keys(bare));
    });

    it('what came after the asking is not part of it: matching happens once', async () => {
      const before = await comparedPaper(tuyet, ha);
      const request = await ask(partner, await openDossier(partner));
      const later = await comparedPaper(tuyet, ha);
      const offered = (await tuyet.call('GET', `/api/v1/me/consents/${request.consent.id}`)).body.documents;
      const ids = offered.map((entry: Json) => entry.documentId);
      expect(ids).to.include(before.id);
      expect(ids).to.not.include(later.id);
    });

    it('after consent exactly what was agreed to is told', async () => {
      const paper = await comparedPaper(tuyet, ha);
      const request = await ask(partner, await openDossier(partner));
      await tuyet.call('POST', `/api/v1/me/consents/${request.consent.id}/accept`, {
        documentIds: [paper.id],
      });
      const ready = (await partner.call('GET', `${path}/${request.id}`)).body;
      expect(ready.state).to.equal('READY');
      expect(ready.items.map((item: Json) => item.documentId)).to.deep.equal([paper.id]);
    });

    it('without limits: any number of reads, 30 days from the acceptance', async () => {
      await comparedPaper(tuyet, ha);
      const ready = await agreed(partner, tuyet);
      const consent = (await partner.call('GET', `/api/v1/consents/${ready.consent.id}`)).body;
      expect(consent.use).to.deep.equal({ maxReads: null, validForDays: 30, reads: 0 });
      expect(Date.parse(consent.expiresAt) - Date.parse(consent.decidedAt)).to.equal(30 * 86_400_000);
    });

    for (const [what, use, pointer] of [
      ['no read at all', { maxReads: 0 }, '/use/maxReads'],
      ['half a read', { maxReads: 1.5 }, '/use/maxReads'],
      ['reads as text', { maxReads: '1' }, '/use/maxReads'],
      ['no day', { validForDays: 0 }, '/use/validForDays'],
      ['more days than ten years', { validForDays: 3651 }, '/use/validForDays'],
      ['a word of no meaning', { forever: true }, '/use/forever'],
    ] as const) {
      it(`a use of ${what} is refused`, async () => {
        const answer = await post(await openDossier(partner), { use });
        expect(seen(answer)).to.deep.equal([422, 'VALIDATION_FAILED']);
        expect(answer.body.errors.map((fault: Json) => fault.pointer)).to.deep.equal([pointer]);
      });
    }
  });

  describe('are refused', () => {
    it('on a basis that the catalogue does not allow, which the owner reads', async () => {
      for (const [procedure, component] of [
        ['GPLX-DOI', 'KHAM_SUC_KHOE'],
        ['1.001612', 'UY_QUYEN'],
        ['1.004222', 'CT01'],
      ] as const) {
        const code = await openDossier(partner, procedure);
        const refused = await post(code, { ...byDuty, componentCode: component });
        expect(seen(refused), component).to.deep.equal([422, 'BASIS_NOT_ALLOWED']);
        expect((await lines())[0]).to.include({
          action: 'LOOK_UP',
          outcome: 'REFUSED',
          refusalCode: 'BASIS_NOT_ALLOWED',
          dossierCode: code,
          componentCode: component,
          legalGround: byDuty.legalGround,
          catalogueGround: null,
          documentId: null,
        });
      }
    });

    it('for a procedure outside the client’s, on either basis, which the owner reads', async () => {
      const narrow = await makePartner(service, { procedures: ['1.013229'] });
      const code = await openDossier(narrow);
      for (const more of [byDuty, { basis: 'CONSENT' }]) {
        expect(seen(await post(code, more, narrow))).to.deep.equal([422, 'BASIS_NOT_ALLOWED']);
        expect((await lines())[0]).to.include({ outcome: 'REFUSED', basis: more.basis });
      }
      expect((await lines())[0].catalogueGround).to.equal(null);
      expect((await lines(2))[1].catalogueGround).to.equal('Luật 91/2025/QH15, Điều 19(1)(c)');
      const inside = await openDossier(narrow, '1.013229');
      expect((await post(inside, { ...byDuty, componentCode: 'QUYEN_SU_DUNG_DAT' }, narrow)).status).to.equal(
        201,
      );
    });

    it('with a way back that is not exactly one registered for the client', async () => {
      const code = await openDossier(partner);
      for (const returnUrl of [
        'https://dvc.example.vn/back/',
        'https://dvc.example.vn/back?x=1',
        'https://dvc.example.vn/back#x',
        'https://DVC.example.vn/back',
        'https://evil.example/back',
        'javascript:alert(1)',
        '',
      ]) {
        const refused = await post(code, { returnUrl });
        expect(seen(refused), returnUrl).to.deep.equal([422, 'VALIDATION_FAILED']);
        expect(refused.body.errors[0]).to.include({ pointer: '/returnUrl' });
      }
      expect((await post(code, { returnUrl: 'https://dvc.example.vn/back' })).status).to.equal(201);
    });

    it('without dossier, component, basis, purpose or officer in full, each with its pointer', async () => {
      const nothing = await partner.call('POST', path, {});
      expect(nothing.body.errors.map((fault: Json) => fault.pointer)).to.deep.equal([
        '/dossierCode',
        '/componentCode',
        '/basis',
        '/purpose',
        '/officer',
      ]);
      const code = await openDossier(partner);
      const empty = await post(code, { purpose: { code: ' ', text: '' }, officer: { id: '', name: '' } });
      expect(empty.body.errors.map((fault: Json) => fault.pointer)).to.have.members([
        '/purpose/code',
        '/purpose/text',
        '/officer/id',
        '/officer/name',
        '/officer/position',
      ]);
      const wrong = await post(code, { officer: { ...officer, kind: 'ROBOT' }, basis: 'BECAUSE' });
      expect(wrong.body.errors.map((fault: Json) => fault.pointer)).to.deep.equal([
        '/basis',
        '/officer/kind',
      ]);
    });

    it('for a component that is none of the procedure’s: nobody looks at an owner at large', async () => {
      const before = await lines();
      for (const componentCode of ['QUYEN_SU_DUNG_DAT', '*', 'LAND_CERTIFICATE']) {
        const refused = await post(await openDossier(partner), { ...byDuty, componentCode });
        expect(seen(refused)).to.deep.equal([422, 'VALIDATION_FAILED']);
        expect(refused.body.errors).to.have.length(1);
        expect(refused.body.errors[0]).to.include({ pointer: '/componentCode', code: 'UNKNOWN' });
      }
      expect(await lines()).to.deep.equal(before);
    });
  });

  describe('in the owner’s log', () => {
    it('leave one LOOK_UP line each, without a document, whatever was found; the actor is the officer', async () => {
      await comparedPaper(tuyet, ha);
      const states: string[] = [];
      for (const [procedure, more] of [
        ['1.004222', { ...dwelling, ...byDuty }],
        ['1.004222', { ...dwelling, basis: 'CONSENT' }],
        ['1.004222', { componentCode: 'QUAN_HE_NHAN_THAN', basis: 'CONSENT' }],
      ] as const) {
        const [last] = await lines();
        const request = await ask(partner, await openDossier(partner, procedure), {
          ...more,
          officer: { ...officer, kind: 'SYSTEM' },
        });
        states.push(request.state);
        const [line, before] = await lines(2);
        expect(before.id).to.equal(last.id);
        expect(line).to.include({ action: 'LOOK_UP', outcome: 'ALLOWED', documentId: null, version: null });
        expect(line.consentId, 'would say that something was found').to.equal(null);
        expect(line.actor).to.deep.equal({
          kind: 'CLIENT',
          name: officer.name,
          position: officer.position,
          agency: 'H09',
          client: 'HTTTGQTTHC Bình Dương',
        });
      }
      expect(states).to.deep.equal(['READY', 'CONSENT_REQUIRED', 'NO_MATCH']);
    });
  });

  it('are their asker’s alone: another client of the same agency gets 404', async () => {
    await comparedPaper(tuyet, ha);
    const request = await ask(partner, await openDossier(partner), byDuty);
    const other = await makePartner(service);
    const id = request.items[0].documentId;
    for (const tail of ['', `/items/${id}`, `/items/${id}/content`]) {
      const answer = await other.call('GET', `${path}/${request.id}${tail}`);
      expect(seen(answer), tail).to.deep.equal([404, 'EVIDENCE_REQUEST_NOT_FOUND']);
    }
    const clerk = await ha.call('GET', `/api/v1/staff/evidence-requests/${request.id}`);
    expect(seen(clerk)).to.deep.equal([404, 'EVIDENCE_REQUEST_NOT_FOUND']);
  });

  it('asked again with the same Idempotency-Key are the same request, one consent, one line', async () => {
    const code = await openDossier(partner);
    const headers = { 'idempotency-key': `k-${code}` };
    const body = { dossierCode: code, ...dwelling, basis: 'CONSENT', purpose, officer };
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => partner.call('POST', path, body, headers)),
    );
    const made = answers.filter((answer) => answer.status === 201);
    const running = answers.filter((answer) => answer.body.code === 'REQUEST_IN_PROGRESS');
    expect(made.length + running.length).to.equal(4);
    const replay = await partner.call('POST', path, body, headers);
    expect(replay.status).to.equal(201);
    expect(new Set([...made, replay].map((answer) => answer.body.id)).size).to.equal(1);
    expect((await lines(5)).filter((line) => line.dossierCode === code)).to.have.length(1);
    const other = await partner.call('POST', path, { ...body, componentCode: 'QUAN_HE_NHAN_THAN' }, headers);
    expect(seen(other)).to.deep.equal([422, 'IDEMPOTENCY_KEY_REUSED']);
  });
});

describe('evidence requests while the scanner does not answer', function () {
  this.timeout(30_000);
  let world: World;
  before(async () => {
    world = await makeWorld({ SCANNER: 'clamd', CLAMD_HOST: '127.0.0.1', CLAMD_PORT: '9' });
  });
  after(() => world.end());

  it('by duty LATER, without a word about the documents; by consent no LATER', async () => {
    const service = await world.start();
    const partner = await makePartner(service);
    const owner = newOwner();
    await releasedResult(partner, {}, owner);
    const code = await openDossier(partner, '1.004222', owner);
    const later = await ask(partner, code, byDuty);
    expect(later).to.deep.include({ state: 'LATER', items: [] });
    expect(later).to.not.have.any.keys('reasons', 'consent');
    expect((await ask(partner, code)).state).to.equal('NO_MATCH');
    const none = await ask(partner, code, { ...byDuty, componentCode: 'QUAN_HE_NHAN_THAN' });
    expect(none.state).to.equal('NO_MATCH');
  });

  it('what the scanner found infected in the end is as if it were not held', async () => {
    const service = await world.start();
    const partner = await makePartner(service);
    const owner = newOwner();
    const { documentId } = await releasedResult(partner, {}, owner);
    const documents = world.database.connection.collection<{ _id: string }>('documents');
    await documents.updateOne({ _id: documentId }, { $set: { 'versions.0.scan.state': 'INFECTED' } });
    const told = await ask(partner, await openDossier(partner, '1.004222', owner), byDuty);
    expect(told).to.deep.include({ state: 'NO_MATCH' });
    expect(told.reasons[0]).to.deep.equal({ typeCode: 'LAND_CERTIFICATE', code: 'NONE_HELD' });
  });
});
