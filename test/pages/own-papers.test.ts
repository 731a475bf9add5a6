import { expect } from 'chai';
import { endOfSoon } from '../../src/documents/document.js';
import { makeDocumentsStore, makeLetThrough } from '../../src/documents/index.js';
import { ask, comparedPaper, contentPath, openDossier } from '../support/main-job.js';
import { pdfPaper } from '../support/papers.js';
import { makePartner, type Partner } from '../support/partner.js';
import { type Json, type Person, signIn } from '../support/person.js';
import { deposited, settle } from '../support/results.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';
import { readPage, sendForm } from './support/forms.js';

const byDuty = { basis: 'STATUTORY_DUTY', legalGround: 'Luật Cư trú 2020, Điều 20' };

describe('an owner puts her papers right', function () {
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

  const post = (person: Person, path: string, fields?: Record<string, string>, at?: string) =>
    sendForm(service, person, path, fields, at);
  const page = async (person: Person, path: string) => (await readPage(service, person, path)).text;
  const added = async (fields: Record<string, string>): Promise<string> => {
    const { status, body } = await tuyet.upload('/api/v1/me/documents', fields, pdfPaper());
    expect(status, JSON.stringify(body)).to.equal(201);
    return body.id;
  };
  const held = async (id: string): Promise<Json> =>
    (await tuyet.call('GET', `/api/v1/me/documents/${id}`)).body;

  describe('corrects type and facts of her own upload', () => {
    it('what the form changes is changed, what it left stays', async () => {
      const id = await added({
        typeCode: 'OTHER',
        title: 'Giấy cũ',
        number: 'AB 12',
        issuedOn: '2020-01-31',
      });
      expect(await page(tuyet, `/documents/${id}`)).to.contain(`action="/documents/${id}/facts"`);
      const facts = {
        typeCode: 'LAND_CERTIFICATE',
        number: '',
        issuerName: 'Sở Xây dựng <b>',
        issuedOn: '2020-01-31',
      };
      const answer = await post(tuyet, `/documents/${id}/facts`, facts);
      expect([answer.status, answer.location]).to.deep.equal([303, `/documents/${id}?done=CORRECTED`]);
      expect(await held(id)).to.deep.include({
        typeCode: 'LAND_CERTIFICATE',
        title: 'Giấy cũ',
        number: null,
        issuer: { code: null, name: 'Sở Xây dựng <b>' },
        issuedOn: '2020-01-31',
      });
      const after = await page(tuyet, `/documents/${id}?done=CORRECTED`);
      expect(after)
        .to.contain('Đã lưu thông tin.')
        .and.to.contain('Sở Xây dựng &lt;b>')
        .and.to.not.contain('dựng <b>');
    });

    it('a form sent unchanged changes nothing', async () => {
      const id = await added({ typeCode: 'OTHER', validTo: '2030-01-01' });
      const before = await held(id);
      const same = { typeCode: 'OTHER', number: '', issuerName: '', issuedOn: '', validTo: '2030-01-01' };
      expect((await post(tuyet, `/documents/${id}/facts`, same)).status).to.equal(303);
      expect(await held(id)).to.deep.equal(before);
    });

    it('faults are told beside their fields, and what was typed is kept', async () => {
      const id = await added({ typeCode: 'OTHER' });
      const dates = { typeCode: 'OTHER', number: 'Số "7"', issuedOn: '2026-01-02', validTo: '2026-01-01' };
      const answer = await post(tuyet, `/documents/${id}/facts`, dates);
      expect(answer.status).to.equal(422);
      expect(answer.text)
        .to.contain('Ngày hết hạn nằm trước ngày cấp')
        .and.to.contain('value="Số &quot;7&quot;"');
      const unknown = await post(tuyet, `/documents/${id}/facts`, { typeCode: 'NO_SUCH_TYPE' });
      expect(unknown.status).to.equal(422);
      expect((await post(tuyet, `/documents/${id}/facts`, { typeCode: '' })).status).to.equal(422);
      expect(await held(id)).to.deep.include({ typeCode: 'OTHER', number: null });
    });

    it('not once it was compared, and no other person’s', async () => {
      const { id } = await comparedPaper(tuyet, ha);
      expect(await page(tuyet, `/documents/${id}`)).to.not.contain(`/documents/${id}/facts`);
      expect((await post(tuyet, `/documents/${id}/facts`, { typeCode: 'OTHER' })).status).to.equal(409);
      expect((await post(duc, `/documents/${id}/facts`, { typeCode: 'OTHER' })).status).to.equal(404);
      expect((await held(id)).typeCode).to.equal('LAND_CERTIFICATE');
    });
  });

  describe('says that a result is not hers', () => {
    const released = async (): Promise<Json> => {
      const result = await deposited(partner, await openDossier(partner));
      await settle(partner, result);
      return result;
    };
    const disown = (person: Person, id: string, url?: string) =>
      post(person, `/documents/${id}/not-mine`, {}, url);

    it('it is out of her sight and of every agency’s at once, on record; what was asked for before gives nothing', async () => {
      const { documentId: id } = await released();
      const code = await openDossier(partner);
      const request = await ask(partner, code, byDuty);
      const item = request.items.find((entry: Json) => entry.documentId === id);
      const path = contentPath({ ...request, items: [item] });
      expect((await partner.call('GET', path.replace(/\/content$/, ''))).status).to.equal(200);
      expect(await page(tuyet, `/documents/${id}`)).to.contain(`action="/documents/${id}/not-mine"`);

      const answer = await disown(tuyet, id);
      expect([answer.status, answer.location]).to.deep.equal([303, '/documents?done=DISOWNED']);
      expect(await page(tuyet, '/documents?done=DISOWNED')).to.contain('Giấy tờ đã được ẩn');
      expect(await page(tuyet, '/documents')).to.not.contain(id);
      for (const own of [`/api/v1/me/documents/${id}`, `/api/v1/me/documents/${id}/content`])
        expect((await tuyet.call('GET', own)).status, own).to.equal(404);
      expect((await tuyet.bytes(`/documents/${id}/pages/1`)).status).to.equal(404);
      for (const tail of ['', '/content'])
        expect((await partner.call('GET', path.replace(/\/content$/, tail))).status).to.equal(404);
      const cited = await partner.call('POST', '/api/v1/citations', {
        evidenceRequestId: request.id,
        documentId: id,
        version: item.version,
        sha256: item.sha256,
      });
      expect(cited.status).to.equal(404);
      const later = await ask(partner, await openDossier(partner), byDuty);
      expect(later.items.map((entry: Json) => entry.documentId)).to.not.include(id);
      const lines = await service.connection
        .collection('accessLog')
        .find({ documentId: id, action: 'DISOWN' })
        .toArray();
      expect(lines.map((line: Json) => [line.actorId, line.outcome])).to.deep.equal([[tuyet.id, 'ALLOWED']]);
    });

    it('said at two processes at once it is said once', async () => {
      const { documentId: id } = await released();
      const second = await world.start();
      const answers = await Promise.all(
        [undefined, second.url, undefined, second.url].map((url) => disown(tuyet, id, url)),
      );
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).to.deep.equal([
        303, 404, 404, 404,
      ]);
      expect(
        await service.connection.collection('accessLog').countDocuments({ documentId: id, action: 'DISOWN' }),
      ).to.equal(1);
    });

    it('an inspector’s word shows it again', async () => {
      const { documentId: id } = await released();
      await disown(tuyet, id);
      const store = makeDocumentsStore(service.connection);
      expect((await store.byId(id))?.disownedAt).to.be.instanceOf(Date);
      await makeLetThrough({ documents: store })(id);
      expect(await held(id)).to.include({ id, status: 'VALID' });
      expect((await store.byId(id))?.disownedAt).to.equal(null);
    });

    it('no other person’s, and no own upload', async () => {
      const { documentId: id } = await released();
      expect((await disown(duc, id)).status).to.equal(404);
      expect((await held(id)).id).to.equal(id);
      const own = await added({ typeCode: 'OTHER' });
      expect((await disown(tuyet, own)).status).to.equal(404);
      expect(await page(tuyet, `/documents/${own}`)).to.not.contain('/not-mine');
      expect((await held(own)).id).to.equal(own);
    });
  });

  it('finds what ends within 30 days', async () => {
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh' }).format(new Date());
    const last = endOfSoon(today);
    const [soon, later, past] = [
      await added({ typeCode: 'OTHER', validTo: last }),
      await added({ typeCode: 'OTHER', validTo: endOfSoon(last) }),
      await added({ typeCode: 'OTHER', validTo: '2020-01-01' }),
    ];
    const found = await page(tuyet, '/documents?status=EXPIRING');
    expect(found).to.contain(soon).and.to.not.contain(later);
    expect(found).to.not.contain(past);
    expect([endOfSoon('2026-02-01'), endOfSoon('2024-01-31'), endOfSoon('2026-12-15')]).to.deep.equal([
      '2026-03-03',
      '2024-03-01',
      '2027-01-14',
    ]);
  });
});
