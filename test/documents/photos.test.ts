import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import sharp from 'sharp';
import { makeDocumentsStore } from '../../src/documents/index.js';
import { makeExpirePhotos } from '../../src/documents/photos/arrange-photos.js';
import { makeRemoveObjects } from '../../src/documents/remove-objects.js';
import { makeQuota } from '../../src/identity/index.js';
import { ownerQuota } from '../../src/joining/owner-facts.js';
import { newId } from '../../src/platform/ids.js';
import { inTransaction } from '../../src/platform/in-transaction.js';
import { makeBlobStore } from '../../src/storage/index.js';
import { storedObjects } from '../support/leftovers.js';
import { pdfPaper } from '../support/papers.js';
import { type Json, type Person, signIn, type UploadFile } from '../support/person.js';
import { addPhoto, densePhoto, pagePhoto, photographed, savePhotos } from '../support/photos.js';
import { needPdfTools } from '../support/real-parts.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';

describe('photos that become one document', function () {
  this.timeout(120_000);
  let world: World;
  let service: RunningService;
  let tuyet: Person;
  let folder: string;
  before(async () => {
    world = await makeWorld();
    service = await world.start();
    tuyet = await signIn(service.url, 'tuyet');
    folder = mkdtempSync(join(tmpdir(), 'motlan-photos-'));
  });
  after(async () => {
    await world?.end();
    rmSync(folder, { recursive: true, force: true });
  });

  const documents = (filter: Json = {}): Promise<Json[]> =>
    service.connection.collection<Json>('documents').find(filter).toArray();
  const photosOf = (of: string) =>
    service.connection
      .collection<Json>('documents')
      .find({ 'photo.of': of, deletedAt: null })
      .sort({ 'photo.order': 1 })
      .toArray();
  const objects = async () => (await storedObjects(service.dataDir)).length;
  const kept = async () => ({
    objects: await objects(),
    documents: (await documents()).length,
    used: await used(),
  });
  /** As it is when nothing waits to be removed any more, so that the job changes nothing while a test counts. */
  const settled = async () => {
    await removeDropped();
    return await kept();
  };
  const used = async () => {
    const owner = await service.connection.collection<Json>('owners').findOne({ _id: tuyet.id });
    return { bytes: owner?.['usedBytes'], documents: owner?.['usedDocuments'] };
  };
  const html = { accept: 'text/html' };
  const add = (of: string, file: UploadFile) => addPhoto(service.url, tuyet, of, file);
  const post = async (path: string, fields: Record<string, string>, who = tuyet) => {
    const response = await who.browser.open(`${service.url}${path}`, {
      method: 'POST',
      body: new URLSearchParams({ _csrf: who.csrfToken, ...fields }),
      headers: { ...html, origin: service.url },
    });
    return {
      status: response.status,
      to: response.headers.get('location') ?? '',
      text: await response.text(),
    };
  };
  /** Removes now what the job would remove within a minute. */
  const removeDropped = async () => {
    const folderOf = join(service.dataDir, 'objects');
    const blobs = await makeBlobStore({ kind: 'disk', folder: folderOf }, { createBucket: false });
    const renditions = { remove: async () => undefined };
    await makeRemoveObjects({ documents: makeDocumentsStore(service.connection), blobs, renditions }).all();
  };
  const save = (of: string, title = '') =>
    post(`/photos/${of}/save`, { typeCode: 'LAND_CERTIFICATE', title });

  it('pages in their order, turned as wanted, are one PDF/A-2b; the photos stay as they were sent', async function () {
    needPdfTools(this);
    const of = newId();
    const files = await Promise.all(
      ['một', 'hai', 'ba'].map((words, n) => pagePhoto(`trang ${n}.jpg`, words)),
    );
    for (const file of files) expect((await add(of, file)).status).to.equal(303);
    const [first, second, third] = await photosOf(of);
    await post(`/photos/${of}/pages/${first?._id}`, { step: 'DOWN' });
    await post(`/photos/${of}/pages/${third?._id}`, { step: 'RIGHT' });
    expect((await photosOf(of)).map(({ _id }) => _id)).to.deep.equal([second?._id, first?._id, third?._id]);

    const decomposed = 'Giấy chứng nhận <b>đất & nhà \u202egnp'.normalize('NFD');
    const saved = await save(of, decomposed);
    expect(saved.status, saved.text).to.equal(303);
    expect(saved.to).to.equal(`/documents/${of}?done=ADDED`);
    const { body } = await tuyet.call('GET', `/api/v1/me/documents/${of}`);
    expect(body.versions).to.have.length(1);
    expect(body.versions[0]).to.include({ mediaType: 'application/pdf', pages: 3 });
    expect(body.title).to.equal('Giấy chứng nhận <b>đất & nhà gnp');

    const { bytes } = await tuyet.bytes(`/api/v1/me/documents/${of}/content`);
    const path = join(folder, 'made.pdf');
    writeFileSync(path, bytes);
    // Read as XML: a title must not write into the metadata around it.
    const [xmp = ''] = /<x:xmpmeta[\s\S]*?<\/x:xmpmeta>/.exec(bytes.toString('utf8')) ?? [];
    expect(xmp).to.include('pdfaid:part');
    execFileSync(
      'python3',
      ['-c', 'import sys, xml.dom.minidom as x; x.parseString(sys.stdin.buffer.read())'],
      {
        input: xmp,
      },
    );
    execFileSync('qpdf', ['--check', path]);
    const text = execFileSync('pdftotext', ['-layout', path, '-']).toString('utf8');
    expect(text).to.include('Ảnh do chủ giấy tờ chụp').and.to.include('trang 3/3');
    const facts = execFileSync('pdfinfo', [path]).toString('utf8');
    expect(facts)
      .to.include('Giấy chứng nhận')
      .and.to.match(/Pages:\s+3/);
    const fonts = execFileSync('pdffonts', [path]).toString('utf8').split('\n').slice(2).filter(Boolean);
    expect(fonts).to.have.length(1);
    expect(fonts[0]).to.match(/BeVietnamPro.*\byes\b/);
    const kept = await photosOf(of);
    expect(kept.map(({ photo }) => photo.joined)).to.deep.equal([true, true, true]);
    expect(new Set(kept.map(({ versions }) => versions[0].sha256))).to.deep.equal(
      new Set(files.map((file) => createHash('sha256').update(file.bytes).digest('hex'))),
    );
    // The third was turned to the right: what was its upper edge is at the right.
    const third3 = await tuyet.bytes(`/documents/${of}/pages/3`);
    const { data, info } = await sharp(third3.bytes).raw().toBuffer({ resolveWithObject: true });
    const redAt = (x: number, y: number) => {
      const at = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * info.channels;
      return (data[at] ?? 0) > 150 && (data[at + 1] ?? 255) < 90;
    };
    expect(info.width).to.be.greaterThan(info.height);
    expect(
      [0.9, 0.92, 0.94, 0.95].some((x) => redAt(x, 0.5)),
      'red at the right',
    ).to.equal(true);
    expect(redAt(0.5, 0.06), 'no red above').to.equal(false);
  });

  it('what is cut off an edge goes from the picture and from the page, with the edge when it is turned', async () => {
    const of = newId();
    const { bytes } = await pagePhoto('p.jpg', 'một');
    await add(of, { name: 'p.jpg', type: 'image/jpeg', bytes });
    const [photo] = await photosOf(of);
    const path = `/photos/${of}/pages/${photo?._id}`;
    const seen = async (query = '') => {
      const picture = sharp((await tuyet.bytes(`${path}${query}`)).bytes);
      const { width, height } = await picture.metadata();
      const dominant = async (left: number, top: number) => {
        const part = { left, top, width: 20, height: 20 };
        const { channels } = await sharp(await picture.clone().extract(part).png().toBuffer()).stats();
        return (channels[0]?.mean ?? 0) > 150 && (channels[1]?.mean ?? 255) < 90 ? 'red' : 'paper';
      };
      const middle = { x: Math.floor(width / 2), y: Math.floor(height / 2) };
      return {
        size: `${width}x${height}`,
        top: await dominant(middle.x, 5),
        right: await dominant(width - 25, middle.y),
      };
    };
    const cut = (crop: Record<string, string>) => post(`${path}/crop`, { turn: '0', ...crop });
    expect(await seen()).to.deep.equal({ size: '480x640', top: 'red', right: 'paper' });
    // 1200 by 1600: a quarter off the left, the red edge and more off the top.
    expect((await cut({ top: '10', left: '25' })).to).to.equal(`/photos/${of}#page-${photo?._id}`);
    expect(await seen()).to.deep.equal({ size: '400x640', top: 'paper', right: 'paper' });
    expect(await seen('?whole=yes')).to.deep.equal({ size: '480x640', top: 'red', right: 'paper' });
    await post(path, { step: 'RIGHT' });
    expect(await seen()).to.deep.equal({ size: '640x400', top: 'paper', right: 'paper' });
    expect((await photosOf(of))[0]?.photo.crop).to.deep.equal({ top: 25, right: 10, bottom: 0, left: 0 });
    await post(path, { step: 'LEFT' });
    expect((await photosOf(of))[0]?.photo.crop).to.deep.equal({ top: 10, right: 0, bottom: 0, left: 25 });

    const refused = await cut({ top: '60', bottom: '40' });
    expect([refused.status, refused.text.includes('nhiều nhất 90%')]).to.deep.equal([422, true]);
    for (const top of ['-1', 'nửa', '91', '1e9']) expect((await cut({ top })).status, top).to.equal(422);
    const stale = await post(`${path}/crop`, { turn: '90', top: '5' });
    expect([stale.status, stale.text.includes('Các trang vừa thay đổi')]).to.deep.equal([409, true]);
    const duc = await signIn(service.url, 'duc');
    expect((await post(`${path}/crop`, { turn: '0', top: '5' }, duc)).status).to.equal(404);
    expect((await photosOf(of))[0]?.photo.crop).to.deep.equal({ top: 10, right: 0, bottom: 0, left: 25 });

    await save(of);
    const made = await tuyet.bytes(`/documents/${of}/pages/1`);
    const { data, info } = await sharp(made.bytes).raw().toBuffer({ resolveWithObject: true });
    const reds = Array.from({ length: info.height }, (_n, y) => {
      const at = (y * info.width + Math.floor(info.width / 2)) * info.channels;
      return (data[at] ?? 0) > 150 && (data[at + 1] ?? 255) < 90;
    });
    expect(reds).to.not.include(true);
    // What was sent is kept whole.
    const [kept] = await photosOf(of);
    expect(kept?.versions[0].sha256).to.equal(createHash('sha256').update(bytes).digest('hex'));
    expect((await cut({ whole: 'yes' })).status, 'joined').to.equal(404);
  });

  it('is told of what may be wrong with a photo, and is stopped by none of it', async () => {
    const of = newId();
    const blank = (width: number, background: string): Promise<Buffer> =>
      sharp({ create: { width, height: width, channels: 3, background } })
        .jpeg()
        .toBuffer();
    await add(of, { name: 'a.jpg', type: 'image/jpeg', bytes: await blank(1200, '#ccc') });
    await add(of, { name: 'b.jpg', type: 'image/jpeg', bytes: await blank(1200, '#111') });
    await add(of, {
      name: 'c.png',
      type: 'image/png',
      bytes: await sharp(await blank(300, '#eee'))
        .png()
        .toBuffer(),
    });
    await add(of, await pagePhoto('d.jpg', 'rõ'));
    expect((await photosOf(of)).map(({ photo }) => photo.hints)).to.deep.equal([
      ['BLURRED'],
      ['DARK'],
      ['TINY', 'BLURRED'],
      [],
    ]);
    const page = await (await tuyet.browser.open(`${service.url}/photos/${of}`, { headers: html })).text();
    expect(page).to.include('Ảnh bị mờ').and.to.include('Ảnh tối').and.to.include('Ảnh nhỏ');
    expect((await save(of)).status).to.equal(303);
  });

  it('refuses a PDF, a broken picture and the thirty-first page, and leaves nothing of them', async () => {
    const of = newId();
    const before = await settled();
    const pdf = await add(of, pdfPaper());
    expect([pdf.status, pdf.text.includes('không phải ảnh')]).to.deep.equal([422, true]);
    const broken = await add(of, {
      name: 'x.jpg',
      type: 'image/jpeg',
      bytes: Buffer.from('\xff\xd8\xff\xe0 broken', 'latin1'),
    });
    expect(broken.status).to.equal(422);
    const none = await save(of);
    expect([none.status, none.text.includes('Chưa có ảnh')]).to.deep.equal([422, true]);
    expect(await kept()).to.deep.equal(before);
    const small = (n: number) =>
      sharp({ create: { width: 50 + n, height: 50, channels: 3, background: '#fff' } })
        .png()
        .toBuffer();
    for (let n = 0; n < 30; n += 1)
      await add(of, { name: `${n}.png`, type: 'image/png', bytes: await small(n) });
    const more = await add(of, { name: 'more.png', type: 'image/png', bytes: await small(30) });
    expect(more.status).to.equal(409);
    expect(await photosOf(of)).to.have.length(30);
    expect((await save(of)).status).to.equal(303);
    expect((await add(of, { name: 'late.png', type: 'image/png', bytes: await small(31) })).status).to.equal(
      409,
    );
  });

  it('a photo sent again, as after a lost answer, is the same page', async () => {
    const of = newId();
    const file = await pagePhoto('p.jpg', 'một');
    const before = await settled();
    expect((await Promise.all([add(of, file), add(of, file)])).map(({ status }) => status)).to.deep.equal([
      303, 303,
    ]);
    expect((await add(of, file)).status).to.equal(303);
    expect(await photosOf(of)).to.have.length(1);
    expect([await objects(), (await used()).bytes]).to.deep.equal([
      before.objects + 1,
      before.used.bytes + file.bytes.length,
    ]);
    await post(`/photos/${of}/discard`, {});
  });

  it('whoever was interrupted goes on with her pages; saved or dropped, the next begin anew', async () => {
    const where = async () =>
      (await tuyet.browser.open(`${service.url}/photos`, { headers: html })).headers.get('location');
    const of = newId();
    await add(of, await pagePhoto('p.jpg', 'một'));
    expect(await where()).to.equal(`/photos/${of}`);
    await post(`/photos/${of}/discard`, {});
    expect(await where()).to.not.equal(`/photos/${of}`);
  });

  it('no more than two hundred wait to be saved', async () => {
    const of = newId();
    await add(of, await pagePhoto('p.jpg', 'một'));
    const [photo] = await photosOf(of);
    const others = Array.from({ length: 200 }, () => {
      const id = newId();
      return { ...photo, _id: id, versions: [], photo: { ...photo?.photo, of: id } };
    });
    const collection = service.connection.collection<Json>('documents');
    await collection.insertMany(others);
    const refused = await add(of, await pagePhoto('q.jpg', 'hai'));
    await collection.deleteMany({ _id: { $in: others.map(({ _id }) => _id) } });
    expect([refused.status, refused.text.includes('200 ảnh chưa ghép')]).to.deep.equal([409, true]);
    expect((await add(of, await pagePhoto('q.jpg', 'hai'))).status).to.equal(303);
    await post(`/photos/${of}/discard`, {});
  });

  it('pages too dense for the limit become smaller; one turned meanwhile is noticed, and saved again it is done', async () => {
    const narrow = await makeWorld({ UPLOAD_PDF_BYTES: String(1.5 * 1024 * 1024) });
    const { url, connection } = await narrow.start();
    const who = await signIn(url, 'tuyet');
    const of = newId();
    for (let n = 0; n < 2; n += 1) await addPhoto(url, who, of, await densePhoto(`${n}.jpg`));
    const saving = savePhotos(url, who, of);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const first = await connection
      .collection<Json>('documents')
      .findOne({ 'photo.of': of, 'photo.order': 1 });
    const turned = await who.browser.open(`${url}/photos/${of}/pages/${first?._id}`, {
      method: 'POST',
      body: new URLSearchParams({ _csrf: who.csrfToken, step: 'RIGHT' }),
      headers: { ...html, origin: url },
    });
    expect(turned.status).to.equal(303);
    const refused = await saving;
    expect([refused.status, refused.text.includes('Các trang vừa thay đổi')]).to.deep.equal([409, true]);
    expect((await savePhotos(url, who, of)).status).to.equal(303);
    const { body } = await who.call('GET', `/api/v1/me/documents/${of}`);
    expect(body.versions[0].pages).to.equal(2);
    expect(body.versions[0].sizeBytes).to.be.within(200_000, 1.5 * 1024 * 1024);
    await narrow.end();
  });

  it('sent twice at once it is one document; nobody else sees or touches the photos', async () => {
    const of = newId();
    await add(of, await pagePhoto('p.jpg', 'x'));
    const [photo] = await photosOf(of);
    const duc = await signIn(service.url, 'duc');
    const picture = await duc.browser.open(`${service.url}/photos/${of}/pages/${photo?._id}`, {
      headers: html,
    });
    expect(picture.status).to.equal(404);
    expect((await post(`/photos/${of}/pages/${photo?._id}`, { step: 'REMOVE' }, duc)).status).to.equal(404);
    expect((await post(`/photos/${of}/save`, { typeCode: 'OTHER' }, duc)).status).to.equal(422);
    const both = await Promise.all([save(of), save(of), save(of)]);
    expect(both.map(({ to }) => to)).to.deep.equal(Array(3).fill(`/documents/${of}?done=ADDED`));
    expect(await documents({ source: 'OWN_UPLOAD', _id: of })).to.have.length(1);
    expect(await photosOf(of)).to.have.length(1);
    const back = await tuyet.browser.open(`${service.url}/photos/${of}`, { headers: html });
    expect(back.headers.get('location')).to.equal(`/documents/${of}`);
  });

  it('deleted, all its objects and the space that it took are gone, those of its photos too', async () => {
    const before = await settled();
    const of = newId();
    for (const words of ['a', 'b']) await add(of, await pagePhoto(`${words}.jpg`, words));
    expect(await objects()).to.equal(before.objects + 2);
    await save(of);
    expect(await objects()).to.equal(before.objects + 3);
    expect((await used()).documents).to.equal(before.used.documents + 1);
    expect((await tuyet.call('DELETE', `/api/v1/me/documents/${of}`)).status).to.equal(204);
    expect(await used()).to.deep.equal(before.used);
    expect(await objects()).to.equal(before.objects);
  });

  it('photos that nobody saved for a day are dropped, with the space that they took', async () => {
    const before = await settled();
    const of = newId();
    await add(of, await pagePhoto('old.jpg', 'cũ'));
    const { connection } = service;
    const expire = (at: Date) =>
      makeExpirePhotos({
        documents: makeDocumentsStore(connection),
        quota: ownerQuota(
          { quota: makeQuota(connection) } as never,
          { quota: { bytes: 1e9, documents: 1000 } } as never,
        ),
        transact: (work) => inTransaction(connection, work),
        clock: { now: () => at },
      })();
    expect(await expire(new Date(Date.now() + 23 * 3_600_000))).to.equal(0);
    expect(await expire(new Date(Date.now() + 25 * 3_600_000))).to.be.greaterThan(0);
    expect(await photosOf(of)).to.deep.equal([]);
    expect((await used()).bytes).to.equal(before.used.bytes);
    await removeDropped();
    expect(await objects()).to.equal(before.objects);
  });

  it('the ZIP of her data has the photos beside what was made of them', async () => {
    const { id: of, photos } = await photographed(service.url, tuyet);
    const response = await tuyet.browser.open(`${service.url}/my-data/export`, {
      method: 'POST',
      body: new URLSearchParams({ _csrf: tuyet.csrfToken }),
      headers: { ...html, origin: service.url },
    });
    const path = join(folder, 'data.zip');
    writeFileSync(path, Buffer.from(await response.arrayBuffer()));
    execFileSync('python3', ['-m', 'zipfile', '-e', path, join(folder, 'out')]);
    const manifest: Json = JSON.parse(readFileSync(join(folder, 'out', 'manifest.json'), 'utf8'));
    const mine = manifest.files.filter((one: Json) => one.documentId === of);
    expect(mine).to.have.length(3);
    expect(mine.map((one: Json) => one.sha256)).to.include.members(
      photos.map(({ bytes }) => createHash('sha256').update(bytes).digest('hex')),
    );
  });
});
