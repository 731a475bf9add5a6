import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect } from 'chai';
import { makeExamineFile } from '../../../src/documents/intake/examine-file.js';
import type { ReceivedFile } from '../../../src/documents/intake/received-file.js';
import { type FileOpener, makeFileOpener } from '../../../src/foreign-bytes/index.js';
import { AppError } from '../../../src/platform/app-error.js';
import type { ProblemCode } from '../../../src/platform/problem-codes.js';
import { makeClamdScanner, type Scanner, type ScanResult } from '../../../src/scanning/index.js';
import { needClamd } from '../../support/real-parts.js';
import { eicar, flatJpeg, onePagePdf, pdfWithAttachment } from './support/made-files.js';
import { buildRequest } from './support/multipart.js';
import { sendRaw } from './support/raw-socket.js';
import { binding, expectNothingLeft, startUploadServer } from './support/upload-server.js';

const at = new Date('2026-11-25T01:02:03Z');
const clock = { now: () => at };

function fileOf(bytes: Buffer): ReceivedFile {
  const open = (): Readable => Readable.from([bytes], { objectMode: false });
  return {
    binding,
    fileName: 'a.pdf',
    mediaType: 'application/pdf',
    sha256: '',
    sizeBytes: bytes.length,
    ciphertextBytes: 0,
    openCiphertext: open,
    openPlaintext: open,
    discard: () => Promise.resolve(),
  };
}

const openerSaying = (code?: ProblemCode): FileOpener => ({
  async open(openStream) {
    await buffer(openStream());
    if (code) throw new AppError(code);
    return { pages: 3 };
  },
  childPids: () => [],
  photo: () => Promise.reject(new Error('not asked for')),
  assess: () => Promise.reject(new Error('not asked for')),
  draw: () => Promise.reject(new Error('nothing is drawn here')),
  close: () => Promise.resolve(),
});

function scannerSaying(result: ScanResult): Scanner & { scans: number } {
  const scanner = {
    scans: 0,
    async scan(stream: Readable): Promise<ScanResult> {
      scanner.scans++;
      await buffer(stream);
      return result;
    },
  };
  return scanner;
}

describe('examining a file', () => {
  const infected: ScanResult = { state: 'INFECTED', signature: 'x' };

  it('gives pages and the scan, with its time only when there was one', async () => {
    const clean = makeExamineFile({
      opener: openerSaying(),
      scanner: scannerSaying({ state: 'CLEAN' }),
      clock,
    });
    expect(await clean(fileOf(onePagePdf()))).to.deep.equal({ pages: 3, scan: { state: 'CLEAN', at } });
    const scanner = scannerSaying({ state: 'NOT_SCANNED', reason: 'down' });
    const unscanned = makeExamineFile({ opener: openerSaying(), scanner, clock });
    expect(await unscanned(fileOf(onePagePdf()))).to.deep.equal({
      pages: 3,
      scan: { state: 'NOT_SCANNED', at: null },
    });
  });

  for (const code of ['FILE_ENCRYPTED', 'FILE_TOO_COMPLEX', 'FILE_UNREADABLE'] as const) {
    it(`${code} comes before malware, and spares the scan`, async () => {
      const scanner = scannerSaying(infected);
      const examine = makeExamineFile({ opener: openerSaying(code), scanner, clock });
      const fault = await examine(fileOf(onePagePdf())).catch((error: AppError) => error);
      expect(fault).to.have.property('code', code);
      expect(scanner.scans).to.equal(0);
    });
  }

  it('malware is FILE_INFECTED', async () => {
    const examine = makeExamineFile({ opener: openerSaying(), scanner: scannerSaying(infected), clock });
    const fault = await examine(fileOf(onePagePdf())).catch((error: AppError) => error);
    expect(fault).to.have.property('code', 'FILE_INFECTED');
  });
});

describe('receiving and examining together, with a real scanner', function () {
  this.timeout(20_000);

  it('a clean file, the test virus in a PDF, a broken PDF, a giant: each its answer, nothing left, the service lives', async function () {
    const opener = makeFileOpener();
    const scanner = makeClamdScanner(needClamd(this));
    const server = await startUploadServer({ examine: { opener, scanner, clock } });
    const answer = async (file: Buffer): Promise<string> => {
      const send = { fileName: 'a.pdf', contentType: null, fields: { typeCode: 'OTHER' } };
      const { status, json } = await sendRaw(server.port, buildRequest(send, file));
      await expectNothingLeft(server);
      return `${status} ${json?.['code'] ?? json?.['scan']}`;
    };
    try {
      expect(await answer(onePagePdf())).to.equal('200 CLEAN');
      expect(await answer(pdfWithAttachment(eicar()))).to.equal('422 FILE_INFECTED');
      expect(await answer(Buffer.from('%PDF-1.4 nothing'))).to.equal('422 FILE_UNREADABLE');
      expect(await answer(flatJpeg(20_000, 20_000))).to.equal('422 FILE_TOO_COMPLEX');
      expect(await answer(onePagePdf('again'))).to.equal('200 CLEAN');
      expect(opener.childPids().length).to.be.at.most(2);
    } finally {
      await server.close();
      await opener.close();
    }
  });
});
