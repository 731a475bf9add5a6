import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { validToByRule } from '../../src/catalogue/index.js';
import { vietnamDate } from '../../src/platform/clock.js';
import {
  eicar,
  flatJpeg,
  motionPhoto,
  pdfOf,
  pdfOfSize,
  pdfWithAttachment,
} from '../documents/intake/support/made-files.js';
import { becomes, expectNothingNew, filesUnder, leftovers } from '../support/leftovers.js';
import { pdfPaper } from '../support/papers.js';
import { type ApiAnswer, answerOf, formOf, type Json, type Person, signIn } from '../support/person.js';
import { needClamd } from '../support/real-parts.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';

const path = '/api/v1/me/documents';
const MIB = 1024 * 1024;
const paper = () => pdfPaper();
const asPost = (response: Response) => answerOf(response, 'POST', path);

/** Sends a body as it stands. */
async function sendRaw(
  owner: Person,
  service: RunningService,
  contentType: string | null,
  body: string | Buffer,
  headers: Record<string, string> = {},
): Promise<ApiAnswer<Json>> {
  return asPost(
    await owner.browser.open(`${service.url}${path}`, {
      method: 'POST',
      body: typeof body === 'string' ? Buffer.from(body) : new Uint8Array(body),
      headers: {
        ...(contentType === null ? {} : { 'content-type': contentType }),
        'x-csrf-token': owner.csrfToken,
        ...headers,
      },
    }),
  );
}

const named = (name: string, bytes: Buffer, type = 'application/pdf') => ({ name, type, bytes });
const part = (head: string, body: string) =>
  `--b\r\nContent-Disposition: form-data; ${head}\r\n\r\n${body}\r\n`;
const typeField = part('name="typeCode"', 'OTHER');
const multipart = 'multipart/form-data; boundary=b';

/** A PDF whose password nobody knows: standard handler, revision 2, keys of noise. */
function lockedPdf(): Buffer {
  const whole = pdfOf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] >>',
    `<< /Filter /Standard /V 1 /R 2 /P -4 /O <${randomBytes(32).toString('hex')}> /U <${randomBytes(32).toString('hex')}> >>`,
  ]).toString('latin1');
  const id = `<${randomBytes(16).toString('hex')}>`;
  return Buffer.from(whole.replace('/Root 1 0 R', `/Root 1 0 R /Encrypt 4 0 R /ID [${id} ${id}]`), 'latin1');
}

const manyPages = () =>
  pdfOf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${'3 0 R '.repeat(2001)}] /Count 2001 >>`,
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] >>',
  ]);

interface Row {
  readonly input: string;
  readonly status: number;
  readonly code: string;
  /** Of the first fault, with VALIDATION_FAILED. */
  readonly pointer?: string;
  readonly send: (
    owner: Person,
    service: RunningService,
    headers: Record<string, string>,
  ) => Promise<ApiAnswer<Json>>;
}

const upload =
  (
    fields: Record<string, string>,
    file: () => { name: string; type: string; bytes: Uint8Array },
  ): Row['send'] =>
  (owner, _service, headers) =>
    owner.upload(path, fields, file(), headers);
const other = { typeCode: 'OTHER' };
const raw =
  (contentType: string | null, body: () => string): Row['send'] =>
  (owner, service, headers) =>
    sendRaw(owner, service, contentType, body(), headers);
const bad = (input: string, fields: Record<string, string>, pointer: string): Row => ({
  input,
  status: 422,
  code: 'VALIDATION_FAILED',
  pointer,
  send: upload(fields, paper),
});

const rows: readonly Row[] = [
  {
    input: 'a JSON body',
    status: 400,
    code: 'UPLOAD_MALFORMED',
    send: raw('application/json', () => '{"typeCode":"OTHER"}'),
  },
  { input: 'a body without a type', status: 400, code: 'UPLOAD_MALFORMED', send: raw(null, () => 'x') },
  {
    input: 'multipart without its end',
    status: 400,
    code: 'UPLOAD_MALFORMED',
    send: raw(multipart, () => `${typeField}${part('name="file"; filename="a.pdf"', '%PDF-1.4')}`),
  },
  {
    input: 'two file parts',
    status: 400,
    code: 'UPLOAD_MALFORMED',
    send: (owner, service, headers) => {
      const form = formOf(other, paper());
      form.append('file', new Blob([new Uint8Array(paper().bytes)]), 'b.pdf');
      return owner.browser
        .open(`${service.url}${path}`, {
          method: 'POST',
          body: form,
          headers: { 'x-csrf-token': owner.csrfToken, ...headers },
        })
        .then(asPost);
    },
  },
  {
    input: 'a file part of another name',
    status: 400,
    code: 'UPLOAD_MALFORMED',
    send: raw(multipart, () => `${typeField}${part('name="tep"; filename="a.pdf"', '%PDF-1.4')}--b--\r\n`),
  },
  {
    input: 'no file part',
    status: 400,
    code: 'FILE_MISSING',
    send: raw(multipart, () => `${typeField}--b--\r\n`),
  },
  {
    input: 'a form sent with nothing chosen',
    status: 400,
    code: 'FILE_MISSING',
    send: raw(multipart, () => `${typeField}${part('name="file"; filename=""', '')}--b--\r\n`),
  },
  {
    input: 'a PDF one byte over 20 MiB',
    status: 413,
    code: 'FILE_TOO_LARGE',
    send: upload(other, () => named('lon.pdf', pdfOfSize(20 * MIB + 1))),
  },
  {
    input: 'an image one byte over 15 MiB',
    status: 413,
    code: 'FILE_TOO_LARGE',
    send: upload(other, () => named('lon.jpg', motionPhoto(15 * MIB + 1), 'image/jpeg')),
  },
  {
    input: '0 bytes',
    status: 422,
    code: 'FILE_EMPTY',
    send: upload(other, () => named('rong.pdf', Buffer.alloc(0))),
  },
  {
    input: 'content that is none of the three',
    status: 415,
    code: 'FILE_TYPE_NOT_ALLOWED',
    send: upload(other, () => named('so.pdf', Buffer.from('PK\x03\x04 not a paper'))),
  },
  {
    input: 'a PDF named .exe',
    status: 422,
    code: 'FILE_TYPE_MISMATCH',
    send: upload(other, () => ({ ...paper(), name: 'so-do.exe' })),
  },
  {
    input: 'a PDF declared as Word',
    status: 422,
    code: 'FILE_TYPE_MISMATCH',
    send: upload(other, () => ({ ...paper(), type: 'application/msword' })),
  },
  {
    input: 'another sha256 than the file’s',
    status: 422,
    code: 'DIGEST_MISMATCH',
    send: upload({ ...other, sha256: 'a'.repeat(64) }, paper),
  },
  {
    input: 'a PDF with a password',
    status: 422,
    code: 'FILE_ENCRYPTED',
    send: upload(other, () => named('khoa.pdf', lockedPdf())),
  },
  {
    input: 'a truncated PDF',
    status: 422,
    code: 'FILE_UNREADABLE',
    send: upload(other, () => named('cut.pdf', Buffer.from(paper().bytes).subarray(0, 90))),
  },
  {
    input: 'a truncated image',
    status: 422,
    code: 'FILE_UNREADABLE',
    send: upload(other, () => named('cut.jpg', flatJpeg(640, 480).subarray(0, 300), 'image/jpeg')),
  },
  {
    input: 'more than 2,000 pages',
    status: 422,
    code: 'FILE_TOO_COMPLEX',
    send: upload(other, () => named('day.pdf', manyPages())),
  },
  {
    input: 'more than 120 million pixels',
    status: 422,
    code: 'FILE_TOO_COMPLEX',
    send: upload(other, () => named('to.jpg', flatJpeg(12_000, 10_001), 'image/jpeg')),
  },
  {
    input: 'a type code that nobody knows',
    status: 422,
    code: 'DOCUMENT_TYPE_UNKNOWN',
    send: upload({ typeCode: 'KHONG_CO' }, paper),
  },
  bad('no type code', {}, '/typeCode'),
  bad('an empty type code', { typeCode: '' }, '/typeCode'),
  bad('an unknown field', { ...other, mauSac: 'do' }, '/mauSac'),
  bad('a nested field', { ...other, 'issuer[name]': 'UBND' }, '/issuer[name]'),
  bad('a date that does not exist', { ...other, issuedOn: '2025-02-30' }, '/issuedOn'),
  bad('a date in Vietnamese writing', { ...other, issuedOn: '25/11/2025' }, '/issuedOn'),
  bad('validTo before issuedOn', { ...other, issuedOn: '2025-11-25', validTo: '2025-11-24' }, '/validTo'),
  bad('a title of 301 letters', { ...other, title: 'ê'.repeat(301) }, '/title'),
  bad('a sha256 that is none', { ...other, sha256: 'xyz' }, '/sha256'),
  {
    input: 'a repeated field',
    status: 422,
    code: 'VALIDATION_FAILED',
    pointer: '/typeCode',
    send: (owner, service, headers) => {
      const form = formOf(other, paper());
      form.append('typeCode', 'OTHER');
      return owner.browser
        .open(`${service.url}${path}`, {
          method: 'POST',
          body: form,
          headers: { 'x-csrf-token': owner.csrfToken, ...headers },
        })
        .then(asPost);
    },
  },
];

describe('bad input to an upload', function () {
  this.timeout(30_000);
  let world: World;
  let service: RunningService;
  let tuyet: Person;

  before(async () => {
    // Without memory every upload waits in the spool, so what is left there would be seen.
    world = await makeWorld({ UPLOAD_MEMORY_BYTES: '0' });
    service = await world.start();
    tuyet = await signIn(service.url, 'tuyet');
  });
  after(() => world?.end());

  for (const { input, status, code, pointer, send } of rows) {
    it(`${input}: ${status} ${code}, and nothing stays behind`, async () => {
      const before = await leftovers(service, tuyet);
      const key = { 'idempotency-key': randomUUID() };
      const refused = await send(tuyet, service, key);
      expect([refused.status, refused.body.code], JSON.stringify(refused.body)).to.deep.equal([status, code]);
      expect(refused.headers.get('content-type')).to.contain('application/problem+json');
      if (pointer) expect(refused.body.errors.map((fault: Json) => fault.pointer)).to.include(pointer);
      await expectNothingNew(service, tuyet, before);
      const again = await tuyet.upload(path, other, paper(), key);
      expect(again.status, 'the key is free again').to.equal(201);
      await tuyet.call('DELETE', `${path}/${again.body.id}`);
    });
  }

  it('all faults of the fields come at once', async () => {
    const refused = await tuyet.upload(
      path,
      { typeCode: 'OTHER', issuedOn: 'x', validTo: 'y', la: '1' },
      paper(),
    );
    expect(refused.body.errors.map((fault: Json) => fault.pointer)).to.have.members([
      '/issuedOn',
      '/validTo',
      '/la',
    ]);
    for (const fault of refused.body.errors) expect(fault).to.have.keys('pointer', 'code', 'detail');
  });

  it('of several faults the first of the contract’s order is told', async () => {
    const code = async (fields: Record<string, string>, file: Parameters<Person['upload']>[2]) =>
      (await tuyet.upload(path, fields, file)).body.code;
    const wrong = 'b'.repeat(64);
    const huge = named('a.exe', pdfOfSize(20 * MIB + 1));
    expect(await code({ typeCode: 'NO' }, huge)).to.equal('DOCUMENT_TYPE_UNKNOWN');
    expect(await code({ ...other, sha256: wrong }, huge)).to.equal('FILE_TOO_LARGE');
    expect(await code({ ...other, sha256: wrong }, named('a.exe', Buffer.alloc(0)))).to.equal('FILE_EMPTY');
    expect(await code({ ...other, sha256: wrong }, named('a.exe', Buffer.from('MZ')))).to.equal(
      'FILE_TYPE_NOT_ALLOWED',
    );
    expect(await code({ ...other, sha256: wrong }, named('a.exe', lockedPdf()))).to.equal(
      'FILE_TYPE_MISMATCH',
    );
    expect(await code({ ...other, sha256: wrong }, named('a.pdf', lockedPdf()))).to.equal('DIGEST_MISMATCH');
  });

  it('a client gone in the middle leaves nothing', async () => {
    const before = await leftovers(service, tuyet);
    const body = Buffer.concat([
      Buffer.from(`${typeField}--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n`),
      pdfOfSize(4 * MIB),
      Buffer.from('\r\n--b--\r\n'),
    ]);
    for (const how of ['end', 'reset'] as const) {
      const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
      socket.on('error', () => undefined);
      const { browser } = tuyet;
      const cookie = browser.cookieNames().map((name) => `${name}=${browser.cookie(name)}`);
      socket.write(
        [
          `POST ${path} HTTP/1.1`,
          'Host: x',
          `Cookie: ${cookie.join('; ')}`,
          `X-CSRF-Token: ${tuyet.csrfToken}`,
          `Idempotency-Key: ${randomUUID()}`,
          `Content-Type: ${multipart}`,
          `Content-Length: ${body.length}`,
          '',
          '',
        ].join('\r\n'),
      );
      await new Promise<void>((resolve) => {
        socket.write(body.subarray(0, body.length / 2), () => resolve());
      });
      await becomes(async () => {
        expect(await filesUnder(join(service.dataDir, 'spool')), 'it was under way').to.have.length(1);
      });
      if (how === 'end') socket.destroy();
      else socket.resetAndDestroy();
      await expectNothingNew(service, tuyet, before);
    }
  });

  it('a store that fails: 503 with Retry-After, nothing left, and the key is free', async () => {
    const before = await leftovers(service, tuyet);
    const objects = join(service.dataDir, 'objects');
    const key = { 'idempotency-key': randomUUID() };
    const file = paper();
    await rename(objects, `${objects}.away`);
    await writeFile(objects, 'no folder');
    try {
      const refused = await tuyet.upload(path, other, file, key);
      expect([refused.status, refused.body.code]).to.deep.equal([503, 'STORAGE_UNAVAILABLE']);
      expect(Number(refused.headers.get('retry-after'))).to.be.greaterThan(0);
    } finally {
      await rm(objects, { force: true });
      await rename(`${objects}.away`, objects);
    }
    await expectNothingNew(service, tuyet, before);
    const again = await tuyet.upload(path, other, file, key);
    expect(again.status).to.equal(201);
    await tuyet.call('DELETE', `${path}/${again.body.id}`);
  });
});

describe('malware in an upload', function () {
  this.timeout(30_000);
  let world: World;
  let service: RunningService;
  let tuyet: Person;

  before(async function () {
    const { host, port } = needClamd(this);
    world = await makeWorld({ SCANNER: 'clamd', CLAMD_HOST: host, CLAMD_PORT: String(port) });
    service = await world.start();
    tuyet = await signIn(service.url, 'tuyet');
  });
  after(() => world?.end());

  it('is refused, 422 FILE_INFECTED, and nothing stays behind', async () => {
    const before = await leftovers(service, tuyet);
    const file = named('thu.pdf', pdfWithAttachment(eicar()));
    const refused = await tuyet.upload(path, other, file, { 'idempotency-key': randomUUID() });
    expect([refused.status, refused.body.code]).to.deep.equal([422, 'FILE_INFECTED']);
    await expectNothingNew(service, tuyet, before);
  });

  it('a clean file is CLEAN, with the time of its scan, and is served', async () => {
    const added = await tuyet.upload(path, other, paper());
    expect(added.body.versions[0].scan.state).to.equal('CLEAN');
    expect(Date.parse(added.body.versions[0].scan.at)).to.be.closeTo(Date.now(), 20_000);
    expect((await tuyet.bytes(`${path}/${added.body.id}/content`)).status).to.equal(200);
  });
});

describe('without a scanner', function () {
  this.timeout(30_000);
  let world: World;
  let service: RunningService;
  let tuyet: Person;
  before(async () => {
    world = await makeWorld();
    service = await world.start();
    tuyet = await signIn(service.url, 'tuyet');
  });
  after(() => world?.end());

  it('a file is NOT_SCANNED, never CLEAN', async () => {
    const added = await tuyet.upload(path, other, paper());
    expect(added.body.versions[0].scan).to.deep.equal({ state: 'NOT_SCANNED', at: null });
  });

  it('a good upload answers 201 with Location and the document of the contract', async () => {
    const file = pdfPaper('Sổ đỏ nhà.pdf');
    const today = vietnamDate(new Date());
    const sha256 = createHash('sha256').update(file.bytes).digest('hex');
    const added = await tuyet.upload(
      path,
      {
        typeCode: 'MARITAL_STATUS_CERTIFICATE',
        title: '  Giấy   xác nhận\u0007 ',
        number: '12/UBND',
        issuerName: 'UBND phường Phú An',
        issuedOn: today,
        sha256: sha256.toUpperCase(),
      },
      file,
    );
    expect(added.status, JSON.stringify(added.body)).to.equal(201);
    expect(added.headers.get('location')).to.equal(`${path}/${added.body.id}`);
    const { id, createdAt, versions, ...rest } = added.body;
    expect(id).to.match(/^[0-9a-f-]{36}$/);
    expect(createdAt).to.match(/Z$/);
    expect(rest).to.deep.equal({
      typeCode: 'MARITAL_STATUS_CERTIFICATE',
      title: 'Giấy xác nhận',
      number: '12/UBND',
      issuer: { code: null, name: 'UBND phường Phú An' },
      issuedOn: today,
      validFrom: today,
      validTo: validToByRule({ rule: 'MONTHS', months: 6 }, today),
      permanent: false,
      trustClass: 'SELF_UPLOADED',
      status: 'VALID',
      source: 'OWN_UPLOAD',
      currentVersion: 1,
    });
    expect(versions).to.have.length(1);
    expect(versions[0]).to.include({
      version: 1,
      sha256,
      sizeBytes: file.bytes.length,
      mediaType: 'application/pdf',
      fileName: 'Sổ đỏ nhà.pdf',
      pages: 1,
      signature: null,
    });
    const got = await tuyet.call('GET', `${path}/${id}`);
    expect(got.body).to.deep.equal(added.body);
  });

  it('fields with nothing but blanks and controls count as not given', async () => {
    const added = await tuyet.upload(
      path,
      { ...other, title: ' \u202e ', number: '  ', issuerName: '\u0007' },
      pdfPaper('Giấy.pdf'),
    );
    expect(added.status).to.equal(201);
    expect(added.body).to.include({ title: 'Giấy.pdf', number: null, issuer: null });
  });

  it('the CSRF token may be a field before the file, and is refused behind it', async () => {
    const send = async (order: 'before' | 'behind') => {
      const form = new FormData();
      const file = new Blob([new Uint8Array(paper().bytes)]);
      if (order === 'before') form.append('_csrf', tuyet.csrfToken);
      form.append('typeCode', 'OTHER');
      form.append('file', file, 'a.pdf');
      if (order === 'behind') form.append('_csrf', tuyet.csrfToken);
      const answer = await tuyet.browser.open(`${service.url}${path}`, { method: 'POST', body: form });
      return asPost(answer);
    };
    expect((await send('before')).status).to.equal(201);
    const refused = await send('behind');
    expect([refused.status, refused.body.code]).to.deep.equal([403, 'CSRF_INVALID']);
  });
});
