import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import type { FieldFault } from '../../../src/platform/app-error.js';
import {
  flatJpeg,
  motionPhoto,
  noise,
  onePagePdf,
  pdfOf,
  pdfOfSize,
  streamObject,
} from './support/made-files.js';
import { buildRequest, CSRF, type Sending } from './support/multipart.js';
import { type RawAnswer, sendRaw } from './support/raw-socket.js';
import {
  expectNothingLeft,
  type ServerSettings,
  startUploadServer,
  type UploadServer,
} from './support/upload-server.js';

const MIB = 1024 * 1024;
const pdf = onePagePdf();
const base: Sending = { fileName: 'giay.pdf', contentType: 'application/pdf', fields: { typeCode: 'OTHER' } };

describe('receiving an upload', function () {
  this.timeout(20_000);
  let server: UploadServer;
  before(async () => {
    server = await startUploadServer();
  });
  after(() => server.close());
  afterEach(() => expectNothingLeft(server));

  const post = (send: Sending, file = pdf, to = server): Promise<RawAnswer> =>
    sendRaw(to.port, buildRequest({ ...base, ...send }, file));
  const refusal = async (send: Sending, file = pdf): Promise<string> => {
    const { status, json } = await post(send, file);
    return `${status} ${json?.['code']}`;
  };
  const pointers = ({ json }: RawAnswer): string[] =>
    ((json?.['errors'] ?? []) as FieldFault[]).map(({ pointer, code }) => `${pointer} ${code}`);

  it('a file is counted, hashed, typed and comes out as it went in', async () => {
    for (const file of [pdf, pdfOfSize(3 * MIB), flatJpeg(100, 100)]) {
      const { status, json } = await post({}, file);
      const sha256 = createHash('sha256').update(file).digest('hex');
      expect(status).to.equal(200);
      expect(json).to.include({ sha256, plainSha256: sha256, sizeBytes: file.length, lengthIsKnown: true });
    }
  });

  describe('the body', () => {
    for (const [what, send] of [
      ['bytes in chunks of one', { framing: { chunk: 1 } }],
      ['blanks after the boundary', { framing: { boundaryPadding: ' \t' } }],
      ['a preamble and an epilogue', { framing: { preamble: 'before\r\n', epilogue: '\r\nafter' } }],
      ['lower-case headers', { partHeaderStyle: 'lower' }],
      ['a chunk extension and a trailer', { framing: { chunk: 100, chunkExt: ';a=b', trailer: 'X: y\r\n' } }],
      ['Expect: 100-continue', { framing: { expect: '100-continue' } }],
      [
        'more headers in the part',
        {
          partHeaders: [
            ['Content-Transfer-Encoding', 'binary'],
            ['Content-ID', '1'],
          ],
        },
      ],
      [
        'a header type in other case with a trailing ;',
        { boundary: 'xyz', contentTypeHeader: 'Multipart/Form-Data; charset=utf-8; Boundary=xyz;' },
      ],
      [
        'a boundary that needs quotes',
        {
          boundary: "=_a'(b)+,-./:=? c",
          contentTypeHeader: `multipart/form-data; boundary="=_a'(b)+,-./:=? c"`,
        },
      ],
      ['the file before its fields', { order: 'file-first' }],
      ['the file between them', { order: 'split', fields: { typeCode: 'OTHER', title: 'x' } }],
      ['fields with a type', { fieldType: 'text/plain; charset=UTF-8' }],
      ['fields of octet-stream', { fieldType: 'application/octet-stream' }],
    ] as [string, Sending][]) {
      it(`${what}: taken`, async () => {
        const { status, json } = await post(send);
        expect(status, JSON.stringify(json)).to.equal(200);
        expect(json?.['fields']).to.include({ typeCode: 'OTHER' });
      });
    }

    for (const [what, send, code] of [
      ['JSON', { contentTypeHeader: 'application/json' }, 'UPLOAD_MALFORMED'],
      ['no boundary', { contentTypeHeader: 'multipart/form-data' }, 'UPLOAD_MALFORMED'],
      ['another boundary', { contentTypeHeader: 'multipart/form-data; boundary=other' }, 'UPLOAD_MALFORMED'],
      [
        'multipart/mixed',
        { boundary: 'b', contentTypeHeader: 'multipart/mixed; boundary=b' },
        'UPLOAD_MALFORMED',
      ],
      ['no closing boundary', { framing: { dropTail: true } }, 'UPLOAD_MALFORMED'],
      ['bare line feeds', { framing: { lf: true } }, 'UPLOAD_MALFORMED'],
      ['a part without disposition', { extraRaw: 'Content-Type: text/plain\r\n\r\nx' }, 'UPLOAD_MALFORMED'],
      ['a part without a name', { extraRaw: 'Content-Disposition: form-data\r\n\r\nx' }, 'UPLOAD_MALFORMED'],
      [
        'a second file',
        { extraParts: [{ name: 'file', fileName: 'b.pdf', contentType: 'application/pdf', text: 'x' }] },
        'UPLOAD_MALFORMED',
      ],
      ['a file under another name', { partName: 'upload' }, 'UPLOAD_MALFORMED'],
      ['a file with an empty name of part', { partName: '' }, 'UPLOAD_MALFORMED'],
      ['1,500 fields', { manyFields: 1500 }, 'UPLOAD_MALFORMED'],
      ['30 files', { manyFiles: 30 }, 'UPLOAD_MALFORMED'],
      ['a head of 17 kB', { partHeaders: [['X-Long', 'y'.repeat(17_000)]] }, 'UPLOAD_MALFORMED'],
      ['no file', { noFile: true }, 'FILE_MISSING'],
      ['a text named file', { noFile: true, fields: { typeCode: 'OTHER', file: 'x' } }, 'FILE_MISSING'],
      ['a file without a file name', { fileName: null }, 'FILE_MISSING'],
    ] as [string, Sending, string][]) {
      it(`${what}: ${code}`, async () => expect(await refusal(send)).to.equal(`400 ${code}`));
    }

    it('nothing chosen is FILE_MISSING, an empty file FILE_EMPTY', async () => {
      expect(
        await refusal({ fileName: '', contentType: 'application/octet-stream' }, Buffer.alloc(0)),
      ).to.equal('400 FILE_MISSING');
      expect(await refusal({ fileName: '', contentType: 'application/pdf' }, Buffer.alloc(0))).to.equal(
        '400 FILE_MISSING',
      );
      expect(await refusal({}, Buffer.alloc(0))).to.equal('422 FILE_EMPTY');
    });

    for (const how of ['fin', 'reset'] as const) {
      it(`a sender gone in the middle (${how}) leaves nothing, and the next one is served`, async () => {
        const large = pdfOfSize(4 * MIB);
        for (const cutAt of [0.001, 0.5, 0.999]) {
          const { status } = await post({ framing: { cutAt, how } }, large);
          expect(status).to.be.oneOf([0, 400]);
        }
        await expectNothingLeft(server);
        expect((await post({})).status).to.equal(200);
      });
    }

    it('a length too small is refused, here or by the parser of HTTP that meets the rest', async () => {
      expect((await post({ framing: { contentLengthDelta: -150 } })).status).to.equal(400);
    });
  });

  describe('the fields', () => {
    it('unknown, repeated and nested ones are all named, whatever their place', async () => {
      const answer = await post({
        extraFields: [
          ['typeCode', 'OTHER'],
          ['colour/~', 'x'],
          ['__proto__', 'x'],
          ['__proto__[roles]', 'ADMIN'],
          ['items[4294967294]', 'x'],
          [`a${'[b]'.repeat(500)}`, 'x'],
        ],
      });
      expect(answer.status).to.equal(422);
      expect(pointers(answer).slice(0, 5)).to.deep.equal([
        '/typeCode REPEATED',
        '/colour~1~0 UNKNOWN',
        '/__proto__ UNKNOWN',
        '/__proto__[roles] UNKNOWN',
        '/items[4294967294] UNKNOWN',
      ]);
      expect(({} as Record<string, unknown>)['roles']).to.equal(undefined);
    });

    it('their faults come together with those of their values', async () => {
      const answer = await post({
        fields: { typeCode: 'OTHER', issuedOn: '2023-02-29' },
        extraFields: [['x', '1']],
      });
      expect(pointers(answer)).to.deep.equal(['/x UNKNOWN', '/issuedOn INVALID']);
    });

    it('a value of 100 kB is a fault of its field', async () => {
      const answer = await post({ fields: { typeCode: 'OTHER', title: 'x'.repeat(100_000) } });
      expect(answer.status).to.equal(422);
      expect(pointers(answer)).to.deep.equal(['/title TOO_LONG']);
    });

    it('a value in another charset is read in it', async () => {
      const { json } = await post({
        fields: { typeCode: 'OTHER', title: { hex: '63 61 66 e9'.replaceAll(' ', '') } },
        fieldType: 'text/plain; charset=iso-8859-1',
      });
      expect(json?.['fields']).to.include({ title: 'café' });
    });

    it('a value in a charset that nobody knows is read as UTF-8', async () => {
      for (const charset of ['x-none', 'base64']) {
        const fields = { typeCode: 'OTHER', title: 'Giấy' };
        const { json } = await post({ fields, fieldType: `text/plain; charset=${charset}` });
        expect(json?.['fields']).to.include(fields);
      }
    });

    it('the hash may be given in any case, and a different one is DIGEST_MISMATCH', async () => {
      for (const sha256 of ['hex', 'HEX']) {
        expect((await post({ fields: { typeCode: 'OTHER', sha256: { sha256 } } })).status).to.equal(200);
      }
      expect(await refusal({ fields: { typeCode: 'OTHER', sha256: '0'.repeat(64) } })).to.equal(
        '422 DIGEST_MISMATCH',
      );
      expect(
        await refusal({ fields: { typeCode: 'OTHER', sha256: '0'.repeat(64) }, order: 'file-first' }),
      ).to.equal('422 DIGEST_MISMATCH');
    });
  });

  describe('the order of refusals', () => {
    const tooLarge = pdfOfSize(21 * MIB);
    for (const [what, send, file, answer] of [
      ['a second file before a faulty field', { fields: {}, manyFiles: 1 }, pdf, '400 UPLOAD_MALFORMED'],
      ['no file before a faulty field', { fields: {}, noFile: true }, pdf, '400 FILE_MISSING'],
      ['a faulty field before the size', { fields: {} }, tooLarge, '422 VALIDATION_FAILED'],
      [
        'a faulty field behind the file before its size',
        { fields: {}, order: 'file-first' },
        tooLarge,
        '422 VALIDATION_FAILED',
      ],
      [
        'an unknown type code behind the file before its size',
        { fields: { typeCode: 'NO' }, order: 'file-first' },
        tooLarge,
        '422 DOCUMENT_TYPE_UNKNOWN',
      ],
      [
        'an unknown type code before the emptiness',
        { fields: { typeCode: 'NO' } },
        Buffer.alloc(0),
        '422 DOCUMENT_TYPE_UNKNOWN',
      ],
      ['the size before the type', { fileName: 'a.exe' }, noise(21 * MIB), '413 FILE_TOO_LARGE'],
      ['the size before the name', { fileName: 'a.exe' }, tooLarge, '413 FILE_TOO_LARGE'],
      ['the emptiness before the name', { fileName: 'a.exe' }, Buffer.alloc(0), '422 FILE_EMPTY'],
      ['the type before the name', { fileName: 'a.exe' }, Buffer.from('hello'), '415 FILE_TYPE_NOT_ALLOWED'],
      [
        'the name before the hash',
        { fileName: 'a.exe', fields: { typeCode: 'OTHER', sha256: '0' } },
        pdf,
        '422 FILE_TYPE_MISMATCH',
      ],
      [
        'a declared type before the hash',
        { contentType: 'text/html', fields: { typeCode: 'OTHER', sha256: '0' } },
        pdf,
        '422 FILE_TYPE_MISMATCH',
      ],
    ] as [string, Sending, Buffer, string][]) {
      it(what, async () => expect(await refusal(send, file)).to.equal(answer));
    }
  });

  describe('the size', () => {
    it('PDF to the byte', async () => {
      expect((await post({}, pdfOfSize(20 * MIB))).status).to.equal(200);
      expect(await refusal({}, pdfOfSize(20 * MIB + 1))).to.equal('413 FILE_TOO_LARGE');
    });

    it('pictures to the byte', async () => {
      expect((await post({}, motionPhoto(15 * MIB))).status).to.equal(200);
      expect(await refusal({}, motionPhoto(15 * MIB + 1))).to.equal('413 FILE_TOO_LARGE');
    });

    it('a length that promises gigabytes is refused before the bytes', async () => {
      const request = buildRequest(base, pdf);
      const head = Buffer.from(
        request.head.toString().replace(/Content-Length: \d+/, 'Content-Length: 5000000000'),
      );
      const answer = await sendRaw(server.port, { ...request, head });
      expect(`${answer.status} ${answer.json?.['code']}`).to.equal('413 FILE_TOO_LARGE');
    });

    it('a body without end is refused after a bounded part of it', async () => {
      const request = buildRequest({ ...base, framing: { chunk: MIB } }, noise(70 * MIB));
      const answer = await sendRaw(server.port, { ...request, writes: request.writes.slice(0, -5) });
      expect(`${answer.status} ${answer.json?.['code']}`).to.equal('413 FILE_TOO_LARGE');
    });
  });

  describe('a refusal before the end of the body', () => {
    it('of a CSRF field reaches a sender that has sent only the beginning', async () => {
      const request = buildRequest({ ...base, headers: [['X-Needs-Csrf', '1']] }, pdfOfSize(5 * MIB));
      const part = Buffer.concat(request.writes).subarray(0, 100_000);
      const answer = await sendRaw(server.port, { ...request, writes: [part] });
      expect(`${answer.status} ${answer.json?.['code']}`).to.equal('403 CSRF_INVALID');
    });

    it('does not touch a form whose CSRF field comes first', async () => {
      expect((await post({ csrf: 'field', headers: [['X-Needs-Csrf', '1']] })).status).to.equal(200);
      expect(await refusal({ csrf: 'field-last', headers: [['X-Needs-Csrf', '1']] })).to.equal(
        '403 CSRF_INVALID',
      );
      expect(await refusal({ noFile: true, headers: [['X-Needs-Csrf', '1']] })).to.equal('403 CSRF_INVALID');
      expect(await refusal({ csrf: 'field', noFile: true, headers: [['X-Needs-Csrf', '1']] })).to.equal(
        '400 FILE_MISSING',
      );
    });

    it('reaches a sender that goes on sending what nobody wants', async () => {
      const answer = await post({ partName: 'other' }, noise(15 * MIB));
      expect(`${answer.status} ${answer.json?.['code']}`).to.equal('400 UPLOAD_MALFORMED');
    });
  });

  describe('with other settings', () => {
    const withServer = async (
      settings: ServerSettings,
      use: (at: UploadServer) => Promise<void>,
    ): Promise<void> => {
      const at = await startUploadServer(settings);
      try {
        await use(at);
        await expectNothingLeft(at);
      } finally {
        await at.close();
      }
    };

    it('no memory: the spool holds neither plaintext nor the stored message, and a second layer alone hides that', async () => {
      const marker = 'CONFIDENTIAL-LAND-CERTIFICATE';
      const file = pdfOf([streamObject('', Buffer.from(`${marker} `.repeat(30_000)))]);
      let looked = 0;
      await withServer(
        {
          memoryBytes: 0,
          onFile: async (received) => {
            const [name = '', ...more] = at?.spooled() ?? [];
            expect(more).to.deep.equal([]);
            const onDisk = readFileSync(join(at?.spoolFolder ?? '', name));
            const message = await buffer(received.openCiphertext());
            expect(onDisk).to.have.length(received.ciphertextBytes);
            expect(message).to.have.length(received.ciphertextBytes);
            for (const bytes of [onDisk, message]) expect(bytes.includes(marker)).to.equal(false);
            // The message names its owner in its header; the disk must not.
            expect(message.includes('owner-1')).to.equal(true);
            expect(onDisk.includes('owner-1')).to.equal(false);
            expect((await buffer(received.openCiphertext())).equals(message)).to.equal(true);
            looked++;
          },
        },
        async (running) => {
          at = running;
          expect((await post({}, file, running)).status).to.equal(200);
        },
      );
      expect(looked).to.equal(1);
    });
    let at: UploadServer | undefined;

    it('ten at once share one budget of memory', async () => {
      let most = 0;
      const limit = 3 * MIB;
      await withServer({ memoryBytes: limit, onFile: () => wait(50) }, async (running) => {
        const watch = setInterval(() => (most = Math.max(most, running.usedMemory())), 1);
        const files = Array.from({ length: 10 }, (_, i) => pdfOfSize(MIB, i + 1));
        const answers = await Promise.all(files.map((file) => post({}, file, running)));
        clearInterval(watch);
        expect(answers.map(({ status }) => status)).to.deep.equal(Array(10).fill(200));
      });
      expect(most).to.be.within(MIB, limit);
    });

    it('ten at once have no more under way than their budget, and a piece each', async () => {
      let most = 0;
      const limit = 256 * 1024;
      await withServer({ flowBytes: limit, memoryBytes: 0 }, async (running) => {
        const watch = setInterval(() => (most = Math.max(most, running.inFlow())), 1);
        const files = Array.from({ length: 10 }, (_, i) => pdfOfSize(MIB, i + 1));
        const answers = await Promise.all(files.map((file) => post({}, file, running)));
        clearInterval(watch);
        expect(answers.map(({ status }) => status)).to.deep.equal(Array(10).fill(200));
        expect(running.inFlow()).to.equal(0);
      });
      expect(most).to.be.within(64 * 1024, limit + 10 * 128 * 1024);
    });

    it('a sender that stalls is refused, and leaves nothing', async () => {
      await withServer({ form: { stallMs: 300 } }, async (running) => {
        const request = buildRequest(base, pdfOfSize(2 * MIB));
        const part = Buffer.concat(request.writes).subarray(0, 1_500_000);
        const answer = await sendRaw(running.port, { ...request, writes: [part] });
        expect(`${answer.status} ${answer.json?.['code']}`).to.equal('400 UPLOAD_MALFORMED');
      });
    });

    it('a body that is whole but promised more is refused soon', async () => {
      await withServer({ form: { endMs: 200 } }, async (running) => {
        const answer = await post({ framing: { contentLengthDelta: 100 } }, pdf, running);
        expect(`${answer.status} ${answer.json?.['code']}`).to.equal('400 UPLOAD_MALFORMED');
      });
    });

    it('a disk that fails is STORAGE_UNAVAILABLE and not a fault of the sender', async () => {
      const { rm, mkdir } = await import('node:fs/promises');
      await withServer({ memoryBytes: 0 }, async (running) => {
        await rm(running.spoolFolder, { recursive: true });
        const answer = await post({}, pdfOfSize(MIB), running);
        expect(`${answer.status} ${answer.json?.['code']}`, JSON.stringify(answer.json)).to.equal(
          '503 STORAGE_UNAVAILABLE',
        );
        await mkdir(running.spoolFolder);
      });
    });

    it('a connection that was kept open is used again after an upload', async () => {
      const { head, writes } = buildRequest(base, pdf);
      const twice = Buffer.concat([
        Buffer.from(head.toString().replace('Connection: close', 'Connection: keep-alive')),
        ...writes,
      ]);
      const socket = connect(server.port, '127.0.0.1');
      let text = '';
      socket.on('data', (bytes) => (text += bytes.toString('latin1')));
      socket.write(twice);
      while (!text.includes('giay.pdf')) await wait(5);
      text = '';
      socket.write(twice);
      while (!text.includes('giay.pdf')) await wait(5);
      socket.destroy();
      expect(text).to.match(/^HTTP\/1.1 200/);
    });
  });

  it('no client header of a part can name the place of a file', async () => {
    const { json } = await post({ fileName: '../../../etc/cron.d/x.pdf' });
    expect(json).to.include({ fileName: 'x.pdf' });
    expect(CSRF).to.be.a('string');
  });
});
