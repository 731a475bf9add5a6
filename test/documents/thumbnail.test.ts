import { expect } from 'chai';
import sharp from 'sharp';
import { pdfPaper } from '../support/papers.js';
import { makePartner } from '../support/partner.js';
import { type Json, type Person, signIn } from '../support/person.js';
import { releasedResult } from '../support/results.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';

describe('thumbnails of papers', function () {
  this.timeout(60_000);
  let world: World;
  let service: RunningService;
  let tuyet: Person;
  before(async () => {
    world = await makeWorld();
    service = await world.start();
    tuyet = await signIn(service.url, 'tuyet');
  });
  after(() => world?.end());

  const renditions = (): Promise<Json[]> =>
    service.connection.collection<Json>('renditions').find().toArray();
  const put = async (typeCode: string, who = tuyet): Promise<string> => {
    const bytes = await sharp({
      create: {
        width: 1600,
        height: 2200,
        channels: 3,
        background: '#c8b48c',
        noise: { type: 'gaussian', mean: 128, sigma: 60 },
      },
    })
      .jpeg()
      .toBuffer();
    const file = { name: 'anh.jpg', type: 'image/jpeg', bytes };
    const { body, status } = await who.upload('/api/v1/me/documents', { typeCode }, file);
    expect(status, JSON.stringify(body)).to.equal(201);
    return body.id;
  };
  const look = (id: string, who = tuyet) => who.bytes(`/documents/${id}/thumbnail`);

  it('a picture of 6 kB at most, drawn once and kept as ciphertext, which the list shows', async () => {
    const id = await put('LAND_CERTIFICATE');
    const first = await look(id);
    expect(first.status).to.equal(200);
    expect(first.bytes.length).to.be.at.most(6 * 1024);
    const { width, height, format } = await sharp(first.bytes).metadata();
    expect({ format, small: width <= 120 && height <= 360 }).to.deep.equal({ format: 'webp', small: true });
    const [kept] = await renditions();
    expect(kept?.documentId).to.equal(id);
    expect(Buffer.from(kept?.ciphertext.buffer).includes(Buffer.from('WEBP'))).to.equal(false);
    expect((await look(id)).bytes.equals(first.bytes)).to.equal(true);
    const list = await (
      await tuyet.browser.open(`${service.url}/documents`, { headers: { accept: 'text/html' } })
    ).text();
    expect(list).to.include(`/documents/${id}/thumbnail`);
  });

  it('is no look that the log tells of', async () => {
    const id = await put('LAND_CERTIFICATE');
    await look(id);
    const { items } = (await tuyet.call('GET', `/api/v1/me/accesses?documentId=${id}`)).body;
    expect(items.map(({ action }: Json) => action)).to.deep.equal(['UPLOAD']);
  });

  it('there is none of a private kind, of another’s, of one deleted, nor for an account of level 1', async () => {
    const hidden = await put('CRIMINAL_RECORD');
    expect((await look(hidden)).status).to.equal(404);
    const shown = await put('LAND_CERTIFICATE');
    expect((await look(shown, await signIn(service.url, 'duc'))).status).to.equal(404);
    expect((await look(shown, await signIn(service.url, 'low'))).status).to.equal(403);
    expect((await look(shown)).status).to.equal(200);
    await tuyet.call('DELETE', `/api/v1/me/documents/${shown}`);
    expect((await look(shown)).status).to.equal(404);
    expect((await renditions()).map(({ documentId }) => documentId)).to.not.include(shown);
  });

  it('a kept one that cannot be opened any more is drawn anew', async () => {
    const id = await put('LAND_CERTIFICATE');
    const { bytes } = await look(id);
    await service.connection
      .collection<Json>('renditions')
      .updateOne({ documentId: id }, { $set: { ciphertext: Buffer.from('not a message') } });
    expect((await look(id)).bytes.equals(bytes)).to.equal(true);
  });

  it('a receipt names code, time, file, pages and size', async () => {
    const { body } = await tuyet.upload(
      '/api/v1/me/documents',
      { typeCode: 'LAND_CERTIFICATE' },
      pdfPaper('Sổ <b>đỏ.pdf', 150_000),
    );
    const page = await tuyet.browser.open(`${service.url}/documents/${body.id}/receipt`, {
      headers: { accept: 'text/html' },
    });
    const text = await page.text();
    expect(text).to.match(/BN-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}/);
    expect(text).to.include('Sổ &lt;b>đỏ.pdf').and.to.include(body.versions[0].sha256);
  });

  it('an owner who disowns a result alerts the dossier that it came from', async () => {
    const partner = await makePartner(service);
    const result = await releasedResult(partner);
    const page = await tuyet.browser.open(`${service.url}/documents/${result.documentId}/not-mine`, {
      method: 'POST',
      body: new URLSearchParams({ _csrf: tuyet.csrfToken }),
      headers: { accept: 'text/html', origin: service.url },
      redirect: 'manual',
    });
    expect(page.status).to.equal(303);
    const { alerts } = (await partner.call('GET', `/api/v1/dossiers/${result.dossierCode}`)).body;
    expect(alerts).to.have.length(1);
    expect(alerts[0]).to.include({ type: 'RESULT_DISOWNED', documentId: result.documentId });
  });
});
