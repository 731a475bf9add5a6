import { createHash } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { expect } from 'chai';
import { flatJpeg } from '../documents/intake/support/made-files.js';
import { pdfPaper } from '../support/papers.js';
import { type Json, type Person, signIn } from '../support/person.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';

const documents = '/api/v1/me/documents';

describe('the content of an owner’s document', function () {
  this.timeout(30_000);
  let world: World;
  let service: RunningService;
  let tuyet: Person;
  const file = pdfPaper('Sổ đỏ "nhà" 100%.pdf', 150_000);
  const bytes = Buffer.from(file.bytes);
  const sha256 = createHash('sha256').update(bytes).digest();
  const etag = `"${sha256.toString('hex')}"`;
  let document: Json;
  let path: string;

  before(async () => {
    world = await makeWorld();
    service = await world.start();
    tuyet = await signIn(service.url, 'tuyet');
    document = (await tuyet.upload(documents, { typeCode: 'OTHER' }, file)).body;
    path = `${documents}/${document.id}/content`;
  });
  after(() => world?.end());

  const get = (headers: Record<string, string> = {}) => tuyet.bytes(path, headers);
  const lines = async (): Promise<Json[]> =>
    (await tuyet.call('GET', '/api/v1/me/accesses?limit=100')).body.items;

  it('comes whole with every header that the contract names', async () => {
    const { status, headers, bytes: got } = await get();
    expect(status).to.equal(200);
    expect(got.equals(bytes)).to.equal(true);
    expect(Object.fromEntries(headers)).to.include({
      etag,
      'accept-ranges': 'bytes',
      'content-type': 'application/pdf',
      'content-length': String(bytes.length),
      'repr-digest': `sha-256=:${sha256.toString('base64')}:`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    expect(headers.get('content-security-policy')).to.match(/^sandbox(;|$)/);
    expect(headers.get('content-disposition')).to.match(/^attachment; filename="[ -~]+"; filename\*=UTF-8''/);
    const name = /filename\*=UTF-8''(\S+)$/.exec(headers.get('content-disposition') ?? '')?.[1] ?? '';
    expect(decodeURIComponent(name)).to.equal('Sổ đỏ "nhà" 100%.pdf');
  });

  it('leaves a DOWNLOAD line for each answer with bytes', async () => {
    const before = (await lines()).length;
    await get();
    await get({ range: 'bytes=0-9' });
    const now = await lines();
    expect(now.length - before).to.equal(2);
    expect(now[0]).to.include({
      action: 'DOWNLOAD',
      outcome: 'ALLOWED',
      documentId: document.id,
      version: 1,
    });
  });

  for (const [tag, status] of [
    [() => etag, 304],
    [() => `W/${etag}`, 304],
    [() => `"x", ${etag}`, 304],
    [() => '*', 304],
    [() => '"x"', 200],
  ] as const) {
    it(`If-None-Match ${String(tag).slice(6)} is ${status}${status === 304 ? ' without a line in the log' : ''}`, async () => {
      const before = (await lines()).length;
      const answer = await get({ 'if-none-match': tag() });
      expect(answer.status).to.equal(status);
      expect(answer.headers.get('etag')).to.equal(etag);
      expect(answer.bytes).to.have.length(status === 304 ? 0 : bytes.length);
      expect((await lines()).length - before).to.equal(status === 304 ? 0 : 1);
    });
  }

  const size = bytes.length;
  for (const [range, from, to] of [
    ['bytes=0-0', 0, 1],
    ['bytes=70000-70099', 70_000, 70_100],
    ['bytes=65530-65545', 65_530, 65_546],
    ['bytes=149000-', 149_000, size],
    ['bytes=-100', size - 100, size],
    [`bytes=-${size + 5000}`, 0, size],
    [`bytes=10-${size * 2}`, 10, size],
    ['bytes= 5-6', 5, 7],
    ['bytes=0-9,5-19', 0, 20],
    ['bytes=0-9,99999999-', 0, 10],
  ] as const) {
    it(`${range.replace(String(size + 5000), '<more than there is>').replace(String(size * 2), '<past the end>')} is 206 with those bytes`, async () => {
      const answer = await get({ range });
      expect(answer.status).to.equal(206);
      expect(answer.headers.get('content-range')).to.equal(`bytes ${from}-${to - 1}/${size}`);
      expect(answer.headers.get('content-length')).to.equal(String(to - from));
      expect(answer.headers.get('repr-digest'), 'of the whole').to.equal(
        `sha-256=:${sha256.toString('base64')}:`,
      );
      expect(answer.bytes.equals(bytes.subarray(from, to))).to.equal(true);
    });
  }

  for (const range of ['bytes=99999999-', 'bytes=-0', 'bytes=200000-300000']) {
    it(`${range} is 416 with Content-Range and a problem document, without a line in the log`, async () => {
      const before = (await lines()).length;
      const answer = await tuyet.call('GET', path, undefined, { range });
      expect([answer.status, answer.body.code]).to.deep.equal([416, 'RANGE_NOT_SATISFIABLE']);
      expect(answer.headers.get('content-range')).to.equal(`bytes */${size}`);
      expect(answer.headers.get('content-type')).to.contain('application/problem+json');
      expect((await lines()).length).to.equal(before);
    });
  }

  for (const range of [
    'bytes=0-9,100-109',
    'bytes=9-5',
    'bytes=abc',
    'bytes=',
    'bytes=1x-5',
    'lines=0-3',
    'bytes=-',
  ]) {
    it(`${range} is answered with the whole`, async () => {
      const answer = await get({ range });
      expect([answer.status, answer.bytes.length]).to.deep.equal([200, size]);
    });
  }

  it('If-Range decides whether a range still counts', async () => {
    const ranged = (ifRange: string) => get({ range: 'bytes=0-9', 'if-range': ifRange });
    expect((await ranged(etag)).status).to.equal(206);
    for (const other of ['"x"', `W/${etag}`, 'Thu, 26 Nov 2026 00:00:00 GMT']) {
      expect((await ranged(other)).status, other).to.equal(200);
    }
    expect((await get({ range: 'bytes=99999999-', 'if-range': '"x"' })).status).to.equal(200);
  });

  it('HEAD tells the same headers without a byte, and a range means nothing to it', async () => {
    const head = async (headers: Record<string, string>) =>
      new Promise<{ status: number; headers: Record<string, unknown>; length: number }>((resolve, reject) => {
        const { browser } = tuyet;
        const cookie = browser.cookieNames().map((name) => `${name}=${browser.cookie(name)}`);
        const sent = httpRequest(
          `${service.url}${path}`,
          { method: 'HEAD', headers: { cookie: cookie.join('; '), ...headers } },
          (response) => {
            let length = 0;
            response.on('data', (chunk: Buffer) => {
              length += chunk.length;
            });
            response.on('end', () =>
              resolve({ status: response.statusCode ?? 0, headers: response.headers, length }),
            );
          },
        );
        sent.on('error', reject).end();
      });
    for (const headers of [{}, { range: 'bytes=0-9' }]) {
      const answer = await head(headers);
      expect([answer.status, answer.length]).to.deep.equal([200, 0]);
      expect(answer.headers).to.include({
        etag,
        'content-length': String(size),
        'content-type': 'application/pdf',
      });
    }
    expect((await head({ 'if-none-match': etag })).status).to.equal(304);
  });

  it('a picture named as another type keeps its name and gets its ending at download', async () => {
    const added = await tuyet.upload(
      documents,
      { typeCode: 'OTHER' },
      { name: 'ảnh.png', type: 'image/png', bytes: flatJpeg(64, 64) },
    );
    expect(added.body.versions[0]).to.include({ mediaType: 'image/jpeg', fileName: 'ảnh.png' });
    const { headers } = await tuyet.bytes(`${documents}/${added.body.id}/content`);
    expect(headers.get('content-type')).to.equal('image/jpeg');
    expect(headers.get('content-disposition')).to.contain("filename*=UTF-8''%E1%BA%A3nh.png.jpg");
  });

  it('an account of level 1 sees that it exists and opens none of it, which is logged', async () => {
    const low = await signIn(service.url, 'low');
    const own = (await low.upload(documents, { typeCode: 'OTHER' }, pdfPaper())).body;
    expect((await low.call('GET', documents)).body.items.map((one: Json) => one.id)).to.deep.equal([own.id]);
    for (const rest of ['/content', '/versions/1/content']) {
      const refused = await low.call('GET', `${documents}/${own.id}${rest}`);
      expect([refused.status, refused.body.code]).to.deep.equal([403, 'LEVEL_TOO_LOW']);
      const [line] = (await low.call('GET', '/api/v1/me/accesses?limit=1')).body.items;
      expect(line).to.include({
        action: 'DOWNLOAD',
        outcome: 'REFUSED',
        refusalCode: 'LEVEL_TOO_LOW',
        documentId: own.id,
        version: 1,
      });
    }
  });
});
