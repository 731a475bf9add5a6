import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import sharp from 'sharp';
import { pdfPaper } from '../support/papers.js';
import { type Json, type Person, signIn } from '../support/person.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';

const html = { accept: 'text/html' };

describe('pages of a document as pictures', function () {
  this.timeout(60_000);
  let world: World;
  let service: RunningService;
  let tuyet: Person;
  let duc: Person;
  let low: Person;
  before(async () => {
    world = await makeWorld();
    service = await world.start();
    [tuyet, duc, low] = [
      await signIn(service.url, 'tuyet'),
      await signIn(service.url, 'duc'),
      await signIn(service.url, 'low'),
    ];
  });
  after(() => world?.end());

  const added = async (person: Person, typeCode = 'LAND_CERTIFICATE'): Promise<string> => {
    const { status, body } = await person.upload('/api/v1/me/documents', { typeCode }, pdfPaper());
    expect(status).to.equal(201);
    return body.id;
  };
  const picture = (person: Person, id: string, page = '1') => person.bytes(`/documents/${id}/pages/${page}`);
  const pageOf = async (person: Person, id: string, query = '') =>
    (await person.browser.open(`${service.url}/documents/${id}${query}`, { headers: html })).text();
  const lines = (documentId: string) =>
    service.connection.collection<Json>('accessLog').find({ documentId, action: 'READ_CONTENT' }).toArray();

  it('the document’s page shows the first, drawn as WebP and kept by no cache', async () => {
    const id = await added(tuyet);
    const page = await pageOf(tuyet, id);
    expect(page).to.contain(`src="/documents/${id}/pages/1?version=1"`);
    const { status, headers, bytes } = await picture(tuyet, id);
    expect([status, headers.get('content-type'), headers.get('cache-control')]).to.deep.equal([
      200,
      'image/webp',
      'no-store',
    ]);
    expect((await sharp(bytes).metadata()).format).to.equal('webp');
    expect(bytes.length).to.be.at.most(60_000);
  });

  it('eight at once and again are one look in the log; a look an hour later is another', async () => {
    const id = await added(tuyet);
    const answers = await Promise.all(Array.from({ length: 8 }, () => picture(tuyet, id)));
    expect(answers.map(({ status }) => status)).to.deep.equal(Array(8).fill(200));
    await picture(tuyet, id);
    expect(await lines(id)).to.have.length(1);
    await service.connection.collection('recentLooks').updateMany({}, { $set: { until: new Date(0) } });
    await picture(tuyet, id);
    expect(await lines(id)).to.have.length(2);
  });

  it('a foreign one, one that is not there and a page that is not there answer alike', async () => {
    const id = await added(tuyet);
    const absent = '01a21584-b35c-73df-9225-826a71657ce4';
    const answers = await Promise.all([
      picture(duc, id),
      picture(tuyet, absent),
      picture(tuyet, id, '2'),
      picture(tuyet, id, '0'),
      picture(tuyet, id, 'x'),
    ]);
    expect(answers.map(({ status }) => status)).to.deep.equal([404, 404, 404, 404, 404]);
    expect(await lines(id)).to.deep.equal([]);
  });

  it('an account of level 1 sees none, and the refusal is on record', async () => {
    const id = await added(low);
    expect((await picture(low, id)).status).to.equal(403);
    expect((await lines(id)).map((line: Json) => line.outcome)).to.deep.equal(['REFUSED']);
    expect(await pageOf(low, id)).to.not.contain('/pages/1');
  });

  it('a private kind is covered until asked for', async () => {
    const id = await added(tuyet, 'CRIMINAL_RECORD');
    const covered = await pageOf(tuyet, id);
    expect(covered).to.contain('show=1');
    expect(covered).to.not.contain('/pages/1?');
    expect(await pageOf(tuyet, id, '?page=1&show=1')).to.contain(`/documents/${id}/pages/1?version=1`);
  });

  describe('a page that was drawn', () => {
    const kept = (documentId: string) =>
      service.connection.collection<Json>('renditions').find({ documentId }).toArray();

    it('is kept for an hour as ciphertext and shown again without the original, in another process too', async () => {
      const id = await added(tuyet);
      const first = await picture(tuyet, id);
      const [record, ...more] = await kept(id);
      expect(more).to.deep.equal([]);
      expect(record?.expiresAt.getTime() - Date.now()).to.be.within(3_500_000, 3_600_000);
      expect(Buffer.from(record?.ciphertext.buffer).includes('WEBP')).to.equal(false);
      const document = await service.connection.collection<Json>('documents').findOne({ _id: id });
      await rm(join(service.dataDir, 'objects', document?.versions[0].blobKey));
      const again = await tuyet.browser.open(`${(await world.start()).url}/documents/${id}/pages/1`);
      expect(again.status).to.equal(200);
      expect(Buffer.from(await again.arrayBuffer()).equals(first.bytes)).to.equal(true);
    });

    it('of a private kind is not kept', async () => {
      const id = await added(tuyet, 'CRIMINAL_RECORD');
      expect((await picture(tuyet, id)).status).to.equal(200);
      expect(await kept(id)).to.deep.equal([]);
    });

    it('goes with its document, also when that goes while it is drawn', async () => {
      const id = await added(tuyet);
      await picture(tuyet, id);
      await tuyet.call('DELETE', `/api/v1/me/documents/${id}`);
      expect(await kept(id)).to.deep.equal([]);
      for (let round = 0; round < 5; round += 1) {
        const raced = await added(tuyet);
        const [{ status }] = await Promise.all([
          picture(tuyet, raced),
          new Promise((resolve) => setTimeout(resolve, round * 60)).then(() =>
            tuyet.call('DELETE', `/api/v1/me/documents/${raced}`),
          ),
        ]);
        expect(status).to.be.oneOf([200, 404]);
        expect(await kept(raced), `round ${round}`).to.deep.equal([]);
      }
    });
  });

  it('an object that is lost is a problem that says so, not half a picture', async () => {
    const id = await added(tuyet);
    const record = await service.connection.collection<Json>('documents').findOne({ _id: id });
    await rm(join(service.dataDir, 'objects', record?.versions[0].blobKey));
    const { status, headers } = await picture(tuyet, id);
    expect([status, headers.get('content-type')?.startsWith('image/')]).to.deep.equal([500, false]);
  });

  it('without its line nothing leaves', async () => {
    const id = await added(tuyet);
    const rule = (validator: Json) => service.connection.db?.command({ collMod: 'accessLog', validator });
    await rule({ never: { $exists: true } });
    const refused = await picture(tuyet, id);
    await rule({});
    expect(refused.status).to.equal(503);
    expect((await picture(tuyet, id)).status).to.equal(200);
  });
});
