import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { makeFileOpener } from '../../../src/foreign-bytes/index.js';
import { systemClock } from '../../../src/platform/clock.js';
import { makeNoScanner } from '../../../src/scanning/index.js';
import { eicar, flatJpeg, motionPhoto, pdfOfSize, pdfWithAttachment } from './support/made-files.js';
import { buildRequest, type Sending } from './support/multipart.js';
import { sendRaw } from './support/raw-socket.js';
import { expectNothingLeft, startUploadServer, type UploadServer } from './support/upload-server.js';

interface Case {
  readonly id: string;
  readonly file?: string;
  readonly generate?: {
    kind: string;
    hex?: string;
    bytes?: number;
    wrap?: string;
    width?: number;
    height?: number;
    comment?: string;
  };
  readonly send: Sending;
  readonly expect: {
    status: number[];
    code?: string[] | null;
    prefer?: number;
    fileName?: string | string[];
    fileNameMatch?: string;
    fileNameNot?: string;
    title?: string;
    mediaType?: string;
    pages?: number;
  };
}

const folder = new URL('../../../../shared/cases/uploads/', import.meta.url);
const present = existsSync(folder);

describe('the corpus of upload cases', function () {
  this.timeout(30_000);
  let server: UploadServer;
  const opener = makeFileOpener();
  before(async function () {
    if (!present && process.env['CI'] === 'true') throw new Error(`no corpus at ${fileURLToPath(folder)}`);
    if (!present) this.skip();
    server = await startUploadServer({
      examine: { opener, scanner: makeNoScanner(), clock: systemClock },
    });
  });
  after(async () => {
    await server?.close();
    await opener.close();
  });

  if (!present) it('lies in ../shared/cases/uploads, which is not here');
  const cases = present ? (JSON.parse(readFileSync(new URL('cases.json', folder), 'utf8')) as Case[]) : [];
  for (const one of cases) {
    it(`${one.id}: answered as it should be`, async () => {
      const file = fileOf(one);
      const answer = await sendRaw(server.port, buildRequest(one.send, file));
      const code = answer.json?.['code'] as string | undefined;
      const wanted = one.expect.status.map((status) => (status === 201 ? 200 : status));
      expect(answer.status, `${code} ${JSON.stringify(answer.json)}`).to.be.oneOf(wanted);
      if (one.expect.prefer === 201) expect(answer.status, 'the better answer').to.equal(200);
      if (answer.status === 200) checkTaken(one, file, answer.json ?? {});
      else if (one.expect.code?.length) expect(code).to.be.oneOf(one.expect.code);
      await expectNothingLeft(server);
      expect(opener.childPids().length).to.be.at.most(2);
    });
  }

  function fileOf({ file, generate }: Case): Buffer {
    if (generate === undefined) return readFileSync(new URL(file ?? '', folder));
    switch (generate.kind) {
      case 'bytes':
        return Buffer.from(generate.hex ?? '', 'hex');
      case 'flat-jpeg':
        return flatJpeg(generate.width ?? 0, generate.height ?? 0);
      case 'pdf-of-size':
        return pdfOfSize(generate.bytes ?? 0);
      case 'jpeg-with-trailer':
        return motionPhoto(generate.bytes ?? 0);
      case 'eicar':
        return generate.wrap === 'none' ? eicar() : pdfWithAttachment(eicar());
      default:
        throw new Error(`unknown rule ${generate.kind}`);
    }
  }

  function checkTaken({ send, expect: e }: Case, file: Buffer, found: Record<string, unknown>): void {
    const digest = createHash('sha256').update(file).digest('hex');
    expect(found).to.include({
      sha256: digest,
      plainSha256: digest,
      sizeBytes: file.length,
      lengthIsKnown: true,
    });
    const sent =
      typeof send.fileName === 'string' && !e.fileNameMatch && !e.fileNameNot ? send.fileName : null;
    const names = e.fileName ?? sent?.normalize('NFC');
    if (names !== undefined) expect(found['fileName']).to.be.oneOf([names].flat());
    const name = String(found['fileName']);
    if (e.fileNameMatch) expect(name).to.match(new RegExp(e.fileNameMatch, 'u'));
    if (e.fileNameNot) expect(name).not.to.match(new RegExp(e.fileNameNot, 'u'));
    expect(name).to.equal(name.normalize('NFC'));
    expect(Buffer.byteLength(name)).to.be.at.most(255);
    if (e.mediaType) expect(found['mediaType']).to.equal(e.mediaType);
    if (e.title) expect(found['fields']).to.include({ title: e.title });
    if (e.pages) expect(found['pages']).to.equal(e.pages);
  }
});
