import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { agreed, ask, comparedPaper, contentPath, openDossier } from '../support/main-job.js';
import { pdfPaper } from '../support/papers.js';
import { makePartner, type Partner } from '../support/partner.js';
import { type ApiAnswer, type Json, type Person, signIn } from '../support/person.js';
import { releasedResult, settle } from '../support/results.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';

const byDuty = { basis: 'STATUTORY_DUTY', legalGround: 'Luật Cư trú 2020, Điều 20' };
const noItem = '01a2157f-e302-77e5-8a41-cebbbbb1fab5';

describe('items of an evidence request: the basis is checked at each use', function () {
  this.timeout(60_000);
  let world: World;
  let service: RunningService;
  let partner: Partner;
  let tuyet: Person;
  let ha: Person;
  let paper: Json;
  const file = pdfPaper('Sổ đỏ.pdf', 150_000);
  before(async () => {
    world = await makeWorld();
    service = await world.start();
    partner = await makePartner(service);
    [tuyet, ha] = [await signIn(service.url, 'tuyet'), await signIn(service.url, 'ha', 'staff')];
    paper = await comparedPaper(tuyet, ha, file);
  });
  after(() => world.end());

  const seen = (answer: ApiAnswer<Json>) => [answer.status, answer.body.code];
  const itemPath = (request: Json, id: string, tail = '') =>
    `/api/v1/evidence-requests/${request.id}/items/${id}${tail}`;
  const cite = (request: Json, item: Json) =>
    partner.call('POST', '/api/v1/citations', {
      evidenceRequestId: request.id,
      documentId: item.documentId ?? item.id,
      version: item.version ?? 1,
      sha256: item.sha256 ?? createHash('sha256').update(file.bytes).digest('hex'),
    });
  /** What all three uses of an item answer. */
  const uses = async (request: Json, item: Json) => [
    seen(await partner.call('GET', itemPath(request, item.documentId ?? item.id))),
    seen(await partner.call('GET', itemPath(request, item.documentId ?? item.id, '/content'))),
    seen(await cite(request, item)),
  ];
  const thrice = (status: number, code: string) =>
    ['manifest', 'content', 'citation'].map(() => [status, code]);
  const lines = async (limit: number): Promise<Json[]> =>
    (await tuyet.call('GET', `/api/v1/me/accesses?limit=${limit}`)).body.items;
  const decide = (request: Json, verb: string, body: Json = {}) =>
    tuyet.call('POST', `/api/v1/me/consents/${request.consent.id}/${verb}`, body);
  const refusedLines = async (code: string, item: Json) => {
    const found = await lines(3);
    expect(found.map((line) => line.action)).to.deep.equal(['CITE', 'READ_CONTENT', 'MANIFEST']);
    for (const line of found) {
      expect(line).to.include({ outcome: 'REFUSED', refusalCode: code, basis: 'CONSENT' });
      expect(line).to.include({ documentId: item.documentId ?? item.id, version: item.version ?? 1 });
    }
  };
  const readsOf = async (request: Json): Promise<number> =>
    (await partner.call('GET', `/api/v1/consents/${request.consent.id}`)).body.use.reads;

  it('before a decision each is 403 CONSENT_REQUIRED, whatever the id, and the owner reads the attempts', async () => {
    const request = await ask(partner, await openDossier(partner));
    expect(await uses(request, paper)).to.deep.equal(thrice(403, 'CONSENT_REQUIRED'));
    await refusedLines('CONSENT_REQUIRED', paper);
    expect(await uses(request, { id: noItem })).to.deep.equal(thrice(403, 'CONSENT_REQUIRED'));
  });

  it('denied: 403 CONSENT_DENIED for each, and the owner reads the attempts', async () => {
    const request = await ask(partner, await openDossier(partner));
    await decide(request, 'deny');
    expect(await uses(request, paper)).to.deep.equal(thrice(403, 'CONSENT_DENIED'));
    await refusedLines('CONSENT_DENIED', paper);
  });

  it('given: an id that is no item, or was not agreed to, is 404', async () => {
    const other = await comparedPaper(tuyet, ha);
    const request = await ask(partner, await openDossier(partner));
    await decide(request, 'accept', { documentIds: [other.id] });
    expect(await uses(request, { id: noItem })).to.deep.equal(thrice(404, 'DOCUMENT_NOT_FOUND'));
    expect(await uses(request, paper)).to.deep.equal(thrice(404, 'DOCUMENT_NOT_FOUND'));
    expect((await partner.call('GET', itemPath(request, other.id))).status).to.equal(200);
  });

  it('withdrawn: 403 CONSENT_WITHDRAWN for each at once, items are no longer told', async () => {
    const request = await agreed(partner, tuyet);
    const [item] = request.items;
    expect((await decide(request, 'withdraw')).status).to.equal(200);
    expect(await uses(request, item)).to.deep.equal(thrice(403, 'CONSENT_WITHDRAWN'));
    await refusedLines('CONSENT_WITHDRAWN', item);
    const after = (await partner.call('GET', `/api/v1/evidence-requests/${request.id}`)).body;
    expect(after.consent.state).to.equal('WITHDRAWN');
    expect(after.items).to.deep.equal([]);
  });

  it('used up: 403 CONSENT_USED_UP for each', async () => {
    const request = await agreed(partner, tuyet, { use: { maxReads: 1 } });
    expect((await partner.bytes(contentPath(request))).status).to.equal(200);
    expect(await uses(request, request.items[0])).to.deep.equal(thrice(403, 'CONSENT_USED_UP'));
    await refusedLines('CONSENT_USED_UP', request.items[0]);
  });

  it('200 and 206 count; a manifest, 304 and 416 do not', async () => {
    const request = await agreed(partner, tuyet, { use: { maxReads: 2 } });
    const path = contentPath(request);
    const etag = `"${request.items[0].sha256}"`;
    for (let round = 0; round < 3; round += 1) {
      expect((await partner.call('GET', path.replace('/content', ''))).status).to.equal(200);
      expect((await partner.bytes(path, { 'if-none-match': etag })).status).to.equal(304);
      expect((await partner.bytes(path, { range: 'bytes=99999999-' })).status).to.equal(416);
    }
    expect(await readsOf(request)).to.equal(0);
    const part = await partner.bytes(path, { range: 'bytes=0-9' });
    expect([part.status, part.bytes.length, await readsOf(request)]).to.deep.equal([206, 10, 1]);
    const whole = await partner.bytes(path, { 'if-none-match': '"other"' });
    expect([whole.status, await readsOf(request)]).to.deep.equal([200, 2]);
    expect((await partner.bytes(path)).status).to.equal(403);
    expect(await readsOf(request)).to.equal(2);
  });

  it('by duty nothing is counted and each read leaves its line with both grounds', async () => {
    const request = await ask(partner, await openDossier(partner), byDuty);
    for (let round = 0; round < 3; round += 1) {
      expect((await partner.bytes(contentPath(request))).status).to.equal(200);
    }
    const found = await lines(3);
    for (const line of found) {
      expect(line).to.include({
        action: 'READ_CONTENT',
        outcome: 'ALLOWED',
        basis: 'STATUTORY_DUTY',
        legalGround: byDuty.legalGround,
        catalogueGround: 'Luật 91/2025/QH15, Điều 19(1)(c)',
        documentId: request.items[0].documentId,
        version: 1,
        dossierCode: request.dossierCode,
        componentCode: 'CHO_O_HOP_PHAP',
      });
    }
  });

  it('the bytes come with every header that lets a machine trust them and a browser run nothing', async () => {
    const request = await ask(partner, await openDossier(partner));
    await decide(request, 'accept', { documentIds: [paper.id] });
    const { headers, bytes } = await partner.bytes(itemPath(request, paper.id, '/content'));
    expect(bytes.equals(Buffer.from(file.bytes))).to.equal(true);
    expect(headers.get('etag')).to.equal(`"${paper.versions[0].sha256}"`);
    expect(headers.get('accept-ranges')).to.equal('bytes');
    expect(headers.get('cache-control')).to.equal('no-store');
    expect(headers.get('x-content-type-options')).to.equal('nosniff');
    expect(headers.get('content-security-policy')).to.match(/^sandbox/);
    expect(headers.get('content-disposition')).to.contain(
      "filename*=UTF-8''S%E1%BB%95%20%C4%91%E1%BB%8F.pdf",
    );
    expect(headers.get('content-type')).to.equal('application/pdf');
  });

  it('the manifest is signed, says what the item is and who asked on what basis, and no person', async () => {
    const request = await agreed(partner, tuyet);
    const [item] = request.items;
    const { manifest } = (await partner.call('GET', itemPath(request, item.documentId))).body;
    const keys = createRemoteJWKSet(new URL(`${service.url}/.well-known/jwks.json`));
    const { payload } = await jwtVerify(manifest, keys, {
      typ: 'manifest+jwt',
      issuer: service.url,
      algorithms: ['ES256'],
    });
    expect(payload).to.deep.include(item);
    expect(payload).to.deep.include({
      dossierCode: request.dossierCode,
      evidenceRequestId: request.id,
      basis: 'CONSENT',
      consentId: request.consent.id,
      recipient: { agencyCode: 'H09', clientId: partner.clientId },
    });
    expect(JSON.stringify(payload)).to.not.match(/999190000001|Tuyết/);
  });

  it('a new version does not change what was agreed to: the matched one is served', async () => {
    const own = await comparedPaper(tuyet, ha, pdfPaper('a.pdf', 5000));
    const request = await ask(partner, await openDossier(partner));
    await decide(request, 'accept', { documentIds: [own.id] });
    const added = await tuyet.upload(`/api/v1/me/documents/${own.id}/versions`, {}, pdfPaper('b.pdf', 6000));
    expect(added.body.currentVersion).to.equal(2);
    const read = await partner.bytes(itemPath(request, own.id, '/content'));
    expect(createHash('sha256').update(read.bytes).digest('hex')).to.equal(own.versions[0].sha256);
  });

  it('revoked: 409 DOCUMENT_REVOKED for each', async () => {
    const result = await releasedResult(partner);
    const request = await ask(partner, await openDossier(partner), byDuty);
    const item = request.items.find((entry: Json) => entry.documentId === result.documentId);
    await settle(partner, result, 'revoke');
    expect(await uses(request, item)).to.deep.equal(thrice(409, 'DOCUMENT_REVOKED'));
  });

  it('deleted by its owner: 410 DOCUMENT_DELETED for each', async () => {
    const own = await comparedPaper(tuyet, ha);
    const request = await ask(partner, await openDossier(partner));
    await decide(request, 'accept', { documentIds: [own.id] });
    // The comparing dossier is the clerk's own look, no citation: nothing keeps the paper.
    expect((await tuyet.call('DELETE', `/api/v1/me/documents/${own.id}`)).status).to.equal(204);
    const item = { documentId: own.id, version: 1, sha256: own.versions[0].sha256 };
    expect(await uses(request, item)).to.deep.equal(thrice(410, 'DOCUMENT_DELETED'));
    await refusedLines('DOCUMENT_DELETED', item);
  });

  for (const status of [3, 7, 8, 10]) {
    it(`a dossier closed by ${status}: 409 DOSSIER_CLOSED for each, on either basis`, async () => {
      const consented = await agreed(partner, tuyet);
      const required = await ask(partner, consented.dossierCode, byDuty);
      await partner.call('PATCH', `/api/v1/dossiers/${consented.dossierCode}`, { status });
      for (const request of [consented, required]) {
        expect(await uses(request, request.items[0])).to.deep.equal(thrice(409, 'DOSSIER_CLOSED'));
      }
    });
  }

  it('another client’s request is 404 for each, and its owner’s log stays as it was', async () => {
    const request = await agreed(partner, tuyet);
    const [item] = request.items;
    const other = await makePartner(service);
    const [before] = await lines(1);
    for (const tail of ['', '/content']) {
      const answer = await other.call('GET', itemPath(request, item.documentId, tail));
      expect(seen(answer)).to.deep.equal([404, 'EVIDENCE_REQUEST_NOT_FOUND']);
    }
    const cited = await other.call('POST', '/api/v1/citations', {
      evidenceRequestId: request.id,
      documentId: item.documentId,
      version: item.version,
      sha256: item.sha256,
    });
    expect(seen(cited)).to.deep.equal([404, 'EVIDENCE_REQUEST_NOT_FOUND']);
    const consent = await other.call('GET', `/api/v1/consents/${request.consent.id}`);
    expect(seen(consent)).to.deep.equal([404, 'CONSENT_NOT_FOUND']);
    expect((await lines(1))[0].id).to.equal(before.id);
  });
});
