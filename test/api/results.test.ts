import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { ask, openDossier } from '../support/main-job.js';
import { pdfPaper } from '../support/papers.js';
import { makePartner, type Partner } from '../support/partner.js';
import { type ApiAnswer, type Json, type Person, signIn } from '../support/person.js';
import { deposited, resultFields, settle } from '../support/results.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';

const byDuty = { basis: 'STATUTORY_DUTY', legalGround: 'Luật Cư trú 2020, Điều 20' };

describe('results of dossiers', function () {
  this.timeout(60_000);
  let world: World;
  let service: RunningService;
  let partner: Partner;
  let tuyet: Person;
  before(async () => {
    world = await makeWorld();
    service = await world.start();
    partner = await makePartner(service);
    tuyet = await signIn(service.url, 'tuyet');
  });
  after(() => world.end());

  const seen = (answer: ApiAnswer<Json>) => [answer.status, answer.body.code];
  const put = (code: string, fields: Json = resultFields, file = pdfPaper(), headers = {}, by = partner) =>
    by.upload(`/api/v1/dossiers/${code}/results`, fields, file, headers);
  const owned = async (id: string) => (await tuyet.call('GET', `/api/v1/me/documents/${id}`)).status;
  const linesOf = async (id: string): Promise<string[]> => {
    const { items } = (await tuyet.call('GET', '/api/v1/me/accesses?limit=100')).body;
    return items.filter((line: Json) => line.documentId === id).map((line: Json) => line.action);
  };
  const resultsOf = async (code: string): Promise<Json[]> =>
    (await partner.call('GET', `/api/v1/dossiers/${code}`)).body.results;

  it('are numbered KQ1, KQ2 … in their dossier, without gap when five come at once', async () => {
    const code = await openDossier(partner);
    const answers = await Promise.all(Array.from({ length: 5 }, () => put(code)));
    expect(answers.map((answer) => answer.status)).to.deep.equal(Array(5).fill(201));
    expect(answers.map((answer) => answer.body.resultCode)).to.have.members(
      [1, 2, 3, 4, 5].map((number) => `${code}-KQ${number}`),
    );
    expect(await resultsOf(code)).to.have.length(5);
    expect((await deposited(partner, code)).resultCode).to.equal(`${code}-KQ6`);
  });

  it('are hidden from the owner until released: in the list, by id, in the log, in matching', async () => {
    const result = await deposited(partner, await openDossier(partner), { number: 'CS HIDDEN' });
    const lookUp = async () => (await ask(partner, await openDossier(partner), byDuty)).items ?? [];
    const isHeld = async () => (await lookUp()).some((item: Json) => item.documentId === result.documentId);
    const isListed = async () =>
      (await tuyet.call('GET', '/api/v1/me/documents?limit=100')).body.items.some(
        (document: Json) => document.id === result.documentId,
      );
    const quota = (await tuyet.call('GET', '/api/v1/me/quota')).body;
    expect(await owned(result.documentId)).to.equal(404);
    expect((await tuyet.bytes(`/api/v1/me/documents/${result.documentId}/content`)).status).to.equal(404);
    expect((await tuyet.call('DELETE', `/api/v1/me/documents/${result.documentId}`)).status).to.equal(404);
    expect(
      (await tuyet.call('PATCH', `/api/v1/me/documents/${result.documentId}`, { title: 'x' })).status,
    ).to.equal(404);
    const asked = await tuyet.call('GET', `/api/v1/me/accesses?documentId=${result.documentId}`);
    expect(asked.body.items).to.deep.equal([]);
    expect([await isListed(), await isHeld(), await linesOf(result.documentId)]).to.deep.equal([
      false,
      false,
      [],
    ]);

    expect(await settle(partner, result)).to.deep.include({
      state: 'RELEASED',
      documentId: result.documentId,
    });
    expect(await owned(result.documentId)).to.equal(200);
    expect([await isListed(), await isHeld()]).to.deep.equal([true, true]);
    expect(await linesOf(result.documentId)).to.deep.equal(['RELEASE', 'DEPOSIT']);
    expect((await tuyet.call('GET', '/api/v1/me/quota')).body).to.deep.equal(quota);
  });

  it('are AGENCY_DEPOSITED, with their facts, and their owner cannot delete or change them', async () => {
    const result = await deposited(partner, await openDossier(partner), { validTo: '2035-01-10' });
    await settle(partner, result);
    const document = (await tuyet.call('GET', `/api/v1/me/documents/${result.documentId}`)).body;
    expect(document).to.deep.include({
      trustClass: 'AGENCY_DEPOSITED',
      status: 'VALID',
      typeCode: 'LAND_CERTIFICATE',
      number: resultFields.number,
      issuedOn: resultFields.issuedOn,
      validTo: '2035-01-10',
    });
    expect(seen(await tuyet.call('DELETE', `/api/v1/me/documents/${result.documentId}`))).to.deep.equal([
      409,
      'RESULT_NOT_DELETABLE',
    ]);
    const changed = await tuyet.call('PATCH', `/api/v1/me/documents/${result.documentId}`, { number: 'X' });
    expect(seen(changed)).to.deep.equal([409, 'DOCUMENT_VERIFIED']);
  });

  it('releasing and revoking again is the same answer, and one line each', async () => {
    const result = await deposited(partner, await openDossier(partner));
    const many = await Promise.all(Array.from({ length: 4 }, () => settle(partner, result)));
    expect(many).to.deep.equal(Array(4).fill(many[0]));
    const revoked = await Promise.all(Array.from({ length: 4 }, () => settle(partner, result, 'revoke')));
    expect(revoked).to.deep.equal(many.map((answer) => ({ ...answer, state: 'REVOKED' })));
    expect(await linesOf(result.documentId)).to.deep.equal(['REVOKE', 'RELEASE', 'DEPOSIT']);
    const document = (await tuyet.call('GET', `/api/v1/me/documents/${result.documentId}`)).body;
    expect(document.status, 'stays findable, marked').to.equal('REVOKED');
    const path = `/api/v1/dossiers/${result.dossierCode}/results/${result.resultCode}/release`;
    expect(seen(await partner.call('POST', path))).to.deep.equal([409, 'DOCUMENT_REVOKED']);
    expect((await resultsOf(result.dossierCode))[0].state).to.equal('REVOKED');
  });

  it('revoked before release are never shown', async () => {
    const result = await deposited(partner, await openDossier(partner));
    await settle(partner, result, 'revoke');
    expect(await owned(result.documentId)).to.equal(404);
    expect(await linesOf(result.documentId)).to.deep.equal([]);
  });

  it('release and revoke at once end revoked, whoever is first, and nobody is told otherwise', async () => {
    for (let round = 0; round < 8; round += 1) {
      const result = await deposited(partner, await openDossier(partner));
      const path = `/api/v1/dossiers/${result.dossierCode}/results/${result.resultCode}`;
      const [release, revoke] = await Promise.all([
        partner.call('POST', `${path}/release`),
        partner.call('POST', `${path}/revoke`, { reason: 'Cấp sai' }),
      ]);
      expect([revoke.status, revoke.body.state]).to.deep.equal([200, 'REVOKED']);
      const [stored] = await resultsOf(result.dossierCode);
      expect(stored?.state).to.equal('REVOKED');
      const shown = (await owned(result.documentId)) === 200;
      if (shown) expect([release.status, release.body.state]).to.deep.equal([200, 'RELEASED']);
      else expect(seen(release)).to.deep.equal([409, 'DOCUMENT_REVOKED']);
    }
  });

  it('the same bytes as an own upload neither block nor are blocked, and a hidden one does not show itself', async () => {
    const paper = pdfPaper();
    const upload = () => tuyet.upload('/api/v1/me/documents', { typeCode: 'OTHER' }, paper);
    const hidden = await deposited(partner, await openDossier(partner), {}, paper);
    const own = await upload();
    expect([own.status, own.body.duplicate ?? false]).to.deep.equal([201, false]);
    expect(own.body.id).to.not.equal(hidden.documentId);
    const again = await upload();
    expect([again.status, again.body.duplicate, again.body.id]).to.deep.equal([200, true, own.body.id]);
    const other = await deposited(partner, await openDossier(partner), {}, paper);
    expect(other.documentId).to.not.equal(own.body.id);
    await settle(partner, hidden);
    expect((await upload()).body.id).to.equal(own.body.id);
  });

  it('may come when the dossier is closed already: a result returned is what closes it', async () => {
    const code = await openDossier(partner);
    await partner.call('PATCH', `/api/v1/dossiers/${code}`, { status: 10 });
    const result = await deposited(partner, code);
    expect((await settle(partner, result)).state).to.equal('RELEASED');
  });

  it('with the same Idempotency-Key are one; with another body, or for another dossier, the key is refused', async () => {
    const [code, elsewhere] = [await openDossier(partner), await openDossier(partner)];
    const headers = { 'idempotency-key': `result-${code}` };
    const paper = pdfPaper();
    const first = await put(code, resultFields, paper, headers);
    const replay = await put(code, resultFields, paper, headers);
    expect([replay.status, replay.body]).to.deep.equal([201, first.body]);
    expect(await resultsOf(code)).to.have.length(1);
    expect(seen(await put(code, { ...resultFields, number: '2' }, paper, headers))).to.deep.equal([
      422,
      'IDEMPOTENCY_KEY_REUSED',
    ]);
    expect(seen(await put(code, resultFields, pdfPaper(), headers))).to.deep.equal([
      422,
      'IDEMPOTENCY_KEY_REUSED',
    ]);
    expect(seen(await put(elsewhere, resultFields, paper, headers))).to.deep.equal([
      422,
      'IDEMPOTENCY_KEY_REUSED',
    ]);
    expect(await resultsOf(elsewhere)).to.have.length(0);
  });

  it('of another agency’s dossier are 404, for each act, before the body is looked at', async () => {
    const result = await deposited(partner, await openDossier(partner));
    const other = await makePartner(service, { agency: 'H10' });
    expect(seen(await put(result.dossierCode, {}, pdfPaper(), {}, other))).to.deep.equal([
      404,
      'DOSSIER_NOT_FOUND',
    ]);
    for (const verb of ['release', 'revoke']) {
      const path = `/api/v1/dossiers/${result.dossierCode}/results/${result.resultCode}/${verb}`;
      expect(seen(await other.call('POST', path, {}))).to.deep.equal([404, 'DOSSIER_NOT_FOUND']);
      const none = path.replace('-KQ1', '-KQ9');
      expect(seen(await partner.call('POST', none, {}))).to.deep.equal([404, 'RESULT_NOT_FOUND']);
    }
    const narrow = await makePartner(service, { scopes: ['dossiers', 'evidence'] });
    expect(seen(await put(result.dossierCode, resultFields, pdfPaper(), {}, narrow))).to.deep.equal([
      403,
      'SCOPE_MISSING',
    ]);
  });

  it('revoking needs a reason', async () => {
    const result = await deposited(partner, await openDossier(partner));
    const path = `/api/v1/dossiers/${result.dossierCode}/results/${result.resultCode}/revoke`;
    for (const body of [{}, { reason: ' ' }, { reason: 'x'.repeat(1001) }, { reason: 'x', more: 1 }]) {
      expect(seen(await partner.call('POST', path, body))).to.deep.equal([422, 'VALIDATION_FAILED']);
    }
  });

  describe('refused, leave nothing behind', () => {
    const png = { name: 'a.png', type: 'image/png', bytes: Buffer.from('not a picture') };
    const cases: [string, Json, ReturnType<typeof pdfPaper>, number, string][] = [
      ['of an unknown type', { typeCode: 'NONE' }, pdfPaper(), 422, 'DOCUMENT_TYPE_UNKNOWN'],
      ['without a number', { number: '' }, pdfPaper(), 422, 'VALIDATION_FAILED'],
      ['issued on no date', { issuedOn: '2025-02-30' }, pdfPaper(), 422, 'VALIDATION_FAILED'],
      ['ending before they began', { validTo: '2024-01-01' }, pdfPaper(), 422, 'VALIDATION_FAILED'],
      ['with an unknown field', { owner: 'x' }, pdfPaper(), 422, 'VALIDATION_FAILED'],
      ['with another digest', { sha256: 'a'.repeat(64) }, pdfPaper(), 422, 'DIGEST_MISMATCH'],
      ['that are no PDF or picture', {}, png, 415, 'FILE_TYPE_NOT_ALLOWED'],
      ['that are empty', {}, { ...pdfPaper(), bytes: Buffer.alloc(0) }, 422, 'FILE_EMPTY'],
      ['cut short', {}, { ...pdfPaper(), bytes: pdfPaper().bytes.subarray(0, 300) }, 422, 'FILE_UNREADABLE'],
    ];
    for (const [what, more, file, status, code] of cases) {
      it(what, async () => {
        const dossier = await openDossier(partner);
        const before = await leftovers();
        expect(seen(await put(dossier, { ...resultFields, ...more }, file))).to.deep.equal([status, code]);
        expect(await resultsOf(dossier)).to.deep.equal([]);
        expect(await leftovers()).to.deep.equal(before);
        expect((await deposited(partner, dossier)).resultCode).to.equal(`${dossier}-KQ1`);
      });
    }

    /** Records and files that a refused deposit could leave. */
    async function leftovers() {
      const { connection } = service;
      const files = await readdir(join(service.dataDir), { recursive: true });
      return {
        documents: await connection.collection('documents').countDocuments(),
        log: await connection.collection('accessLog').countDocuments(),
        files: files.filter((file) => /documents|spool/.test(file)).toSorted(),
      };
    }
  });
});
