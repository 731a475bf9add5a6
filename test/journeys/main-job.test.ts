import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { ask, comparedPaper, contentPath, openDossier } from '../support/main-job.js';
import { pdfPaper } from '../support/papers.js';
import { makePartner, type Partner } from '../support/partner.js';
import { type Json, type Person, signIn } from '../support/person.js';
import { needS3 } from '../support/real-parts.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';

for (const store of ['disk', 'Ceph'] as const) {
  describe(`the main job on ${store}: one document, three dossiers, no photocopy`, function () {
    this.timeout(60_000);
    let world: World;
    let service: RunningService;
    let tuyet: Person;
    let ha: Person;
    let partner: Partner;
    const paper = pdfPaper('Sổ đỏ.pdf', 300_000);
    let document: Json;
    let request: Json;

    before(async function () {
      world = store === 'disk' ? await makeWorld() : await makeWorld({}, needS3(this));
      service = await world.start();
      [tuyet, ha] = [await signIn(service.url, 'tuyet'), await signIn(service.url, 'ha', 'staff')];
      partner = await makePartner(service);
    });
    after(() => world?.end());

    it('a clerk’s comparison raises the owner’s upload to PHOTO_COMPARED, with who and when', async () => {
      document = await comparedPaper(tuyet, ha, paper);
      expect(document.trustClass).to.equal('PHOTO_COMPARED');
      expect(document.versions[0].comparedBy).to.include({ agency: 'H09.27' });
      expect(document.versions[0].sha256).to.equal(createHash('sha256').update(paper.bytes).digest('hex'));
    });

    it('the procedure system asks, and before consent nothing but the state is told', async () => {
      request = await ask(partner, await openDossier(partner), { returnUrl: 'https://dvc.example.vn/back' });
      expect(request).to.include({ state: 'CONSENT_REQUIRED' });
      expect(request.items).to.deep.equal([]);
      expect(request.consent.url).to.equal(`${service.url}/consents/${request.consent.id}`);
      const early = await partner.call('GET', `/api/v1/evidence-requests/${request.id}/items/${document.id}`);
      expect([early.status, early.body.code]).to.deep.equal([403, 'CONSENT_REQUIRED']);
    });

    it('the owner agrees, and the consent is a signed artefact', async () => {
      const given = await tuyet.call('POST', `/api/v1/me/consents/${request.consent.id}/accept`, {
        documentIds: [document.id],
      });
      expect([given.status, given.body.state]).to.deep.equal([200, 'GIVEN']);
      const consent = (await partner.call('GET', `/api/v1/consents/${request.consent.id}`)).body;
      const keys = (await (await fetch(`${service.url}/.well-known/jwks.json`)).json()) as JSONWebKeySet;
      const { payload, protectedHeader } = await jwtVerify(consent.artefact, createLocalJWKSet(keys), {
        issuer: service.url,
        typ: 'consent+jwt',
      });
      expect(protectedHeader.alg).to.equal('ES256');
      expect(payload['items']).to.deep.equal([
        {
          componentCode: 'CHO_O_HOP_PHAP',
          documentId: document.id,
          version: 1,
          sha256: document.versions[0].sha256,
        },
      ]);
      expect(JSON.stringify(payload)).to.not.contain('999190000001');
    });

    it('it cites and fetches the bytes, which are the very bytes that were put in', async () => {
      request = (await partner.call('GET', `/api/v1/evidence-requests/${request.id}`)).body;
      expect(request.state).to.equal('READY');
      const [item] = request.items;
      const cited = await partner.call('POST', '/api/v1/citations', {
        evidenceRequestId: request.id,
        documentId: item.documentId,
        version: item.version,
        sha256: item.sha256,
      });
      expect(cited.status, JSON.stringify(cited.body)).to.equal(201);
      const read = await partner.bytes(contentPath(request));
      expect(read.status).to.equal(200);
      expect(read.bytes.equals(Buffer.from(paper.bytes))).to.equal(true);
      const digest = createHash('sha256').update(paper.bytes).digest('base64');
      expect(read.headers.get('repr-digest')).to.equal(`sha-256=:${digest}:`);
      const part = await partner.bytes(contentPath(request), { range: 'bytes=70000-70099' });
      expect([part.status, part.headers.get('content-range')]).to.deep.equal([
        206,
        `bytes 70000-70099/${paper.bytes.length}`,
      ]);
      expect(part.bytes.equals(Buffer.from(paper.bytes.subarray(70000, 70100)))).to.equal(true);
    });

    it('a second dossier cites the same document by statutory duty', async () => {
      const code = await openDossier(partner, '1.013229');
      const second = await ask(partner, code, {
        componentCode: 'QUYEN_SU_DUNG_DAT',
        basis: 'STATUTORY_DUTY',
        legalGround: 'Luật Xây dựng, Điều 95',
      });
      expect(second.state).to.equal('READY');
      const [item] = second.items;
      expect(item.documentId).to.equal(document.id);
      const cited = await partner.call('POST', '/api/v1/citations', {
        evidenceRequestId: second.id,
        documentId: item.documentId,
        version: item.version,
        sha256: item.sha256,
      });
      expect(cited.status).to.equal(201);
      const dossier = (await partner.call('GET', `/api/v1/dossiers/${code}`)).body;
      expect(dossier.citations).to.have.length(1);
    });

    it('the owner reads every look, and withdrawing stops the next fetch at once', async () => {
      const lines = (await tuyet.call('GET', `/api/v1/me/accesses?documentId=${document.id}&limit=100`)).body
        .items;
      const actions = lines.map((line: Json) => line.action).toReversed();
      expect(actions).to.deep.equal([
        'UPLOAD',
        'COMPARE',
        'MANIFEST',
        'CITE',
        'READ_CONTENT',
        'READ_CONTENT',
        'CITE',
      ]);
      const withdrawn = await tuyet.call('POST', `/api/v1/me/consents/${request.consent.id}/withdraw`, {});
      expect(withdrawn.body.state).to.equal('WITHDRAWN');
      const refused = await partner.call('GET', contentPath(request));
      expect([refused.status, refused.body.code]).to.deep.equal([403, 'CONSENT_WITHDRAWN']);
      const last = (await tuyet.call('GET', '/api/v1/me/accesses?limit=1')).body.items[0];
      expect(last).to.include({
        action: 'READ_CONTENT',
        outcome: 'REFUSED',
        refusalCode: 'CONSENT_WITHDRAWN',
      });
      const events = (await partner.call('GET', '/api/v1/consent-events')).body;
      expect(events.items.map((event: Json) => event.type)).to.deep.equal(['accepted', 'withdrawn']);
    });
  });
}
