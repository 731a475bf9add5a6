import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { agreed, comparedPaper, openDossier } from '../support/main-job.js';
import { pdfPaper } from '../support/papers.js';
import { makePartner } from '../support/partner.js';
import { type Json, type Person, signIn } from '../support/person.js';
import { deposited } from '../support/results.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';

const names = [
  'So\u0302\u0309 đo\u0309.pdf',
  '..\\..\\evil.pdf',
  '../../../evil.pdf',
  'CON.pdf',
  'con.PDF',
  'a\u202efdp.exe.pdf',
  `${'ế'.repeat(82)}.pdf`,
  '=cmd|calc.pdf',
  '<script>alert(1)</script>.pdf',
  '👩\u200d👩\u200d👧.pdf',
  ' .pdf',
  'x.pdf',
  'X.pdf',
];

/** Python's zipfile: the judge of names, sizes and checksums is not ours. */
const judge = `
import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as z:
    bad = z.testzip()
    z.extractall(sys.argv[2])
    print(json.dumps({"bad": bad, "names": [i.filename for i in z.infolist()], "utf8": all(i.flag_bits & 0x800 for i in z.infolist())}))
`;

describe('all of one’s own data as a ZIP', function () {
  this.timeout(60_000);
  let world: World;
  let service: RunningService;
  let tuyet: Person;
  let folder: string;
  let papers: Json[];
  let hidden: Json;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'motlan-export-'));
    world = await makeWorld();
    service = await world.start();
    tuyet = await signIn(service.url, 'tuyet');
    const duc = await signIn(service.url, 'duc');
    const ha = await signIn(service.url, 'ha', 'staff');
    const partner = await makePartner(service);
    papers = [];
    for (const name of names) papers.push(await added(tuyet, name));
    await added(duc, 'cua-duc.pdf');
    papers.push(await comparedPaper(tuyet, ha));
    await agreed(partner, tuyet);
    const dossier = await openDossier(partner);
    hidden = await deposited(partner, dossier);
    const [line] = (await tuyet.call('GET', '/api/v1/me/accesses')).body.items;
    await tuyet.call('POST', `/api/v1/me/accesses/${line.id}/complaints`, { text: 'Lạ \u202equá' });
  });
  after(async () => {
    await world?.end();
    await rm(folder, { recursive: true, force: true });
  });

  async function added(who: Person, name: string): Promise<Json> {
    const paper = { ...pdfPaper(), name };
    const { status, body } = await who.upload(
      '/api/v1/me/documents',
      { typeCode: 'OTHER', title: name },
      paper,
    );
    expect(status, JSON.stringify(body)).to.equal(201);
    return body;
  }
  const ask = (who: Person, at = service.url) =>
    who.browser.open(`${at}/my-data/export`, {
      method: 'POST',
      body: new URLSearchParams({ _csrf: who.csrfToken }),
      headers: { accept: 'text/html', origin: service.url },
    });
  const exported = async (who = tuyet, name = 'all') => {
    const response = await ask(who);
    expect(response.status).to.equal(200);
    const file = join(folder, `${name}.zip`);
    await writeFile(file, Buffer.from(await response.arrayBuffer()));
    const into = join(folder, name);
    const judged: Json = JSON.parse(execFileSync('python3', ['-c', judge, file, into], { encoding: 'utf8' }));
    const json = async (entry: string): Promise<Json> =>
      JSON.parse(await readFile(join(into, entry), 'utf8'));
    return { response, file, into, judged, json, manifest: await json('manifest.json') };
  };
  const countLines = (filter: Json) => service.connection.collection('accessLog').countDocuments(filter);

  it('opens in Python and in unzip, every file as its manifest says', async () => {
    const { response, file, into, judged, manifest } = await exported();
    expect(response.headers.get('content-type')).to.equal('application/zip');
    expect(response.headers.get('content-disposition')).to.match(
      /^attachment; filename="motlan-[\d-]+\.zip"/,
    );
    expect(response.headers.get('cache-control')).to.equal('no-store');
    expect(judged).to.include({ bad: null, utf8: true });
    const unzip = spawnSync('unzip', ['-tq', file], { encoding: 'utf8' });
    if (unzip.error === undefined) expect(unzip.stdout).to.include('No errors detected');
    expect(manifest).to.include({ format: 'motlan-my-data', formatVersion: 1, ownerId: tuyet.id });
    expect(judged.names).to.deep.equal([...manifest.files.map((one: Json) => one.file), 'manifest.json']);
    for (const { file: name, bytes, sha256 } of manifest.files) {
      const content = await readFile(join(into, name));
      expect(content.length, name).to.equal(bytes);
      expect(createHash('sha256').update(content).digest('hex'), name).to.equal(sha256);
    }
    const kept = new Set(papers.flatMap((paper) => paper.versions.map((one: Json) => one.sha256)));
    expect(new Set(manifest.files.flatMap((one: Json) => (one.documentId ? one.sha256 : [])))).to.deep.equal(
      kept,
    );
    expect(manifest.counts).to.deep.include({ documents: papers.length, leftOut: 0 });
  });

  it('has names that every system unpacks, unique without regard to case', async () => {
    const { judged, into } = await exported(tuyet, 'names');
    for (const name of judged.names) {
      expect(name.normalize('NFC')).to.equal(name);
      expect(name).to.match(/^(giay-to\/\d{4}-v\d+ )?[^\\/:*?"<>|\p{Cc}\p{Cf}]+$/u);
      expect(Buffer.byteLength(name)).to.be.at.most(200);
    }
    expect(new Set(judged.names.map((name: string) => name.toLowerCase()))).to.have.property(
      'size',
      judged.names.length,
    );
    expect((await readdir(join(into, 'giay-to'))).length).to.equal(papers.length);
    expect(judged.names.join()).to.include('Sổ đỏ.pdf').and.to.include('evil.pdf');
  });

  it('holds papers, consents, looks and complaints in the shapes of the API, and nobody else’s', async () => {
    const { json, into } = await exported(tuyet, 'json');
    const api = async (path: string) => (await tuyet.call('GET', `/api/v1/me/${path}`)).body;
    const documents = await json('documents.json');
    expect(documents.map(({ files: _files, ...view }: Json) => view)).to.deep.equal(
      (await api('documents?limit=100')).items,
    );
    expect(documents.every(({ files }: Json) => files.length === 1)).to.equal(true);
    expect((await json('consents.json')).map((one: Json) => one.id)).to.deep.equal(
      (await api('consents?limit=100')).items.map((one: Json) => one.id),
    );
    expect(await json('complaints.json')).to.deep.equal((await api('complaints?limit=100')).items);
    const log = await json('access-log.json');
    expect(log[0]).to.not.have.any.keys('ownerId', 'actorId');
    const all = (
      await Promise.all((await readdir(into)).map((name) => readFile(join(into, name)).catch(() => '')))
    ).join();
    expect(all).to.not.include('cua-duc.pdf').and.to.not.include(hidden.documentId);
    expect((await json('owner.json')).id).to.equal(tuyet.id);
    expect(await readFile(join(into, 'README.txt'), 'utf8'))
      .to.include('DỮ LIỆU CỦA TÔI')
      .and.to.include('MY DATA');
  });

  it('leaves a line for the whole and one for each file, all of them in the log that it holds', async () => {
    const filter = { action: 'DOWNLOAD', ownerId: tuyet.id };
    const before = await countLines(filter);
    const { json } = await exported(tuyet, 'log');
    expect((await countLines(filter)) - before).to.equal(papers.length + 1);
    const log: Json[] = await json('access-log.json');
    expect(log.filter((line) => line.action === 'DOWNLOAD').length).to.equal(await countLines(filter));
    expect(log.find((line) => line.purpose?.code === 'EXPORT_ALL')).to.include({
      outcome: 'ALLOWED',
      documentId: null,
    });
  });

  it('leaves out what is infected or not scanned, and says so', async () => {
    const [infected] = papers;
    const documents = service.connection.collection<Json>('documents');
    await documents.updateOne({ _id: infected.id }, { $set: { 'versions.0.scan.state': 'INFECTED' } });
    const { manifest, judged } = await exported(tuyet, 'infected');
    expect(manifest.leftOut).to.deep.equal([
      { documentId: infected.id, version: 1, fileName: 'Sổ đỏ.pdf', reason: 'INFECTED' },
    ]);
    expect(judged.names.join()).to.not.include('Sổ đỏ.pdf');
    await documents.updateOne({ _id: infected.id }, { $set: { 'versions.0.scan.state': 'CLEAN' } });
  });

  it('names damaged, shortened and lost objects in the manifest, and holds all the others', async () => {
    const [first, second, third, ...others] = papers;
    const objectOf = async ({ id }: Json) => {
      const record = await service.connection.collection<Json>('documents').findOne({ _id: id });
      return pathOf(join(service.dataDir, 'objects'), record?.versions[0].blobKey);
    };
    const turned = await objectOf(first);
    const bytes = await readFile(turned);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    await rm(turned);
    await writeFile(turned, bytes);
    const cut = await objectOf(second);
    await truncate(cut, (await stat(cut)).size - 40);
    await rm(await objectOf(third));
    const before = await countLines({ action: 'DOWNLOAD', documentId: first.id });
    const { manifest, judged } = await exported(tuyet, 'damaged');
    expect(judged.bad).to.equal(null);
    expect(manifest.leftOut.map((one: Json) => `${one.documentId} ${one.reason}`)).to.have.members(
      [first, second, third].map(({ id }) => `${id} DAMAGED`),
    );
    expect(manifest.files.filter((one: Json) => one.documentId)).to.have.length(others.length);
    expect(await countLines({ action: 'DOWNLOAD', documentId: first.id })).to.equal(before);
  });

  it('is refused to an account of level 1, and the refusal is logged', async () => {
    const low = await signIn(service.url, 'low');
    const refused = await ask(low);
    expect(refused.status).to.equal(403);
    expect(await countLines({ ownerId: low.id, outcome: 'REFUSED', refusalCode: 'LEVEL_TOO_LOW' })).to.equal(
      1,
    );
    const page = await low.browser.open(`${service.url}/my-data`, { headers: { accept: 'text/html' } });
    expect(await page.text()).to.not.include('/my-data/export');
  });

  it('ends when its client goes: nothing is read or logged any more', async () => {
    const duc = await signIn(service.url, 'duc');
    for (let n = 0; n < 30; n += 1) {
      const bytes = Buffer.concat([pdfPaper().bytes, Buffer.alloc(500_000, `%${n}\n`)]);
      await duc.upload('/api/v1/me/documents', { typeCode: 'OTHER' }, { ...pdfPaper(), bytes });
    }
    const response = await ask(duc);
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    const logged = () => countLines({ ownerId: duc.id, action: 'DOWNLOAD' });
    await new Promise((resolve) => setTimeout(resolve, 500));
    const soon = await logged();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(await logged())
      .to.equal(soon)
      .and.to.be.lessThan(31);
  });
});

describe('all of one’s own data, again and again', function () {
  this.timeout(60_000);
  let world: World;
  before(async () => {
    world = await makeWorld({ RATE_EXPORTS_PER_HOUR: '2' });
  });
  after(() => world?.end());

  it('is limited for each owner, in all processes together', async () => {
    const [one, two] = [await world.start(), await world.start()];
    const tuyet = await signIn(one.url, 'tuyet');
    const statuses: number[] = [];
    for (const at of [one.url, two.url, one.url, two.url]) {
      const response = await tuyet.browser.open(`${at}/my-data/export`, {
        method: 'POST',
        body: new URLSearchParams({ _csrf: tuyet.csrfToken }),
        headers: { accept: 'text/html', origin: one.url },
      });
      statuses.push(response.status);
      await response.arrayBuffer();
    }
    expect(statuses).to.deep.equal([200, 200, 429, 429]);
  });
});

/** Where a disk store keeps an object. */
async function pathOf(objects: string, key: string): Promise<string> {
  const last = key.split('/').at(-1) ?? '';
  const found = (await readdir(objects, { recursive: true })).find((path) => path.endsWith(last));
  if (!found) throw new Error(`no object ${key}`);
  return join(objects, found);
}
