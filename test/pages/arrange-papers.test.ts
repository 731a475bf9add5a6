import { expect } from 'chai';
import { makeDocumentsStore } from '../../src/documents/index.js';
import { ownDocuments } from '../../src/my-data/pack-documents.js';
import { ask, comparedPaper, openDossier } from '../support/main-job.js';
import { pdfPaper } from '../support/papers.js';
import { makePartner, type Partner } from '../support/partner.js';
import { type Json, type Person, signIn } from '../support/person.js';
import { profiled } from '../support/profile.js';
import { releasedResult, settle } from '../support/results.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';
import { readPage, sendForm } from './support/forms.js';

const byDuty = { basis: 'STATUTORY_DUTY', legalGround: 'Luật Cư trú 2020, Điều 20' };
const certificate = { typeCode: 'LAND_CERTIFICATE', issuerName: 'Sở Xây dựng' };

describe('an owner arranges her list', function () {
  this.timeout(60_000);
  let world: World;
  let service: RunningService;
  let partner: Partner;
  let tuyet: Person;
  let duc: Person;
  let ha: Person;
  before(async () => {
    world = await makeWorld();
    service = await world.start();
    partner = await makePartner(service);
    [tuyet, duc, ha] = [
      await signIn(service.url, 'tuyet'),
      await signIn(service.url, 'duc'),
      await signIn(service.url, 'ha', 'staff'),
    ];
  });
  after(() => world?.end());

  const post = (person: Person, path: string, at?: string) => sendForm(service, person, path, {}, at);
  const page = async (path: string, person = tuyet) => (await readPage(service, person, path)).text;
  const listed = async (query = '') =>
    [...(await page(`/documents${query}`)).matchAll(/href="\/documents\/([\w-]{36})"/g)].map(([, id]) => id);
  const added = async (fields: Record<string, string>): Promise<string> => {
    const { status, body } = await tuyet.upload('/api/v1/me/documents', fields, pdfPaper());
    expect(status, JSON.stringify(body)).to.equal(201);
    return body.id;
  };
  const asked = async () =>
    (await ask(partner, await openDossier(partner), byDuty)).items.map((item: Json) => item.documentId);
  let numbers = 0;
  const newNumber = () => `BX ${(numbers += 1)}`;

  describe('hides what must be kept', () => {
    it('it leaves the list and stays hers, found among the hidden; agencies see what they saw', async () => {
      const { documentId: id } = await releasedResult(partner, { number: newNumber() });
      const own = await page(`/documents/${id}`);
      expect(own).to.contain(`action="/documents/${id}/hide"`).and.to.not.contain(`/documents/${id}/delete"`);
      const answer = await post(tuyet, `/documents/${id}/hide`);
      expect([answer.status, answer.location]).to.deep.equal([303, `/documents/${id}?done=HIDDEN`]);
      expect(await listed()).to.not.include(id);
      expect(
        (await tuyet.call('GET', '/api/v1/me/documents?limit=100')).body.items.map((one: Json) => one.id),
      ).to.not.include(id);
      expect(await listed('?status=HIDDEN')).to.include(id);
      expect(await page(`/documents/${id}?done=HIDDEN`)).to.contain(`action="/documents/${id}/bring-back"`);
      expect((await tuyet.bytes(`/api/v1/me/documents/${id}/content`)).status).to.equal(200);
      expect(await asked()).to.include(id);

      const back = await post(tuyet, `/documents/${id}/bring-back`);
      expect([back.status, back.location]).to.deep.equal([303, `/documents/${id}?done=BROUGHT_BACK`]);
      expect(await listed()).to.include(id);
      expect(await listed('?status=HIDDEN')).to.not.include(id);
    });

    it('the same again changes nothing; another person’s is not found', async () => {
      const { documentId: id } = await releasedResult(partner, { number: newNumber() });
      for (const path of ['hide', 'hide', 'bring-back', 'bring-back'])
        expect((await post(tuyet, `/documents/${id}/${path}`)).status, path).to.equal(303);
      for (const path of ['hide', 'bring-back', 'merge'])
        expect((await post(duc, `/documents/${id}/${path}`)).status, path).to.equal(404);
      expect(await listed()).to.include(id);
    });

    it('her package of everything holds it', async () => {
      const { documentId: id } = await releasedResult(partner, { number: newNumber() });
      await post(tuyet, `/documents/${id}/hide`);
      const packed: string[] = [];
      const query = { ownerId: tuyet.id, today: '2026-11-25' };
      for await (const { id: one } of ownDocuments(makeDocumentsStore(service.connection), query))
        packed.push(one);
      expect(packed).to.include(id);
    });
  });

  describe('merges copies of one paper', () => {
    it('the better one stays, the others lie inside it, whole, and come out again', async () => {
      const number = newNumber();
      const compared = await comparedPaper(tuyet, ha);
      await service.connection
        .collection('documents')
        .updateOne({ _id: compared.id as never }, { $set: { number } });
      const copy = await added({ ...certificate, number: number.toLowerCase().replace(' ', '') });
      const other = await added({ ...certificate, number, issuerName: 'UBND phường Phú An' });
      expect(await page(`/documents/${copy}`)).to.contain(`action="/documents/${copy}/merge"`);

      const answer = await post(tuyet, `/documents/${copy}/merge`);
      expect([answer.status, answer.location]).to.deep.equal([303, `/documents/${compared.id}?done=MERGED`]);
      expect(await listed())
        .to.include(compared.id)
        .and.to.not.include(copy);
      expect(await listed()).to.include(other);
      expect(await page(`/documents/${compared.id}`)).to.contain(`href="/documents/${copy}"`);
      expect(await page(`/documents/${copy}`)).to.contain(`href="/documents/${compared.id}"`);
      expect((await tuyet.bytes(`/api/v1/me/documents/${copy}/content`)).status).to.equal(200);

      await post(tuyet, `/documents/${copy}/bring-back`);
      expect(await listed()).to.include(copy);
    });

    it('what is corrected into another paper lies behind none, and none behind it', async () => {
      for (const corrected of ['the copy', 'the one that stays']) {
        const number = newNumber();
        const [first, second] = [
          await added({ ...certificate, number }),
          await added({ ...certificate, number }),
        ];
        const { location } = await post(tuyet, `/documents/${first}/merge`);
        const kept = location?.includes(first) ? first : second;
        const copy = kept === first ? second : first;
        expect(await listed()).to.not.include(copy);
        const id = corrected === 'the copy' ? copy : kept;
        const change = await tuyet.call('PATCH', `/api/v1/me/documents/${id}`, { number: newNumber() });
        expect(change.status, JSON.stringify(change.body)).to.equal(200);
        expect(await listed(), corrected).to.include.members([first, second]);
      }
    });

    it('one that was revoked gives back the copies behind it', async () => {
      const number = newNumber();
      const result = await releasedResult(partner, { number });
      const copy = await added({ ...certificate, number });
      await service.connection
        .collection<Json>('documents')
        .updateOne({ _id: copy }, { $set: { aside: { at: new Date(), behind: result.documentId } } });
      expect(await listed()).to.not.include(copy);
      await settle(partner, result, 'revoke');
      expect(await listed()).to.include(copy);
    });

    it('an agency is offered the one that stays and not its copies', async () => {
      const number = newNumber();
      const { documentId: first } = await releasedResult(partner, { number });
      const { documentId: second } = await releasedResult(partner, { number });
      expect(await asked()).to.include.members([first, second]);
      const { location } = await post(tuyet, `/documents/${first}/merge`);
      expect(location).to.equal(`/documents/${second}?done=MERGED`);
      expect(await asked())
        .to.include(second)
        .and.to.not.include(first);
    });

    it('when the one that stays goes, its copies come back', async () => {
      const number = newNumber();
      const [first, second] = [
        await added({ ...certificate, number }),
        await added({ ...certificate, number }),
      ];
      await post(tuyet, `/documents/${first}/merge`);
      expect(await listed()).to.not.include(first);
      expect((await tuyet.call('DELETE', `/api/v1/me/documents/${second}`)).status).to.equal(204);
      expect(await listed()).to.include(first);

      const result = await releasedResult(partner, { ...certificate, number });
      expect((await post(tuyet, `/documents/${first}/merge`)).location).to.contain(result.documentId);
      await post(tuyet, `/documents/${result.documentId}/not-mine`);
      expect(await listed())
        .to.include(first)
        .and.to.not.include(result.documentId);
    });

    it('a merge and a deletion at once leave no paper out of reach', async () => {
      for (let round = 0; round < 5; round += 1) {
        const number = newNumber();
        const [first, newer] = [
          await added({ ...certificate, number }),
          await added({ ...certificate, number }),
        ];
        const [merged, deleted] = await Promise.all([
          post(tuyet, `/documents/${first}/merge`),
          tuyet.call('DELETE', `/api/v1/me/documents/${newer}`),
        ]);
        expect(merged.status).to.be.oneOf([303, 404, 409]);
        expect(deleted.status).to.equal(204);
        expect(await listed(), `round ${round}: ${merged.status}`).to.include(first);
      }
    });

    it('papers without a number, of other types or of another number are nobody’s copies', async () => {
      const number = newNumber();
      const plain = await added(certificate);
      await added(certificate);
      const one = await added({ ...certificate, number });
      await added({ typeCode: 'OTHER', number });
      await added({ ...certificate, number: `${number}0` });
      for (const id of [plain, one]) {
        expect(await page(`/documents/${id}`)).to.not.contain('/merge"');
        expect((await post(tuyet, `/documents/${id}/merge`)).status).to.equal(409);
      }
    });

    it('a paper issued anew keeps its number and is no copy of the one before; nor are two issuers’', async () => {
      const number = newNumber();
      const before = await added({ ...certificate, number, issuedOn: '2020-01-02', validTo: '2025-01-01' });
      const anew = await added({ ...certificate, number, issuedOn: '2025-01-02', validTo: '2035-01-01' });
      for (const id of [before, anew]) expect(await page(`/documents/${id}`)).to.not.contain('/merge"');
      const copy = await added({ ...certificate, number, issuedOn: '2025-01-02' });
      expect((await post(tuyet, `/documents/${anew}/merge`)).location).to.contain(copy);
      expect(await listed())
        .to.include(before)
        .and.to.not.include(anew);

      const shared = newNumber();
      const nameless = await added({ typeCode: 'LAND_CERTIFICATE', number: shared });
      const [one, other] = [
        await added({ ...certificate, number: shared }),
        await added({ ...certificate, number: shared, issuerName: 'UBND phường Phú An' }),
      ];
      await post(tuyet, `/documents/${nameless}/merge`);
      expect((await listed()).filter((id) => id === one || id === other)).to.have.length(2);
    });

    it('are found by an index', async () => {
      const id = await added({ ...certificate, number: newNumber() });
      const plans = await profiled(service.connection, 'documents', () => page(`/documents/${id}`));
      const examined = new Map(plans.map((plan) => [plan.planSummary, plan.docsExamined]));
      expect(examined.get('IXSCAN { ownerId: 1, number: 1, typeCode: 1 }')).to.equal(1);
      expect(examined.get('IXSCAN { ownerId: 1, aside.behind: 1, _id: -1 }')).to.equal(0);
    });
  });
});
