import { expect } from 'chai';
import { pdfPaper } from '../support/papers.js';
import { type Json, type Person, signIn } from '../support/person.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';

const documents = '/api/v1/me/documents';
const other = { typeCode: 'OTHER' };

describe('the quota of an owner', function () {
  this.timeout(30_000);
  const worlds: World[] = [];
  const start = async (settings: Record<string, string>): Promise<[RunningService, RunningService]> => {
    const world = await makeWorld(settings);
    worlds.push(world);
    return [await world.start(), await world.start()];
  };
  after(() => Promise.all(worlds.map((world) => world.end())));
  const quota = async (owner: Person) => (await owner.call('GET', '/api/v1/me/quota')).body;

  it('is 2 GiB and 2,000 documents unless set', async () => {
    const [service] = await start({});
    expect(await quota(await signIn(service.url, 'tuyet'))).to.deep.equal({
      usedBytes: 0,
      limitBytes: 2 * 1024 ** 3,
      usedDocuments: 0,
      limitDocuments: 2000,
    });
  });

  it('of bytes is kept to the byte, counts versions, and is freed by DELETE', async () => {
    const file = pdfPaper('a.pdf', 40_000);
    const [service] = await start({ QUOTA_BYTES: String(file.bytes.length * 2) });
    const owner = await signIn(service.url, 'tuyet');
    const first = (await owner.upload(documents, other, file)).body;
    const second = pdfPaper('b.pdf', 40_000);
    expect((await owner.upload(`${documents}/${first.id}/versions`, {}, second)).status).to.equal(201);
    expect((await quota(owner)).usedBytes).to.equal(file.bytes.length + second.bytes.length);
    for (const to of [documents, `${documents}/${first.id}/versions`]) {
      const refused = await owner.upload(to, to === documents ? other : {}, pdfPaper());
      expect([refused.status, refused.body.code]).to.deep.equal([422, 'QUOTA_EXCEEDED']);
    }
    expect((await owner.upload(documents, other, second)).body.duplicate, 'duplicate comes before').to.equal(
      true,
    );
    await owner.call('DELETE', `${documents}/${first.id}`);
    expect(await quota(owner)).to.include({ usedBytes: 0, usedDocuments: 0 });
    expect((await owner.upload(documents, other, file)).status).to.equal(201);
  });

  it('of documents is not what a new version takes', async () => {
    const [service] = await start({ QUOTA_DOCUMENTS: '1' });
    const owner = await signIn(service.url, 'tuyet');
    const only = (await owner.upload(documents, other, pdfPaper())).body;
    expect((await owner.upload(documents, other, pdfPaper())).body.code).to.equal('QUOTA_EXCEEDED');
    const version = await owner.upload(`${documents}/${only.id}/versions`, {}, pdfPaper());
    expect(version.status, JSON.stringify(version.body)).to.equal(201);
  });

  it('a version with another document’s bytes is a duplicate before it is too much', async () => {
    const [service] = await start({ QUOTA_DOCUMENTS: '2', QUOTA_BYTES: '4000' });
    const owner = await signIn(service.url, 'tuyet');
    const files = [pdfPaper('a.pdf', 1500), pdfPaper('b.pdf', 1500)] as const;
    await owner.upload(documents, other, files[0]);
    const second = (await owner.upload(documents, other, files[1])).body;
    const refused = await owner.upload(`${documents}/${second.id}/versions`, {}, files[0]);
    expect([refused.status, refused.body.code]).to.deep.equal([409, 'DOCUMENT_DUPLICATE']);
  });

  it('is not passed by ten uploads at once over two processes', async () => {
    const [service, second] = await start({ QUOTA_DOCUMENTS: '4' });
    const owner = await signIn(service.url, 'tuyet');
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        (n % 2 ? owner : owner.at(second.url)).upload(documents, other, pdfPaper()),
      ),
    );
    const codes = answers.map((answer) => answer.body.code ?? answer.status);
    expect(codes.filter((code) => code === 201)).to.have.length(4);
    expect(codes.filter((code) => code === 'QUOTA_EXCEEDED')).to.have.length(6);
    const items: Json[] = (await owner.call('GET', documents)).body.items;
    expect(items).to.have.length(4);
    const bytes = items.reduce((sum, one) => sum + one.versions[0].sizeBytes, 0);
    expect(await quota(owner)).to.include({ usedDocuments: 4, usedBytes: bytes });
  });

  it('thirty uploads at once that fit are all taken', async () => {
    const [service, second] = await start({});
    const owner = await signIn(service.url, 'tuyet');
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        (n % 2 ? owner : owner.at(second.url)).upload(documents, other, pdfPaper()),
      ),
    );
    expect(answers.map((answer) => answer.body.code ?? answer.status)).to.deep.equal(Array(30).fill(201));
    expect((await quota(owner)).usedDocuments).to.equal(30);
  });
});
