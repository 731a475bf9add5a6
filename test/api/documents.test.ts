import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { validToByRule } from '../../src/catalogue/index.js';
import { vietnamDate } from '../../src/platform/clock.js';
import { becomes, storedObjects } from '../support/leftovers.js';
import { agreed, ask, compare, comparedPaper, contentPath, openDossier } from '../support/main-job.js';
import { dossierFor, pdfPaper } from '../support/papers.js';
import { makePartner, type Partner } from '../support/partner.js';
import { type Json, type Person, signIn } from '../support/person.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';

const path = '/api/v1/me/documents';
const other = { typeCode: 'OTHER' };

describe('an owner’s documents', function () {
  this.timeout(30_000);
  let world: World;
  let service: RunningService;
  let second: RunningService;
  let tuyet: Person;
  let duc: Person;
  let ha: Person;
  let partner: Partner;

  before(async () => {
    world = await makeWorld();
    service = await world.start();
    second = await world.start();
    tuyet = await signIn(service.url, 'tuyet');
    duc = await signIn(service.url, 'duc');
    ha = await signIn(service.url, 'ha', 'staff');
    partner = await makePartner(service);
  });
  after(() => world?.end());

  const add = async (
    fields: Record<string, string> = {},
    file = pdfPaper(),
    owner = tuyet,
  ): Promise<Json> => {
    const added = await owner.upload(path, { ...other, ...fields }, file);
    expect(added.status, JSON.stringify(added.body)).to.equal(201);
    return added.body;
  };
  const objectsOf = (id: string) =>
    storedObjects(service.dataDir).then((files) => files.filter((file) => file.includes(id)));
  const quota = async (owner = tuyet) => (await owner.call('GET', '/api/v1/me/quota')).body;
  const code = ({ status, body }: { status: number; body: Json }) => [status, body.code];

  describe('the same bytes again', () => {
    it('are answered 200 with the first document and duplicate: true', async () => {
      const file = pdfPaper();
      const first = await add({ title: 'Một' }, file);
      const used = await quota();
      const again = await tuyet.upload(
        path,
        { typeCode: 'DIPLOMA', title: 'Hai' },
        { ...file, name: 'khac.pdf' },
      );
      expect(again.status).to.equal(200);
      expect(again.body).to.deep.equal({ ...first, duplicate: true });
      expect(again.headers.get('location')).to.equal(null);
      expect(await quota()).to.deep.equal(used);
    });

    it('of another owner make another document', async () => {
      const file = pdfPaper();
      const mine = await add({}, file);
      const hers = await add({}, file, duc);
      expect(hers.id).to.not.equal(mine.id);
      expect(hers).to.not.have.property('duplicate');
    });

    it('eight at once over two processes make one document and one object', async () => {
      const file = pdfPaper();
      const used = await quota();
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, n) => (n % 2 ? tuyet : tuyet.at(second.url)).upload(path, other, file)),
      );
      const statuses = answers.map((answer) => answer.status).toSorted((a, b) => a - b);
      expect(statuses).to.deep.equal([200, 200, 200, 200, 200, 200, 200, 201]);
      expect(new Set(answers.map((answer) => answer.body.id)).size).to.equal(1);
      expect(
        await service.connection
          .collection('documents')
          .countDocuments({ 'versions.sha256': answers[0]?.body.versions[0].sha256 }),
      ).to.equal(1);
      expect(await objectsOf(answers[0]?.body.id)).to.have.length(1);
      const now = await quota();
      expect([now.usedDocuments - used.usedDocuments, now.usedBytes - used.usedBytes]).to.deep.equal([
        1,
        file.bytes.length,
      ]);
    });

    it('come in anew, 201, after they were deleted', async () => {
      const file = pdfPaper();
      const first = await add({}, file);
      expect((await tuyet.call('DELETE', `${path}/${first.id}`)).status).to.equal(204);
      const again = await add({}, file);
      expect(again.id).to.not.equal(first.id);
    });
  });

  describe('a new version', () => {
    it('starts at SELF_UPLOADED, and the old bytes stay readable and identical', async () => {
      const before = pdfPaper('cu.pdf');
      const after = pdfPaper('moi.pdf', 200_000);
      const document = await comparedPaper(tuyet, ha, before);
      const answer = await tuyet.upload(`${path}/${document.id}/versions`, {}, after);
      expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
      expect(answer.headers.get('location')).to.equal(`${path}/${document.id}`);
      expect(answer.body).to.include({
        currentVersion: 2,
        trustClass: 'SELF_UPLOADED',
        title: document.title,
      });
      expect(answer.body.versions.map((version: Json) => version.trustClass)).to.deep.equal([
        'PHOTO_COMPARED',
        'SELF_UPLOADED',
      ]);
      const read = async (rest: string) => (await tuyet.bytes(`${path}/${document.id}${rest}`)).bytes;
      expect((await read('/versions/1/content')).equals(Buffer.from(before.bytes))).to.equal(true);
      expect((await read('/versions/2/content')).equals(Buffer.from(after.bytes))).to.equal(true);
      expect((await read('/content')).equals(Buffer.from(after.bytes))).to.equal(true);
      expect(await objectsOf(document.id)).to.have.length(2);
      expect((await tuyet.bytes(`${path}/${document.id}/versions/3/content`)).status).to.equal(404);
    });

    it('with the bytes of the current version is 200 and changes nothing', async () => {
      const file = pdfPaper();
      const document = await add({}, file);
      const used = await quota();
      const same = await tuyet.upload(`${path}/${document.id}/versions`, {}, file);
      expect([same.status, same.body.currentVersion]).to.deep.equal([200, 1]);
      expect(await quota()).to.deep.equal(used);
      expect(await objectsOf(document.id)).to.have.length(1);
    });

    it('with the bytes of another document of hers is refused and names it', async () => {
      const file = pdfPaper();
      const [first, document] = [await add({}, file), await add()];
      const refused = await tuyet.upload(`${path}/${document.id}/versions`, {}, file, {
        'accept-language': 'en',
      });
      expect(code(refused)).to.deep.equal([409, 'DOCUMENT_DUPLICATE']);
      expect(refused.body.detail).to.contain(first.id);
      expect(await objectsOf(document.id)).to.have.length(1);
    });

    it('may bring an earlier version’s bytes back', async () => {
      const file = pdfPaper();
      const document = await add({}, file);
      await tuyet.upload(`${path}/${document.id}/versions`, {}, pdfPaper());
      const back = await tuyet.upload(`${path}/${document.id}/versions`, {}, file);
      expect([back.status, back.body.currentVersion]).to.deep.equal([201, 3]);
    });

    it('of two at once one wins, the other leaves nothing', async () => {
      const document = await add();
      const used = await quota();
      const files = [pdfPaper('a.pdf', 5000), pdfPaper('b.pdf', 5000)];
      const answers = await Promise.all(
        files.map((file, n) =>
          (n ? tuyet : tuyet.at(second.url)).upload(`${path}/${document.id}/versions`, {}, file),
        ),
      );
      const won = answers.filter((answer) => answer.status === 201);
      const lost = answers.filter((answer) => answer.status !== 201);
      // One after the other is right too: then both are there.
      for (const answer of lost) expect(code(answer)).to.deep.equal([409, 'VERSION_CONFLICT']);
      expect(won.length).to.be.greaterThan(0);
      const now = (await tuyet.call('GET', `${path}/${document.id}`)).body;
      expect(now.currentVersion).to.equal(1 + won.length);
      expect(await objectsOf(document.id)).to.have.length(1 + won.length);
      const added = now.versions.slice(1).reduce((sum: number, version: Json) => sum + version.sizeBytes, 0);
      expect((await quota()).usedBytes - used.usedBytes).to.equal(added);
    });

    it('takes no field but sha256, and answers bad input as the first upload does', async () => {
      const document = await add();
      const versions = `${path}/${document.id}/versions`;
      expect(code(await tuyet.upload(versions, { title: 'x' }, pdfPaper()))).to.deep.equal([
        422,
        'VALIDATION_FAILED',
      ]);
      expect(code(await tuyet.upload(versions, { sha256: 'a'.repeat(64) }, pdfPaper()))).to.deep.equal([
        422,
        'DIGEST_MISMATCH',
      ]);
      expect(code(await tuyet.upload(versions, {}, { ...pdfPaper(), bytes: Buffer.alloc(0) }))).to.deep.equal(
        [422, 'FILE_EMPTY'],
      );
      expect((await tuyet.call('GET', `${path}/${document.id}`)).body.currentVersion).to.equal(1);
    });

    it('of another’s document is 404', async () => {
      const document = await add();
      expect(code(await duc.upload(`${path}/${document.id}/versions`, {}, pdfPaper()))).to.deep.equal([
        404,
        'DOCUMENT_NOT_FOUND',
      ]);
    });
  });

  describe('an Idempotency-Key', () => {
    it('gives the first answer again, 201 and Location too, whatever the boundary', async () => {
      const file = pdfPaper();
      const key = { 'idempotency-key': randomUUID() };
      const first = await tuyet.upload(path, { ...other, title: 'Khóa' }, file, key);
      expect(first.status).to.equal(201);
      const again = await tuyet.at(second.url).upload(path, { title: 'Khóa', ...other }, file, key);
      expect(again.status).to.equal(201);
      expect(again.body).to.deep.equal(first.body);
      expect(again.headers.get('location')).to.equal(first.headers.get('location'));
      await tuyet.call('PATCH', `${path}/${first.body.id}`, { title: 'Khác' });
      expect((await tuyet.upload(path, { ...other, title: 'Khóa' }, file, key)).body.title).to.equal('Khóa');
    });

    it('with other fields or another file is refused', async () => {
      const file = pdfPaper();
      const key = { 'idempotency-key': randomUUID() };
      await tuyet.upload(path, other, file, key);
      for (const answer of [
        await tuyet.upload(path, { ...other, title: 'x' }, file, key),
        await tuyet.upload(path, other, pdfPaper(), key),
      ]) {
        expect(code(answer)).to.deep.equal([422, 'IDEMPOTENCY_KEY_REUSED']);
      }
    });

    it('belongs to its actor', async () => {
      const key = { 'idempotency-key': randomUUID() };
      expect((await tuyet.upload(path, other, pdfPaper(), key)).status).to.equal(201);
      expect((await duc.upload(path, other, pdfPaper(), key)).status).to.equal(201);
    });

    it('still running is 409 with Retry-After, and in the end there is one document', async () => {
      const file = pdfPaper('lon.pdf', 3_000_000);
      const key = { 'idempotency-key': randomUUID() };
      const answers = await Promise.all(
        Array.from({ length: 4 }, (_, n) =>
          (n % 2 ? tuyet : tuyet.at(second.url)).upload(path, other, file, key),
        ),
      );
      const running = answers.filter((answer) => answer.status === 409);
      expect(running.length).to.be.greaterThan(0);
      for (const answer of running) {
        expect(answer.body.code).to.equal('REQUEST_IN_PROGRESS');
        expect(Number(answer.headers.get('retry-after'))).to.be.greaterThan(0);
      }
      expect(answers.filter((answer) => answer.status === 201).length).to.be.greaterThan(0);
      expect((await tuyet.upload(path, other, file, key)).status).to.equal(201);
      const ids = new Set(answers.filter((answer) => answer.status === 201).map((answer) => answer.body.id));
      expect(ids.size).to.equal(1);
    });

    it('of one document’s version means nothing for another’s', async () => {
      const [first, secondDocument] = [await add(), await add()];
      const file = pdfPaper();
      const key = { 'idempotency-key': randomUUID() };
      expect((await tuyet.upload(`${path}/${first.id}/versions`, {}, file, key)).body.id).to.equal(first.id);
      const again = await tuyet.upload(`${path}/${first.id}/versions`, {}, file, key);
      expect([again.status, again.body.id, again.body.currentVersion]).to.deep.equal([201, first.id, 2]);
      const wrong = await tuyet.upload(`${path}/${secondDocument.id}/versions`, {}, file, key);
      expect(code(wrong)).to.deep.equal([422, 'IDEMPOTENCY_KEY_REUSED']);
    });

    it('that is no key is refused', async () => {
      const refused = await tuyet.upload(path, other, pdfPaper(), { 'idempotency-key': 'x'.repeat(256) });
      expect(code(refused)).to.deep.equal([422, 'VALIDATION_FAILED']);
    });
  });

  describe('PATCH', () => {
    it('corrects the facts of an own upload; null clears them', async () => {
      const document = await add({
        number: '1',
        issuerName: 'A',
        issuedOn: '2020-01-01',
        validTo: '2030-01-01',
      });
      const changed = await tuyet.call('PATCH', `${path}/${document.id}`, {
        title: 'Tên mới',
        typeCode: 'DIPLOMA',
        number: null,
        issuerName: 'B',
        issuedOn: '2021-01-01',
        validTo: null,
      });
      expect(changed.status).to.equal(200);
      expect(changed.body).to.deep.include({
        title: 'Tên mới',
        typeCode: 'DIPLOMA',
        number: null,
        issuer: { code: null, name: 'B' },
        issuedOn: '2021-01-01',
        validFrom: '2021-01-01',
        validTo: null,
      });
      expect((await tuyet.call('GET', `${path}/${document.id}`)).body).to.deep.equal(changed.body);
    });

    it('moves an end of validity that came from the type’s rule with the date it came from', async () => {
      const today = vietnamDate(new Date());
      const document = await add({ typeCode: 'MARITAL_STATUS_CERTIFICATE', issuedOn: '2020-01-01' });
      expect(document.validTo).to.equal('2020-07-01');
      const later = await tuyet.call('PATCH', `${path}/${document.id}`, { issuedOn: today });
      expect(later.status, JSON.stringify(later.body)).to.equal(200);
      expect(later.body.validTo).to.equal(validToByRule({ rule: 'MONTHS', months: 6 }, today));
      const unlimited = await tuyet.call('PATCH', `${path}/${document.id}`, { typeCode: 'LAND_CERTIFICATE' });
      expect(unlimited.body).to.include({ validTo: null, permanent: true });
    });

    const faults: readonly [string, unknown, string][] = [
      ['an empty title', { title: '  ' }, '/title'],
      ['a title of 301 letters', { title: 'ê'.repeat(301) }, '/title'],
      ['a title of null', { title: null }, '/title'],
      ['a date that does not exist', { issuedOn: '2023-02-29' }, '/issuedOn'],
      ['validTo before issuedOn', { issuedOn: '2023-02-02', validTo: '2023-02-01' }, '/validTo'],
      ['an unknown field', { trustClass: 'DB_SHARED' }, '/trustClass'],
      ['a status', { status: 'VALID' }, '/status'],
      ['an object where text belongs', { number: { $gt: '' } }, '/number'],
      ['nothing to change', {}, ''],
      ['an array', [], ''],
    ];
    for (const [what, body, pointer] of faults) {
      it(`with ${what} is 422 at ${pointer || 'the root'}`, async () => {
        const document = await add();
        const refused = await tuyet.call('PATCH', `${path}/${document.id}`, body);
        expect(code(refused), JSON.stringify(refused.body)).to.deep.equal([422, 'VALIDATION_FAILED']);
        expect(refused.body.errors.map((fault: Json) => fault.pointer)).to.deep.equal([pointer]);
        expect((await tuyet.call('GET', `${path}/${document.id}`)).body).to.deep.equal(document);
      });
    }

    it('with an unknown type code is 422 DOCUMENT_TYPE_UNKNOWN', async () => {
      const document = await add();
      expect(code(await tuyet.call('PATCH', `${path}/${document.id}`, { typeCode: 'X' }))).to.deep.equal([
        422,
        'DOCUMENT_TYPE_UNKNOWN',
      ]);
    });

    it('of anything but the title is 409 DOCUMENT_VERIFIED once a clerk compared it', async () => {
      const document = await comparedPaper(tuyet, ha);
      for (const change of [
        { number: '9' },
        { title: 'x', issuedOn: '2020-01-01' },
        { typeCode: 'OTHER' },
        { issuerName: null },
        { validTo: '2090-01-01' },
      ]) {
        expect(code(await tuyet.call('PATCH', `${path}/${document.id}`, change))).to.deep.equal([
          409,
          'DOCUMENT_VERIFIED',
        ]);
      }
      const renamed = await tuyet.call('PATCH', `${path}/${document.id}`, { title: 'Nhà ở Phú An' });
      expect(renamed.body).to.deep.equal({ ...document, title: 'Nhà ở Phú An' });
      await tuyet.upload(`${path}/${document.id}/versions`, {}, pdfPaper());
      expect(code(await tuyet.call('PATCH', `${path}/${document.id}`, { number: '9' }))).to.deep.equal([
        409,
        'DOCUMENT_VERIFIED',
      ]);
    });

    it('of another’s document is 404 before its body is looked at', async () => {
      const document = await add();
      expect(code(await duc.call('PATCH', `${path}/${document.id}`, { la: 1 }))).to.deep.equal([
        404,
        'DOCUMENT_NOT_FOUND',
      ]);
    });
  });

  describe('DELETE', () => {
    it('removes the objects, leaves a tombstone without words, and frees the quota', async () => {
      const used = await quota();
      const document = await add({ title: 'Bí mật', number: '77', issuerName: 'UBND' });
      await tuyet.upload(`${path}/${document.id}/versions`, {}, pdfPaper());
      expect(await objectsOf(document.id)).to.have.length(2);
      expect((await tuyet.call('DELETE', `${path}/${document.id}`)).status).to.equal(204);
      await becomes(async () => expect(await objectsOf(document.id)).to.deep.equal([]));
      const record = await service.connection.collection<Json>('documents').findOne({ _id: document.id });
      expect(record).to.deep.include({
        status: 'DELETED',
        shown: false,
        title: '',
        number: null,
        issuer: null,
      });
      expect(record?.['deletedAt']).to.be.instanceOf(Date);
      expect(record?.['versions'].map((version: Json) => version.sha256)).to.have.length(2);
      expect(JSON.stringify(record)).to.not.contain('.pdf');
      expect(await quota()).to.deep.equal(used);
      for (const answer of [
        await tuyet.call('GET', `${path}/${document.id}`),
        await tuyet.call('GET', `${path}/${document.id}/content`),
        await tuyet.call('PATCH', `${path}/${document.id}`, { title: 'x' }),
        await tuyet.call('DELETE', `${path}/${document.id}`),
      ]) {
        expect(code(answer)).to.deep.equal([404, 'DOCUMENT_NOT_FOUND']);
      }
      const lines = (await tuyet.call('GET', `/api/v1/me/accesses?documentId=${document.id}`)).body.items;
      expect(lines.map((line: Json) => line.action)).to.deep.equal(['DELETE', 'UPLOAD', 'UPLOAD']);
    });

    it('of a document that an open dossier cites is 409, of closed ones it hides and keeps', async () => {
      const owner = await signIn(service.url, 'duc');
      const file = pdfPaper();
      const document = await add({ typeCode: 'LAND_CERTIFICATE' }, file, owner);
      const dossier = await openDossier(partner, '2.000815', '999085000002');
      const request = await ask(partner, dossier, {
        componentCode: 'BAN_CHINH',
        basis: 'STATUTORY_DUTY',
        legalGround: 'Luật',
      });
      const [item] = request.items;
      const cited = await partner.call('POST', '/api/v1/citations', {
        evidenceRequestId: request.id,
        documentId: document.id,
        version: 1,
        sha256: item.sha256,
      });
      expect(cited.status, JSON.stringify(cited.body)).to.equal(201);
      const used = await quota(owner);
      expect(code(await owner.call('DELETE', `${path}/${document.id}`))).to.deep.equal([
        409,
        'DOCUMENT_IN_USE',
      ]);
      expect(await quota(owner)).to.deep.equal(used);
      expect((await partner.call('PATCH', `/api/v1/dossiers/${dossier}`, { status: 10 })).status).to.equal(
        200,
      );
      expect((await owner.call('DELETE', `${path}/${document.id}`)).status).to.equal(204);
      expect((await owner.call('GET', `${path}/${document.id}`)).status).to.equal(404);
      expect((await owner.call('GET', path)).body.items.map((one: Json) => one.id)).to.not.include(
        document.id,
      );
      expect((await quota(owner)).usedDocuments).to.equal(used.usedDocuments - 1);
      expect(await objectsOf(document.id)).to.have.length(1);
      const again = await add({ typeCode: 'LAND_CERTIFICATE' }, file, owner);
      expect(again.id).to.not.equal(document.id);
    });

    it('of a result is 409 RESULT_NOT_DELETABLE, and a hidden one is 404', async () => {
      const dossier = await openDossier(partner, '1.004222');
      const deposited = await partner.upload(
        `/api/v1/dossiers/${dossier}/results`,
        { typeCode: 'RESIDENCE_CONFIRMATION', number: '1/XN', issuerName: 'Công an', issuedOn: '2025-11-20' },
        pdfPaper(),
      );
      expect(deposited.status, JSON.stringify(deposited.body)).to.equal(201);
      const { documentId, resultCode } = deposited.body;
      expect(code(await tuyet.call('DELETE', `${path}/${documentId}`))).to.deep.equal([
        404,
        'DOCUMENT_NOT_FOUND',
      ]);
      const used = await quota();
      await partner.call('POST', `/api/v1/dossiers/${dossier}/results/${resultCode}/release`, {});
      expect(code(await tuyet.call('DELETE', `${path}/${documentId}`))).to.deep.equal([
        409,
        'RESULT_NOT_DELETABLE',
      ]);
      expect(code(await tuyet.call('PATCH', `${path}/${documentId}`, { number: '2' }))).to.deep.equal([
        409,
        'DOCUMENT_VERIFIED',
      ]);
      expect(code(await tuyet.upload(`${path}/${documentId}/versions`, {}, pdfPaper()))).to.deep.equal([
        409,
        'DOCUMENT_VERIFIED',
      ]);
      expect((await tuyet.call('PATCH', `${path}/${documentId}`, { title: 'Cư trú' })).status).to.equal(200);
      expect(await quota(), 'results do not count').to.deep.equal(used);
    });

    it('stops a partner’s next read with 410', async () => {
      const document = await comparedPaper(tuyet, ha);
      const request = await agreed(partner, tuyet);
      const item = request.items.findIndex((one: Json) => one.documentId === document.id);
      expect(item).to.equal(0);
      expect((await partner.bytes(contentPath(request))).status).to.equal(200);
      await tuyet.call('DELETE', `${path}/${document.id}`);
      expect(code(await partner.call('GET', contentPath(request)))).to.deep.equal([410, 'DOCUMENT_DELETED']);
    });
  });

  describe('the list', () => {
    let owner: Person;
    const ids: string[] = [];
    const list = async (query: string) => (await owner.call('GET', `${path}?${query}`)).body;
    const titles = async (query: string) => (await list(query)).items.map((one: Json) => one.title);

    before(async () => {
      owner = await signIn(service.url, 'an');
      const papers: readonly Record<string, string>[] = [
        { title: 'Giấy khai sinh của Đức', typeCode: 'BIRTH_RECORD' },
        { title: 'Sổ đỏ (nhà 1.5 tầng)', typeCode: 'LAND_CERTIFICATE' },
        { title: 'Bằng lái hết hạn', validTo: '2020-01-01' },
        { title: 'Hợp đồng', validTo: '2190-01-01' },
        { title: 'ĐƠN a.*b' },
      ];
      for (const fields of papers) ids.unshift((await add(fields, pdfPaper(), owner)).id);
    });

    it('is newest first, cut at limit, and goes on after next until null', async () => {
      const seen: string[] = [];
      let next: string | null = '';
      let pages = 0;
      while (next !== null) {
        const page: Json = await list(`limit=2${next ? `&after=${next}` : ''}`);
        seen.push(...page.items.map((one: Json) => one.id));
        next = page.next;
        pages += 1;
      }
      expect(seen).to.deep.equal(ids);
      expect(pages).to.equal(3);
      expect((await list('limit=5')).next).to.equal(null);
      expect((await list('')).items).to.have.length(5);
    });

    it('finds words of the title without marks and case, as text', async () => {
      expect(await titles('q=DUC')).to.deep.equal(['Giấy khai sinh của Đức']);
      expect(await titles('q=sinh+giay')).to.deep.equal(['Giấy khai sinh của Đức']);
      expect(await titles(`q=${encodeURIComponent('Sổ')}`)).to.deep.equal(['Sổ đỏ (nhà 1.5 tầng)']);
      expect(await titles(`q=${encodeURIComponent('sổ'.normalize('NFD'))}`)).to.deep.equal([
        'Sổ đỏ (nhà 1.5 tầng)',
      ]);
      expect(await titles(`q=${encodeURIComponent('a.*b')}`)).to.deep.equal(['ĐƠN a.*b']);
      expect(await titles(`q=${encodeURIComponent('(nha')}`)).to.deep.equal(['Sổ đỏ (nhà 1.5 tầng)']);
      for (const harmless of ['.*', '[', '\\', '^', '1x5', '(a+)+$']) {
        const found = await titles(`q=${encodeURIComponent(harmless)}`);
        expect(found, harmless).to.deep.equal(harmless === '.*' ? ['ĐƠN a.*b'] : []);
      }
      expect(await titles('q=')).to.have.length(5);
    });

    it('filters by type and by the status of today', async () => {
      expect(await titles('typeCode=LAND_CERTIFICATE')).to.deep.equal(['Sổ đỏ (nhà 1.5 tầng)']);
      expect(await titles('status=EXPIRED')).to.deep.equal(['Bằng lái hết hạn']);
      expect((await list('status=EXPIRED')).items[0].status).to.equal('EXPIRED');
      expect(await titles('status=VALID')).to.have.length(4);
      expect(await titles('status=REVOKED')).to.deep.equal([]);
      expect(await titles('status=VALID&typeCode=OTHER&q=hop')).to.deep.equal(['Hợp đồng']);
    });

    for (const [query, pointer] of [
      ['limit=0', '?limit'],
      ['limit=101', '?limit'],
      ['limit=1.5', '?limit'],
      ['limit=abc', '?limit'],
      ['limit=', '?limit'],
      ['limit=0x10', '?limit'],
      ['limit=1e1', '?limit'],
      ['limit=5&limit=6', '?limit'],
      ['after=xyz', '?after'],
      ['after=', '?after'],
      ['after=MDE5ZDA2NzYtMGY0Ni03', '?after'],
      ['status=SOMETHING', '?status'],
      ['status[$ne]=VALID', '?status[$ne]'],
      ['q[$regex]=.', '?q[$regex]'],
      ['owner=me', '?owner'],
      ['q=a&q=b', '?q'],
    ] as const) {
      it(`refuses ${query} with 422 at ${pointer}`, async () => {
        const refused = await owner.call('GET', `${path}?${query}`);
        expect(code(refused)).to.deep.equal([422, 'VALIDATION_FAILED']);
        expect(refused.body.errors.map((fault: Json) => fault.pointer)).to.deep.equal([pointer]);
      });
    }

    it('holds only the owner’s own', async () => {
      const mine = (await duc.call('GET', `${path}?limit=100`)).body.items.map((one: Json) => one.id);
      for (const id of ids) expect(mine).to.not.include(id);
      for (const verb of ['GET', 'DELETE'] as const) {
        expect(code(await duc.call(verb, `${path}/${ids[0]}`))).to.deep.equal([404, 'DOCUMENT_NOT_FOUND']);
      }
      for (const strange of ['x', randomUUID(), '%24ne', `${ids[0]}%00`]) {
        expect((await owner.call('GET', `${path}/${strange}`)).status, strange).to.equal(404);
      }
    });
  });

  it('what the store holds of a clerk’s dossier does not change what the owner sees', async () => {
    const document = await add({ typeCode: 'LAND_CERTIFICATE' });
    await compare(ha, document.id);
    expect(dossierFor('2.000815')).to.have.property('owner');
    const seen = (await tuyet.call('GET', `${path}/${document.id}`)).body;
    expect(seen.trustClass).to.equal('PHOTO_COMPARED');
    expect(seen.versions[0].comparedBy).to.have.keys('name', 'position', 'agency', 'at');
    expect(seen).to.not.have.any.keys(
      'ownerId',
      'factsRevision',
      'citations',
      'typedIdentity',
      'deposit',
      'shown',
    );
    expect(seen.versions[0]).to.not.have.any.keys('blobKey', 'storedBytes', 'keyId');
  });
});
