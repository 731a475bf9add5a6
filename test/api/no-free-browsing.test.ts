import { expect } from 'chai';
import { describeEndpoints } from '../../src/endpoints.js';
import { agreed, ask, comparedPaper, contentPath, openDossier } from '../support/main-job.js';
import { dossierCode, dossierFor, officer, personalIds, purpose } from '../support/papers.js';
import { makePartner, type Partner } from '../support/partner.js';
import { type Json, type Person, signIn } from '../support/person.js';
import { releasedResult } from '../support/results.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';

describe('nobody browses an owner: each look names dossier, procedure and component', function () {
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

  it('no path for clerks or systems leads to documents but through a dossier or a request on one', () => {
    const others = describeEndpoints().filter(
      ({ access }) => access.actor === 'CLIENT' || access.actor === 'STAFF',
    );
    expect(others.length).to.be.greaterThan(15);
    const known = [
      /^(\/staff)?\/dossiers\/\{code\}(\/results(\/\{resultCode\}\/(release|revoke))?)?$/,
      /^(\/staff)?\/evidence-requests(\/\{id\}(\/items\/\{documentId\}(\/content)?)?)?$/,
      /^(\/staff)?\/citations$/,
      /^\/staff\/comparisons$/,
      // Of procedures, of the caller itself, of consents it asked for.
      /^\/directory\/procedures\/\{code\}$/,
      /^\/whoami$/,
      /^\/consents\/\{id\}$/,
      /^\/consent-events$/,
    ];
    const unknown = others
      .map(({ path }) => path)
      .filter((path) => !known.some((pattern) => pattern.test(path)));
    expect(unknown, 'a new path must say here how it names a dossier').to.deep.equal([]);
  });

  it('a look without dossier or component, with an owner instead, or with a wildcard is refused', async () => {
    const body = { basis: 'STATUTORY_DUTY', legalGround: 'x', purpose, officer };
    const code = await openDossier(partner);
    for (const wrong of [
      { ...body, componentCode: 'CHO_O_HOP_PHAP' },
      { ...body, dossierCode: code },
      { ...body, dossierCode: code, componentCode: '*' },
      { ...body, dossierCode: code, componentCode: { $ne: '' } },
      { ...body, dossierCode: { $ne: '' }, componentCode: 'CHO_O_HOP_PHAP' },
      { ...body, owner: { kind: 'PERSONAL_ID', value: personalIds.tuyet }, componentCode: 'CHO_O_HOP_PHAP' },
    ]) {
      const answers = [
        await partner.call('POST', '/api/v1/evidence-requests', wrong),
        await ha.call('POST', '/api/v1/staff/evidence-requests', wrong),
      ];
      for (const answer of answers) {
        expect([answer.status, answer.body.code], JSON.stringify(wrong)).to.deep.equal([
          422,
          'VALIDATION_FAILED',
        ]);
      }
    }
  });

  it('a component of another procedure is none of this dossier’s, for clerks too', async () => {
    await comparedPaper(tuyet, ha);
    const code = dossierCode('H09.27');
    await ha.call('PUT', `/api/v1/staff/dossiers/${code}`, dossierFor('1.004222'));
    const refused = await ha.call('POST', '/api/v1/staff/evidence-requests', {
      dossierCode: code,
      componentCode: 'QUYEN_SU_DUNG_DAT',
      basis: 'STATUTORY_DUTY',
    });
    expect([refused.status, refused.body.code]).to.deep.equal([422, 'VALIDATION_FAILED']);
  });

  it('a look gives papers of the component’s types alone', async () => {
    for (const typeCode of ['LAND_CERTIFICATE', 'DIPLOMA', 'MARRIAGE_CERTIFICATE'])
      await releasedResult(partner, { typeCode });
    const ready = await ask(partner, await openDossier(partner, '1.013229'), {
      componentCode: 'QUYEN_SU_DUNG_DAT',
      basis: 'STATUTORY_DUTY',
      legalGround: 'Luật Xây dựng, Điều 95',
    });
    expect(new Set(ready.items.map((item: Json) => item.typeCode))).to.deep.equal(
      new Set(['LAND_CERTIFICATE']),
    );
  });

  it('every line of a clerk or system in the log names all three, its basis and purpose', async () => {
    await comparedPaper(tuyet, ha);
    const request = await agreed(partner, tuyet);
    const [item] = request.items;
    await partner.call('GET', contentPath(request).replace('/content', ''));
    await partner.bytes(contentPath(request));
    const cited = await partner.call('POST', '/api/v1/citations', {
      evidenceRequestId: request.id,
      documentId: item.documentId,
      version: item.version,
      sha256: item.sha256,
    });
    expect(cited.status).to.equal(201);
    await tuyet.call('POST', `/api/v1/me/consents/${request.consent.id}/withdraw`, {});
    await partner.bytes(contentPath(request));
    const lines = await service.connection
      .collection('accessLog')
      .find({ 'actor.kind': { $ne: 'OWNER' }, action: { $nin: ['DEPOSIT', 'RELEASE', 'REVOKE'] } })
      .toArray();
    expect(new Set(lines.map((line) => line['action']))).to.deep.equal(
      new Set(['LOOK_UP', 'MANIFEST', 'READ_CONTENT', 'CITE', 'COMPARE']),
    );
    for (const line of lines) {
      const missing = [
        'dossierCode',
        'procedureCode',
        'componentCode',
        'basis',
        'purpose',
        'evidenceRequestId',
      ].filter((field) => !line[field]);
      expect(missing, String(line['action'])).to.deep.equal([]);
    }
  });
});
