import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { filesUnder } from '../support/leftovers.js';
import { agreed, comparedPaper, contentPath } from '../support/main-job.js';
import { pdfPaper } from '../support/papers.js';
import { makePartner, type Partner } from '../support/partner.js';
import { type Json, type Person, signIn } from '../support/person.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';

const documents = '/api/v1/me/documents';
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('invariant 6: an original stays as it came', function () {
  this.timeout(60_000);
  let world: World;
  let service: RunningService;
  let tuyet: Person;
  let ha: Person;
  let partner: Partner;
  before(async () => {
    world = await makeWorld();
    service = await world.start();
    tuyet = await signIn(service.url, 'tuyet');
    ha = await signIn(service.url, 'ha', 'staff');
    partner = await makePartner(service);
  });
  after(() => world?.end());

  /** Each stored object with the hash of its ciphertext. */
  const stored = async (): Promise<Map<string, string>> => {
    const folder = join(service.dataDir, 'objects', 'documents');
    const hashes = new Map<string, string>();
    for (const name of await filesUnder(folder)) hashes.set(name, sha256(await readFile(join(folder, name))));
    return hashes;
  };

  it('whatever is done with a document: no stored byte changes, each version reads as it was put in', async () => {
    const files = [pdfPaper('1.pdf', 90_000), pdfPaper('2.pdf', 70_000), pdfPaper('3.pdf')];
    const document = await comparedPaper(tuyet, ha, files[0]);
    const first = await stored();
    expect(first.size).to.equal(1);
    const request = await agreed(partner, tuyet);
    const [item] = request.items;
    const steps: readonly (() => Promise<{ status: number }>)[] = [
      () => tuyet.call('PATCH', `${documents}/${document.id}`, { title: 'Tên khác' }),
      () => tuyet.upload(`${documents}/${document.id}/versions`, {}, files[1] ?? pdfPaper()),
      () => tuyet.upload(`${documents}/${document.id}/versions`, {}, files[2] ?? pdfPaper()),
      () =>
        tuyet.upload(`${documents}/${document.id}/versions`, {}, { ...pdfPaper(), bytes: Buffer.alloc(0) }),
      () => tuyet.upload(documents, { typeCode: 'OTHER' }, files[0] ?? pdfPaper()),
      () =>
        partner.call('POST', '/api/v1/citations', {
          evidenceRequestId: request.id,
          documentId: item.documentId,
          version: item.version,
          sha256: item.sha256,
        }),
      () => tuyet.call('DELETE', `${documents}/${document.id}`),
    ];
    const statuses: number[] = [];
    for (const step of steps) {
      statuses.push((await step()).status);
      const now = await stored();
      for (const [name, hash] of first) expect(now.get(name), `after step ${statuses.length}`).to.equal(hash);
    }
    expect(statuses).to.deep.equal([200, 201, 201, 422, 200, 201, 409]);
    expect((await stored()).size).to.equal(3);
    for (const [n, file] of files.entries()) {
      const read = await tuyet.bytes(`${documents}/${document.id}/versions/${n + 1}/content`);
      expect(sha256(read.bytes), `version ${n + 1}`).to.equal(sha256(file.bytes));
    }
    const got = await partner.bytes(contentPath(request));
    expect(sha256(got.bytes), 'what was agreed to').to.equal(sha256(files[0]?.bytes ?? Buffer.alloc(0)));
    const { versions } = (await tuyet.call('GET', `${documents}/${document.id}`)).body;
    expect(versions.map((version: Json) => version.sha256)).to.deep.equal(
      files.map((file) => sha256(file.bytes)),
    );
  });
});
