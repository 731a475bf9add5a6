import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { agreed, ask, comparedPaper, contentPath, openDossier } from '../support/main-job.js';
import { officer, pdfPaper, purpose } from '../support/papers.js';
import { makePartner, type Partner } from '../support/partner.js';
import { type Json, type Person, signIn } from '../support/person.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';

const path = '/api/v1/me/accesses';

describe('the access log, as its owner reads it', function () {
  this.timeout(60_000);
  let world: World;
  let service: RunningService;
  let tuyet: Person;
  let duc: Person;
  let ha: Person;
  let partner: Partner;
  let document: Json;

  before(async () => {
    world = await makeWorld();
    service = await world.start();
    tuyet = await signIn(service.url, 'tuyet');
    duc = await signIn(service.url, 'duc');
    ha = await signIn(service.url, 'ha', 'staff');
    partner = await makePartner(service);
    document = await comparedPaper(tuyet, ha);
  });
  after(() => world?.end());

  const lines = async (query = '', who = tuyet): Promise<Json[]> =>
    (await who.call('GET', `${path}?limit=100${query}`)).body.items;
  const code = ({ status, body }: { status: number; body: Json }) => `${status} ${body.code}`;

  it('says who, when, what, for which dossier, why and on which ground', async () => {
    const dossier = await openDossier(partner, '1.013229');
    const asked = await ask(partner, dossier, {
      componentCode: 'QUYEN_SU_DUNG_DAT',
      basis: 'STATUTORY_DUTY',
      legalGround: 'Luật Xây dựng, Điều 95',
    });
    await partner.bytes(contentPath(asked));
    const [read, lookUp] = await lines();
    const shared = {
      dossierCode: dossier,
      procedureCode: '1.013229',
      componentCode: 'QUYEN_SU_DUNG_DAT',
      purpose,
      basis: 'STATUTORY_DUTY',
      legalGround: 'Luật Xây dựng, Điều 95',
      consentId: null,
      outcome: 'ALLOWED',
      refusalCode: null,
      actor: {
        kind: 'CLIENT',
        name: officer.name,
        position: officer.position,
        agency: 'H09',
        client: 'HTTTGQTTHC Bình Dương',
      },
    };
    expect(lookUp).to.deep.include({ ...shared, action: 'LOOK_UP', documentId: null, version: null });
    expect(read).to.deep.include({ ...shared, action: 'READ_CONTENT', documentId: document.id, version: 1 });
    expect(read.catalogueGround).to.be.a('string').that.is.not.empty;
    expect(Date.parse(read.at)).to.be.closeTo(Date.now(), 20_000);
    expect(read).to.have.all.keys(
      'id at action actor dossierCode procedureCode componentCode purpose basis legalGround catalogueGround consentId documentId version outcome refusalCode'.split(
        ' ',
      ),
    );
  });

  it('a clerk stands there with name, position and agency', async () => {
    const [compared] = await lines(`&documentId=${document.id}`).then((all) =>
      all.filter((line) => line.action === 'COMPARE'),
    );
    expect(compared.actor).to.deep.equal({
      kind: 'STAFF',
      name: 'Lê Thu Hà',
      position: 'Công chức tiếp nhận',
      agency: 'H09.27',
      client: null,
    });
  });

  it('a refused look has its line, with the code and the matched item’s version', async () => {
    const asked = await agreed(partner, tuyet);
    await tuyet.call('POST', `/api/v1/me/consents/${asked.consent.id}/withdraw`, {});
    for (const item of ['', '/content']) {
      const refused = await partner.call('GET', `${contentPath(asked).replace('/content', '')}${item}`);
      expect(code(refused)).to.equal('403 CONSENT_WITHDRAWN');
      const [line] = await lines();
      expect(line).to.include({
        action: item ? 'READ_CONTENT' : 'MANIFEST',
        outcome: 'REFUSED',
        refusalCode: 'CONSENT_WITHDRAWN',
        documentId: document.id,
        version: 1,
        consentId: asked.consent.id,
      });
    }
  });

  it('is read newest first, by document and by page, and bad values are refused', async () => {
    const all = await lines();
    expect(all.map((line) => line.id)).to.deep.equal(
      all.map((line) => line.id).toSorted((a, b) => (a < b ? 1 : -1)),
    );
    const seen: string[] = [];
    let next: string | null = null;
    do {
      const page: Json = (await tuyet.call('GET', `${path}?limit=3${next ? `&after=${next}` : ''}`)).body;
      seen.push(...page.items.map((line: Json) => line.id));
      next = page.next;
    } while (next !== null);
    expect(seen).to.deep.equal(all.map((line) => line.id));
    const own = await lines(`&documentId=${document.id}`);
    expect(own).to.deep.equal(all.filter((line) => line.documentId === document.id));
    expect(own.length).to.be.greaterThan(2);
    for (const [query, pointer] of [
      ['documentId=x', '?documentId'],
      ['limit=0', '?limit'],
      ['after=x', '?after'],
      ['actor=x', '?actor'],
    ]) {
      const refused = await tuyet.call('GET', `${path}?${query}`);
      expect([code(refused), refused.body.errors[0].pointer]).to.deep.equal([
        '422 VALIDATION_FAILED',
        pointer,
      ]);
    }
  });

  it('of another owner is not seen, whatever is named', async () => {
    expect(await lines('', duc)).to.deep.equal([]);
    expect(await lines(`&documentId=${document.id}`, duc)).to.deep.equal([]);
  });

  it('lines of a result that is not released stay hidden, then show', async () => {
    const dossier = await openDossier(partner);
    const deposited = (
      await partner.upload(
        `/api/v1/dossiers/${dossier}/results`,
        { typeCode: 'RESIDENCE_CONFIRMATION', number: '7', issuerName: 'Công an', issuedOn: '2025-11-20' },
        pdfPaper(),
      )
    ).body;
    const line = await service.connection
      .collection<Json>('accessLog')
      .findOne({ documentId: deposited.documentId, action: 'DEPOSIT' });
    expect(line, 'the deposit is logged').to.not.equal(null);
    expect((await lines()).map((one) => one.documentId)).to.not.include(deposited.documentId);
    expect(await lines(`&documentId=${deposited.documentId}`)).to.deep.equal([]);
    const complaint = () =>
      tuyet.call('POST', `${path}/${line?._id}/complaints`, { text: 'Không phải tôi.' });
    expect(code(await complaint())).to.equal('404 NOT_FOUND');
    await partner.call('POST', `/api/v1/dossiers/${dossier}/results/${deposited.resultCode}/release`, {});
    expect((await lines(`&documentId=${deposited.documentId}`)).map((one) => one.action)).to.deep.equal([
      'RELEASE',
      'DEPOSIT',
    ]);
    expect((await complaint()).status).to.equal(201);
  });

  describe('a complaint', () => {
    const complain = (id: string, body: unknown, headers: Record<string, string> = {}, who = tuyet) =>
      who.call('POST', `${path}/${id}/complaints`, body, headers);

    it('about one of her own lines is 201 with an id, and is kept', async () => {
      const [line] = await lines();
      const made = await complain(line.id, { text: ' Tôi không biết lần xem này. ' });
      expect(made.status).to.equal(201);
      const kept = await service.connection.collection<Json>('complaints').findOne({ _id: made.body.id });
      expect(kept).to.include({ accessId: line.id, text: 'Tôi không biết lần xem này.', state: 'RECEIVED' });
    });

    it('with the same Idempotency-Key is the same complaint', async () => {
      const [line, other] = await lines();
      const key = { 'idempotency-key': randomUUID() };
      const made = await complain(line.id, { text: 'Một' }, key);
      expect((await complain(line.id, { text: 'Một' }, key)).body).to.deep.equal(made.body);
      expect(code(await complain(line.id, { text: 'Hai' }, key))).to.equal('422 IDEMPOTENCY_KEY_REUSED');
      expect(code(await complain(other.id, { text: 'Một' }, key))).to.equal('422 IDEMPOTENCY_KEY_REUSED');
    });

    it('without words, or with too many, is refused', async () => {
      const [line] = await lines();
      for (const body of [{}, { text: '' }, { text: '   ' }, { text: 'x'.repeat(2001) }, { text: 1 }]) {
        const refused = await complain(line.id, body);
        expect([code(refused), refused.body.errors[0].pointer]).to.deep.equal([
          '422 VALIDATION_FAILED',
          '/text',
        ]);
      }
    });

    it('about another’s line is 404, whatever its body', async () => {
      const [line] = await lines();
      expect(code(await complain(line.id, {}, {}, duc))).to.equal('404 NOT_FOUND');
    });
  });
});
