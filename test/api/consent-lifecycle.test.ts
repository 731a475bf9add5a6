import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { agreed, ask, comparedPaper, contentPath, openDossier } from '../support/main-job.js';
import { officer, purpose } from '../support/papers.js';
import { makePartner, type Partner } from '../support/partner.js';
import { type ApiAnswer, type Json, type Person, signIn } from '../support/person.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';

const DAY_MS = 86_400_000;

describe('a consent as its recipient sees it', function () {
  this.timeout(60_000);
  let world: World;
  let service: RunningService;
  /** Twenty days behind: what is agreed to there for ten days is over here. */
  let earlier: RunningService;
  let partner: Partner;
  let tuyet: Person;
  let ha: Person;
  before(async () => {
    world = await makeWorld();
    service = await world.start();
    earlier = await world.start({ clock: { now: () => new Date(Date.now() - 20 * DAY_MS) } });
    partner = await makePartner(service);
    [tuyet, ha] = [await signIn(service.url, 'tuyet'), await signIn(service.url, 'ha', 'staff')];
    await comparedPaper(tuyet, ha);
  });
  after(() => world.end());

  const seen = (answer: ApiAnswer<Json>) => [answer.status, answer.body.code];
  const consentOf = async (request: Json, by = partner): Promise<Json> =>
    (await by.call('GET', `/api/v1/consents/${request.consent.id}`)).body;
  const decide = (request: Json, verb: string, by = tuyet) =>
    by.call('POST', `/api/v1/me/consents/${request.consent.id}/${verb}`, {});

  it('tells its state at each step, and what it is about only in the artefact', async () => {
    const request = await ask(partner, await openDossier(partner), { use: { maxReads: 1 } });
    expect(await consentOf(request)).to.deep.include({
      state: 'REQUESTED',
      artefact: null,
      decidedAt: null,
      evidenceRequestId: request.id,
      purpose,
    });
    await decide(request, 'accept');
    const given = await consentOf(request);
    expect(given.state).to.equal('GIVEN');
    expect(given.artefact).to.be.a('string');
    const ready = (await partner.call('GET', `/api/v1/evidence-requests/${request.id}`)).body;
    await partner.bytes(contentPath(ready));
    expect(await consentOf(request)).to.include({ state: 'USED_UP', artefact: given.artefact });

    const denied = await ask(partner, await openDossier(partner));
    await decide(denied, 'deny');
    expect(await consentOf(denied)).to.include({ state: 'DENIED', artefact: null });
  });

  it('the artefact has exactly the claims of the contract, signed with ES256', async () => {
    const request = await agreed(partner, tuyet, { use: { maxReads: 3, validForDays: 7 } });
    const { artefact } = await consentOf(request);
    const keys = createRemoteJWKSet(new URL(`${service.url}/.well-known/jwks.json`));
    const { payload, protectedHeader } = await jwtVerify(artefact, keys, {
      issuer: service.url,
      typ: 'consent+jwt',
    });
    expect(protectedHeader.alg).to.equal('ES256');
    const claims =
      'jti iss iat nbf exp basis subject controller recipient purpose items use method notice revocable';
    expect(payload).to.have.all.keys(claims.split(' '));
    const [item] = request.items;
    const { nbf = 0, exp = 0 } = payload;
    expect(exp - nbf).to.equal(7 * 86_400);
    const { subject, iat: _iat, nbf: _nbf, exp: _exp, notice, method, ...rest } = payload;
    expect(rest).to.deep.equal({
      jti: request.consent.id,
      iss: service.url,
      basis: 'CONSENT',
      controller: service.url,
      recipient: { agencyCode: 'H09', clientId: partner.clientId },
      purpose: { ...purpose, procedureCode: '1.004222', dossierCode: request.dossierCode },
      items: [
        {
          componentCode: 'CHO_O_HOP_PHAP',
          documentId: item.documentId,
          version: item.version,
          sha256: item.sha256,
        },
      ],
      use: { maxReads: 3, dataLifeDays: 7 },
      revocable: true,
    });
    expect(method).to.be.a('string');
    expect(notice).to.have.all.keys('version', 'hash', 'lang');
    expect(subject).to.match(/^[\w-]{20,}$/);
    expect(JSON.stringify(payload)).to.not.match(/999190000001|Tuyết|1990/);
  });

  it('the subject is the same for one recipient and another for the next', async () => {
    const other = await makePartner(service);
    const subjectOf = async (by: Partner): Promise<unknown> => {
      const { artefact } = await consentOf(await agreed(by, tuyet), by);
      return JSON.parse(Buffer.from(artefact.split('.')[1], 'base64url').toString()).subject;
    };
    const [first, second, foreign] = [
      await subjectOf(partner),
      await subjectOf(partner),
      await subjectOf(other),
    ];
    expect(first).to.equal(second);
    expect(first).to.not.equal(foreign);
  });

  it('the notice’s hash is that of the words the owner was shown', async () => {
    const request = await ask(partner, await openDossier(partner));
    await tuyet.call(
      'POST',
      `/api/v1/me/consents/${request.consent.id}/accept`,
      {},
      { 'accept-language': 'en' },
    );
    const { notice } = JSON.parse(
      Buffer.from((await consentOf(request)).artefact.split('.')[1], 'base64url').toString(),
    );
    expect(notice.lang).to.equal('en');
    const { consentNotice } = await import('../../src/consents/notice.js');
    expect(notice).to.include({
      version: consentNotice.version,
      hash: createHash('sha256').update(consentNotice.en).digest('hex'),
    });
  });

  it('is nobody else’s to see: 404', async () => {
    const request = await agreed(partner, tuyet);
    const other = await makePartner(service);
    for (const id of [request.consent.id, request.id, 'x']) {
      const answer = await other.call('GET', `/api/v1/consents/${id}`);
      expect(answer.status, id).to.equal(404);
    }
  });

  describe('ends by time', () => {
    it('once given, when its days are over: each use is 403 CONSENT_EXPIRED, whether or not a sweep came by', async () => {
      const there = partner.at(earlier.url);
      const request = await agreed(there, tuyet.at(earlier.url), { use: { validForDays: 10 } });
      expect((await there.bytes(contentPath(request))).status).to.equal(200);
      const [item] = request.items;
      expect((await consentOf(request)).state).to.equal('EXPIRED');
      expect(seen(await partner.call('GET', contentPath(request)))).to.deep.equal([403, 'CONSENT_EXPIRED']);
      expect(seen(await partner.call('GET', contentPath(request).replace('/content', '')))).to.deep.equal([
        403,
        'CONSENT_EXPIRED',
      ]);
      const cited = await partner.call('POST', '/api/v1/citations', {
        evidenceRequestId: request.id,
        documentId: item.documentId,
        version: item.version,
        sha256: item.sha256,
      });
      expect(seen(cited)).to.deep.equal([403, 'CONSENT_EXPIRED']);
      const told = (await partner.call('GET', `/api/v1/evidence-requests/${request.id}`)).body;
      expect([told.consent.state, told.items]).to.deep.equal(['EXPIRED', []]);
    });

    it('undecided, after 14 days: it cannot be accepted any more', async () => {
      const there = partner.at(earlier.url);
      const request = await ask(there, await openDossier(there));
      expect((await consentOf(request)).state).to.equal('EXPIRED');
      expect(seen(await decide(request, 'accept'))).to.deep.equal([409, 'CONSENT_ALREADY_DECIDED']);
      expect(
        seen(await partner.call('GET', `/api/v1/evidence-requests/${request.id}/items/x`)),
      ).to.deep.equal([403, 'CONSENT_EXPIRED']);
    });
  });

  it('a clerk’s is hers: the client of the same agency does not see it', async () => {
    const code = await openDossier(partner);
    const asked = await ha.call('POST', '/api/v1/staff/evidence-requests', {
      dossierCode: code,
      componentCode: 'CHO_O_HOP_PHAP',
      basis: 'CONSENT',
      officer,
    });
    expect(asked.body.state).to.equal('CONSENT_REQUIRED');
    expect(seen(await partner.call('GET', `/api/v1/consents/${asked.body.consent.id}`))).to.deep.equal([
      404,
      'CONSENT_NOT_FOUND',
    ]);
  });
});
