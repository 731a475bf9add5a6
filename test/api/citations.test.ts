import { expect } from 'chai';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { agreed, ask, comparedPaper, openDossier } from '../support/main-job.js';
import { pdfPaper } from '../support/papers.js';
import { makePartner, type Partner } from '../support/partner.js';
import { type ApiAnswer, type Json, type Person, signIn } from '../support/person.js';
import { releasedResult, settle } from '../support/results.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';

const byDuty = { basis: 'STATUTORY_DUTY', legalGround: 'Luật Cư trú 2020, Điều 20' };

describe('citations', function () {
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
  const cite = (request: Json, more: Json = {}, documentId?: string) => {
    const item = request.items.find(
      (entry: Json) => documentId === undefined || entry.documentId === documentId,
    );
    return partner.call('POST', '/api/v1/citations', {
      evidenceRequestId: request.id,
      documentId: item.documentId,
      version: item.version,
      sha256: item.sha256,
      ...more,
    });
  };
  const dossier = async (code: string): Promise<Json> =>
    (await partner.call('GET', `/api/v1/dossiers/${code}`)).body;
  /** A dossier that cites a paper of its own kind by duty. */
  const citing = async (documentId: string) => {
    const code = await openDossier(partner);
    const request = await ask(partner, code, byDuty);
    const cited = await cite(request, {}, documentId);
    expect(cited.status, JSON.stringify(cited.body)).to.equal(201);
    return { code, request, citation: cited.body };
  };
  const close = (code: string) => partner.call('PATCH', `/api/v1/dossiers/${code}`, { status: 10 });

  it('freeze version and hash into the dossier, under the component that asked', async () => {
    await comparedPaper(tuyet, ha);
    const request = await agreed(partner, tuyet);
    const cited = await cite(request);
    expect(cited.status).to.equal(201);
    const [item] = request.items;
    expect(cited.body).to.include({
      dossierCode: request.dossierCode,
      componentCode: 'CHO_O_HOP_PHAP',
      documentId: item.documentId,
      version: item.version,
      sha256: item.sha256,
    });
    const shown = await dossier(request.dossierCode);
    const { dossierCode: _code, ...citation } = cited.body;
    expect(shown.citations).to.deep.equal([citation]);
    expect(
      shown.components.find((part: Json) => part.componentCode === 'CHO_O_HOP_PHAP').citations[0].id,
    ).to.equal(cited.body.id);
  });

  it('come with a receipt that verifies against the published keys and says the same', async () => {
    await comparedPaper(tuyet, ha);
    const { body } = await cite(await agreed(partner, tuyet));
    const keys = createRemoteJWKSet(new URL(`${service.url}/.well-known/jwks.json`));
    const { payload, protectedHeader } = await jwtVerify(body.receipt, keys, {
      issuer: service.url,
      typ: 'receipt+jwt',
    });
    expect(protectedHeader.alg).to.equal('ES256');
    const { receipt: _receipt, id, ...facts } = body;
    expect(payload).to.deep.include({ jti: id, ...facts });
  });

  it('the same again, in any case of the hash, gives the first one; also many at once', async () => {
    await comparedPaper(tuyet, ha);
    const request = await agreed(partner, tuyet);
    const many = await Promise.all(Array.from({ length: 10 }, () => cite(request)));
    expect(new Set(many.map((answer) => answer.status))).to.deep.equal(new Set([201]));
    const again = await cite(request, { sha256: request.items[0].sha256.toUpperCase() });
    expect(new Set([...many, again].map((answer) => answer.body.id)).size).to.equal(1);
    expect(new Set([...many, again].map((answer) => answer.body.receipt)).size).to.equal(1);
    expect((await dossier(request.dossierCode)).citations).to.have.length(1);
    const log = (await tuyet.call('GET', '/api/v1/me/accesses?limit=20')).body.items;
    const its = log.filter(
      (line: Json) => line.action === 'CITE' && line.dossierCode === request.dossierCode,
    );
    expect(its.map((line: Json) => line.outcome)).to.deep.equal(['ALLOWED']);
  });

  it('another version or hash is 409 HASH_MISMATCH, in the owner’s log with the matched version', async () => {
    await comparedPaper(tuyet, ha);
    const request = await agreed(partner, tuyet);
    for (const more of [{ version: 2 }, { sha256: 'a'.repeat(64) }]) {
      expect(seen(await cite(request, more))).to.deep.equal([409, 'HASH_MISMATCH']);
      const [line] = (await tuyet.call('GET', '/api/v1/me/accesses?limit=1')).body.items;
      expect(line).to.include({
        action: 'CITE',
        outcome: 'REFUSED',
        refusalCode: 'HASH_MISMATCH',
        documentId: request.items[0].documentId,
        version: request.items[0].version,
      });
    }
    expect((await dossier(request.dossierCode)).citations).to.deep.equal([]);
  });

  for (const [what, more, pointer] of [
    ['no hash', { sha256: undefined }, '/sha256'],
    ['a hash that is none', { sha256: 'abc' }, '/sha256'],
    ['a version 0', { version: 0 }, '/version'],
    ['no request', { evidenceRequestId: undefined }, '/evidenceRequestId'],
    ['a field of no meaning', { note: 'x' }, '/note'],
  ] as const) {
    it(`${what} is refused with its pointer`, async () => {
      const refused = await partner.call('POST', '/api/v1/citations', {
        evidenceRequestId: '01a2157f-e302-77e5-8a41-cebbbbb1fab5',
        documentId: '01a2157f-e302-77e5-8a41-cebbbbb1fab5',
        version: 1,
        sha256: 'a'.repeat(64),
        ...more,
      });
      expect(seen(refused)).to.deep.equal([422, 'VALIDATION_FAILED']);
      expect(refused.body.errors.map((fault: Json) => fault.pointer)).to.deep.equal([pointer]);
    });
  }

  it('hold when the consent is withdrawn afterwards; the same citation again is then refused', async () => {
    await comparedPaper(tuyet, ha);
    const request = await agreed(partner, tuyet);
    const first = await cite(request);
    const before = await dossier(request.dossierCode);
    await tuyet.call('POST', `/api/v1/me/consents/${request.consent.id}/withdraw`, {});
    expect(seen(await cite(request))).to.deep.equal([403, 'CONSENT_WITHDRAWN']);
    expect(await dossier(request.dossierCode)).to.deep.equal(before);
    expect(before.citations[0].id).to.equal(first.body.id);
  });

  it('a later version alters nothing and alerts the open dossier, not the closed one', async () => {
    const paper = await comparedPaper(tuyet, ha);
    const [open, closed] = [await citing(paper.id), await citing(paper.id)];
    await close(closed.code);
    const before = [await dossier(open.code), await dossier(closed.code)];
    const added = await tuyet.upload(`/api/v1/me/documents/${paper.id}/versions`, {}, pdfPaper());
    expect(added.status, JSON.stringify(added.body)).to.equal(201);
    const [afterOpen, afterClosed] = [await dossier(open.code), await dossier(closed.code)];
    expect(afterClosed).to.deep.equal(before[1]);
    expect({ ...afterOpen, alerts: [] }).to.deep.equal(before[0]);
    expect(afterOpen.alerts.map((alert: Json) => [alert.type, alert.documentId])).to.deep.equal([
      ['DOCUMENT_NEW_VERSION', paper.id],
    ]);
  });

  it('a revocation alters nothing and alerts the open dossier, not the closed one', async () => {
    const result = await releasedResult(partner);
    const [open, closed] = [await citing(result.documentId), await citing(result.documentId)];
    await close(closed.code);
    const before = [await dossier(open.code), await dossier(closed.code)];
    await settle(partner, result, 'revoke');
    await settle(partner, result, 'revoke');
    const [afterOpen, afterClosed] = [await dossier(open.code), await dossier(closed.code)];
    expect(afterClosed).to.deep.equal(before[1]);
    expect({ ...afterOpen, alerts: [] }).to.deep.equal(before[0]);
    expect(afterOpen.alerts.map((alert: Json) => [alert.type, alert.documentId])).to.deep.equal([
      ['DOCUMENT_REVOKED', result.documentId],
    ]);
  });

  it('an end of validity that comes while the dossier is open is alerted', async () => {
    const contract = await releasedResult(partner, { typeCode: 'DWELLING_CONTRACT', validTo: '2025-12-01' });
    const { code } = await citing(contract.documentId);
    const { alerts } = await dossier(code);
    expect(alerts.map((alert: Json) => [alert.type, alert.documentId])).to.deep.equal([
      ['DOCUMENT_EXPIRED', contract.documentId],
    ]);
    await close(code);
    expect((await dossier(code)).alerts).to.deep.equal([]);
  });

  it('keep a paper from being deleted while open, and keep it for the dossier once closed', async () => {
    const paper = await comparedPaper(tuyet, ha);
    const { code } = await citing(paper.id);
    const kept = await tuyet.call('DELETE', `/api/v1/me/documents/${paper.id}`);
    expect(seen(kept)).to.deep.equal([409, 'DOCUMENT_IN_USE']);
    const before = await dossier(code);
    await close(code);
    expect((await tuyet.call('DELETE', `/api/v1/me/documents/${paper.id}`)).status).to.equal(204);
    expect((await tuyet.call('GET', `/api/v1/me/documents/${paper.id}`)).status).to.equal(404);
    expect((await dossier(code)).citations).to.deep.equal(before.citations);
  });

  it('by several requests of one dossier count each: it is deletable only when all are closed', async () => {
    const paper = await comparedPaper(tuyet, ha);
    const one = await citing(paper.id);
    const second = await ask(partner, one.code, byDuty);
    expect((await cite(second, {}, paper.id)).status).to.equal(201);
    const other = await citing(paper.id);
    await close(one.code);
    expect((await tuyet.call('DELETE', `/api/v1/me/documents/${paper.id}`)).status).to.equal(409);
    await close(other.code);
    expect((await tuyet.call('DELETE', `/api/v1/me/documents/${paper.id}`)).status).to.equal(204);
  });
});
