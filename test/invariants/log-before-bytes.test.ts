import { expect } from 'chai';
import { storedObjects } from '../support/leftovers.js';
import { agreed, comparedPaper, contentPath } from '../support/main-job.js';
import { dossierCode, dossierFor, pdfPaper } from '../support/papers.js';
import { makePartner, type Partner } from '../support/partner.js';
import { type Json, type Person, signIn } from '../support/person.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';

const documents = '/api/v1/me/documents';

describe('invariant 2: nothing leaves without its line in the access log, written before', function () {
  this.timeout(60_000);
  let world: World;
  let service: RunningService;
  let tuyet: Person;
  let ha: Person;
  let partner: Partner;
  let document: Json;
  let request: Json;
  let clerks: Json;

  before(async () => {
    world = await makeWorld();
    service = await world.start();
    tuyet = await signIn(service.url, 'tuyet');
    ha = await signIn(service.url, 'ha', 'staff');
    partner = await makePartner(service);
    document = await comparedPaper(tuyet, ha, pdfPaper('so.pdf', 400_000));
    request = await agreed(partner, tuyet);
    clerks = await lookUp();
  });
  after(() => world?.end());

  async function lookUp(): Promise<Json> {
    const code = dossierCode('H09.27');
    await ha.call('PUT', `/api/v1/staff/dossiers/${code}`, dossierFor('2.000815'));
    const body = { dossierCode: code, componentCode: 'BAN_CHINH', basis: 'STATUTORY_DUTY' };
    return (await ha.call('POST', '/api/v1/staff/evidence-requests', body)).body;
  }
  const lines = () => service.connection.collection('accessLog').countDocuments();
  /** From now on the database itself refuses each new line, or none. */
  const refuseLines = (refuse: boolean) =>
    service.connection.db?.command({
      collMod: 'accessLog',
      validator: refuse ? { ownerId: 'nobody' } : {},
    });

  describe('the line is there when the first bytes are', () => {
    const readers: readonly [string, () => Promise<Response>][] = [
      ['to the owner', () => tuyet.browser.open(`${service.url}${documents}/${document.id}/content`)],
      [
        'to a clerk',
        () =>
          ha.browser.open(
            `${service.url}/api/v1/staff/evidence-requests/${clerks.id}/items/${document.id}/content`,
          ),
      ],
    ];
    for (const [whom, open] of readers) {
      it(whom, async () => {
        for (let n = 0; n < 5; n += 1) {
          const before = await lines();
          const response = await open();
          expect(response.status).to.equal(200);
          expect(await lines()).to.equal(before + 1);
          await response.arrayBuffer();
        }
      });
    }
  });

  describe('when no line can be written', () => {
    before(() => refuseLines(true));
    after(() => refuseLines(false));

    const expectNothing = async (answer: Promise<{ status: number; body: Json }>) => {
      const { status, body } = await answer;
      expect(status, JSON.stringify(body)).to.equal(503);
      expect(Object.keys(body)).to.have.members(['type', 'title', 'status', 'detail', 'code', 'requestId']);
    };

    it('the owner gets no byte of her document', async () => {
      await expectNothing(tuyet.call('GET', `${documents}/${document.id}/content`));
      await expectNothing(tuyet.call('GET', `${documents}/${document.id}/versions/1/content`));
      await expectNothing(
        tuyet.call('GET', `${documents}/${document.id}/content`, undefined, { range: 'bytes=0-0' }),
      );
    });

    it('a partner gets no byte and no manifest, and cites nothing', async () => {
      await expectNothing(partner.call('GET', contentPath(request)));
      await expectNothing(partner.call('GET', contentPath(request).replace('/content', '')));
      const [item] = request.items;
      await expectNothing(
        partner.call('POST', '/api/v1/citations', {
          evidenceRequestId: request.id,
          documentId: item.documentId,
          version: item.version,
          sha256: item.sha256,
        }),
      );
      expect(
        (await partner.call('GET', `/api/v1/dossiers/${request.dossierCode}`)).body.citations,
      ).to.deep.equal([]);
    });

    it('a look-up tells nothing and leaves no request', async () => {
      const requests = () => service.connection.collection('evidenceRequests').countDocuments();
      const before = await requests();
      await expectNothing(
        partner.call('POST', '/api/v1/evidence-requests', {
          dossierCode: request.dossierCode,
          componentCode: 'CHO_O_HOP_PHAP',
          basis: 'CONSENT',
          purpose: { code: 'x', text: 'x' },
          officer: { id: 'x', name: 'x', position: 'x' },
        }),
      );
      expect(await requests()).to.equal(before);
    });

    it('a clerk gets no byte, and her comparison raises nothing', async () => {
      const other = (await tuyet.call('GET', `${documents}/${document.id}`)).body;
      await expectNothing(
        ha.call('GET', `/api/v1/staff/evidence-requests/${clerks.id}/items/${document.id}/content`),
      );
      await expectNothing(
        ha.call('POST', '/api/v1/staff/comparisons', {
          evidenceRequestId: clerks.id,
          documentId: document.id,
          version: 1,
          outcome: 'MATCHES',
        }),
      );
      expect((await tuyet.call('GET', `${documents}/${document.id}`)).body).to.deep.equal(other);
    });

    it('an upload is not taken: no record, no object, no quota', async () => {
      const state = async () => [
        (await tuyet.call('GET', '/api/v1/me/quota')).body,
        await service.connection.collection('documents').countDocuments(),
        await storedObjects(service.dataDir),
      ];
      const before = await state();
      await expectNothing(tuyet.upload(documents, { typeCode: 'OTHER' }, pdfPaper()));
      await expectNothing(tuyet.upload(`${documents}/${document.id}/versions`, {}, pdfPaper()));
      expect(await state()).to.deep.equal(before);
    });

    it('a document is not taken out', async () => {
      await expectNothing(tuyet.call('DELETE', `${documents}/${document.id}`));
      expect((await tuyet.call('GET', `${documents}/${document.id}`)).status).to.equal(200);
    });
  });
});
