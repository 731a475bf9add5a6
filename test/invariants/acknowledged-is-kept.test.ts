import { createHash } from 'node:crypto';
import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { storedObjects } from '../support/leftovers.js';
import { pdfPaper } from '../support/papers.js';
import { type Json, type Person, signIn } from '../support/person.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';

const documents = '/api/v1/me/documents';
const other = { typeCode: 'OTHER' };

describe('invariant 1: an acknowledged upload has its object stored and its record written', function () {
  this.timeout(60_000);
  let world: World;
  let service: RunningService;
  let second: RunningService;
  let tuyet: Person;
  let objects: string;

  before(async () => {
    world = await makeWorld();
    service = await world.start();
    second = await world.start();
    tuyet = await signIn(service.url, 'tuyet');
    objects = join(service.dataDir, 'objects');
  });
  after(() => world?.end());

  const record = (id: string) => world.database.connection.collection<Json>('documents').findOne({ _id: id });

  it('at the moment of each 201 both are there, and another process serves the very bytes', async () => {
    for (let n = 0; n < 6; n += 1) {
      const file = pdfPaper('a.pdf', 300_000 * (n % 2) + 2000);
      const added = await tuyet.upload(documents, other, file);
      expect(added.status).to.equal(201);
      const [version] = (await record(added.body.id))?.versions ?? [];
      expect((await stat(join(objects, version.blobKey))).size).to.equal(version.storedBytes);
      const read = await tuyet.at(second.url).bytes(`${documents}/${added.body.id}/content`);
      expect(createHash('sha256').update(read.bytes).digest('hex')).to.equal(
        createHash('sha256').update(file.bytes).digest('hex'),
      );
    }
  });

  it('without its object stored there is no 201 and no record, for a document and for a version', async () => {
    const document = (await tuyet.upload(documents, other, pdfPaper())).body;
    const before = await service.connection.collection('documents').countDocuments();
    await rename(objects, `${objects}.away`);
    await writeFile(objects, '');
    try {
      expect((await tuyet.upload(documents, other, pdfPaper())).status).to.equal(503);
      expect((await tuyet.upload(`${documents}/${document.id}/versions`, {}, pdfPaper())).status).to.equal(
        503,
      );
    } finally {
      await rm(objects);
      await rename(`${objects}.away`, objects);
    }
    expect(await service.connection.collection('documents').countDocuments()).to.equal(before);
    expect((await record(document.id))?.versions).to.have.length(1);
  });

  it('without its record written there is no 201, and its object goes', async () => {
    const document = (await tuyet.upload(documents, other, pdfPaper())).body;
    const before = await storedObjects(service.dataDir);
    const refuse = (validator: object) => service.connection.db?.command({ collMod: 'documents', validator });
    await refuse({ ownerId: 'nobody' });
    try {
      expect((await tuyet.upload(documents, other, pdfPaper())).status).to.equal(503);
      expect((await tuyet.upload(`${documents}/${document.id}/versions`, {}, pdfPaper())).status).to.equal(
        503,
      );
    } finally {
      await refuse({});
    }
    expect(await storedObjects(service.dataDir)).to.deep.equal(before);
  });
});
