import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import sharp from 'sharp';
import { type FileOpener, type FileOpenerSettings, makeFileOpener } from '../../src/foreign-bytes/index.js';
import { AppError } from '../../src/platform/app-error.js';
import { flatJpeg, noise, onePagePdf, pdfOf, streamObject } from '../documents/intake/support/made-files.js';

const PDF = 'application/pdf';
const JPEG = 'image/jpeg';
const PNG = 'image/png';
// Streams without an end, each looked for to the end of the file: minutes of work.
const ENDLESS_SOURCE = "'%PDF-1.4\\n' + '1 0 obj<</Length 99>>stream\\n'.repeat(600_000)";
const ENDLESS = `%PDF-1.4\n${'1 0 obj<</Length 99>>stream\n'.repeat(600_000)}`;
type Type = typeof PDF | typeof JPEG | typeof PNG;

describe('opening foreign files', function () {
  this.timeout(20_000);
  const opener = makeFileOpener();
  const openers: FileOpener[] = [opener];
  const make = (settings: FileOpenerSettings): FileOpener => {
    openers.push(makeFileOpener(settings));
    return openers.at(-1) as FileOpener;
  };
  after(() => Promise.all(openers.map((one) => one.close())));

  const open = (bytes: Buffer, mediaType: Type, using = opener): Promise<number | string> =>
    using
      .open(() => Readable.from([bytes], { objectMode: false }), { mediaType, sizeBytes: bytes.length })
      .then(
        ({ pages }) => pages,
        (error: unknown) => (error instanceof AppError ? error.code : String(error)),
      );

  const pages = (kids: string, count: number, more: string[] = []): Buffer =>
    pdfOf([
      '<< /Type /Catalog /Pages 2 0 R >>',
      `<< /Type /Pages /Kids [${kids}] /Count ${count} >>`,
      ...more,
    ]);
  const leaf = '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>';

  describe('PDF', () => {
    it('pages are counted', async () => {
      expect(await open(onePagePdf(), PDF)).to.equal(1);
      expect(await open(pages('3 0 R 4 0 R 3 0 R', 3, [leaf, leaf]), PDF)).to.equal(3);
    });

    it('2,000 pages are taken, 2,001 are too complex', async () => {
      const many = (n: number): Buffer => pages('3 0 R '.repeat(n), n, [leaf]);
      expect(await open(many(2000), PDF)).to.equal(2000);
      expect(await open(many(2001), PDF)).to.equal('FILE_TOO_COMPLEX');
    });

    it('a /Count that promises more pages than there are is not believed', async () => {
      expect(await open(pages('3 0 R', 999_999, [leaf]), PDF)).to.equal(1);
    });

    it('pages that a cut took away make it unreadable', async () => {
      const cut = Buffer.concat([pages('3 0 R 9 0 R', 2, [leaf]), Buffer.from('endstream '.repeat(200))]);
      expect(await open(cut, PDF)).to.equal('FILE_UNREADABLE');
    });

    it('no pages, a page tree in a circle, text behind a header and a cut file are unreadable', async () => {
      expect(await open(pages('', 0), PDF)).to.equal('FILE_UNREADABLE');
      expect(await open(pages('2 0 R', 1), PDF)).to.equal('FILE_UNREADABLE');
      expect(await open(Buffer.from(`%PDF-1.7\n${'no objects here '.repeat(50)}`), PDF)).to.equal(
        'FILE_UNREADABLE',
      );
      const whole = pdfOf([streamObject('', noise(5000)), '<< /Type /Catalog /Pages 3 0 R >>']);
      expect(await open(whole.subarray(0, whole.length * 0.6), PDF)).to.equal('FILE_UNREADABLE');
    });

    it('bytes before the header and after the end are no fault', async () => {
      const junk = Buffer.from('\x1b%-12345X@PJL JOB\r\n');
      expect(await open(Buffer.concat([junk, onePagePdf(), Buffer.alloc(30_000)]), PDF)).to.equal(1);
    });

    it('a content stream that unpacks to hundreds of megabytes is not unpacked', async () => {
      const { deflateSync } = await import('node:zlib');
      const bomb = deflateSync(deflateSync(Buffer.alloc(200_000_000, 0x20)));
      const begun = performance.now();
      const pdf = pages('3 0 R', 1, [
        '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 4 0 R >>',
        streamObject('/Filter [/FlateDecode /FlateDecode]', bomb).toString('latin1'),
      ]);
      expect(await open(pdf, PDF)).to.equal(1);
      expect(performance.now() - begun).to.be.below(5000);
    });
  });

  describe('pictures', () => {
    const picture = sharp({
      create: {
        width: 640,
        height: 480,
        channels: 3,
        background: '#875',
        noise: { type: 'gaussian', mean: 120, sigma: 40 },
      },
    });
    const jpeg = (options: object = {}): Promise<Buffer> =>
      picture
        .clone()
        .jpeg({ quality: 80, ...options })
        .toBuffer();

    it('baseline, progressive, CMYK and grey JPEG, PNG of 8 and 16 bits, interlaced and with a palette open', async () => {
      expect(await open(await jpeg(), JPEG)).to.equal(1);
      expect(await open(await jpeg({ progressive: true }), JPEG)).to.equal(1);
      expect(await open(await picture.clone().toColourspace('cmyk').jpeg().toBuffer(), JPEG)).to.equal(1);
      expect(await open(flatJpeg(300, 200), JPEG)).to.equal(1);
      expect(await open(await picture.clone().png().toBuffer(), PNG)).to.equal(1);
      expect(await open(await picture.clone().png({ palette: true }).toBuffer(), PNG)).to.equal(1);
      const deep = picture.clone().toColourspace('rgb16').png({ progressive: true });
      expect(await open(await deep.toBuffer(), PNG)).to.equal(1);
    });

    for (const progressive of [false, true]) {
      it(`a ${progressive ? 'progressive' : 'baseline'} JPEG cut anywhere is unreadable, one that lacks only its end marker opens`, async () => {
        const whole = await jpeg({ progressive });
        expect(await open(whole.subarray(0, -2), JPEG)).to.equal(1);
        for (const part of [0.1, 0.4, 0.75, 0.95]) {
          expect(await open(whole.subarray(0, whole.length * part), JPEG), `${part}`).to.equal(
            'FILE_UNREADABLE',
          );
        }
      });
    }

    it('a cut JPEG with an end marker or padding put on is unreadable too, a whole one with padding for its end opens', async () => {
      const whole = await jpeg();
      const cut = whole.subarray(0, whole.length * 0.4);
      expect(await open(Buffer.concat([cut, Buffer.from([0xff, 0xd9])]), JPEG)).to.equal('FILE_UNREADABLE');
      expect(await open(Buffer.concat([cut, Buffer.alloc(3 * whole.length)]), JPEG)).to.equal(
        'FILE_UNREADABLE',
      );
      expect(await open(Buffer.concat([whole.subarray(0, -2), Buffer.alloc(512)]), JPEG)).to.equal(1);
    });

    it('what cameras do wrong is no fault: a scan header of zeros, bytes before a marker, an unfit colour profile', async () => {
      const whole = await jpeg();
      const scan = whole.indexOf(Buffer.from([0xff, 0xda]));
      const zeros = Buffer.from(whole);
      zeros[scan + 2 + zeros.readUInt16BE(scan + 2) - 2] = 0; // Se, as Samsung J1 firmware writes it
      expect(await open(zeros, JPEG)).to.equal(1);
      const stray = Buffer.concat([whole.subarray(0, -2), Buffer.from([0x12, 0x34, 0xff, 0xd9])]);
      expect(await open(stray, JPEG)).to.equal(1);
      const profile = Buffer.concat([
        Buffer.from([0xff, 0xe2, 0, 116]),
        Buffer.from('ICC_PROFILE\0\x01\x01'),
        Buffer.alloc(100, 65),
      ]);
      expect(await open(Buffer.concat([whole.subarray(0, 2), profile, whole.subarray(2)]), JPEG)).to.equal(1);
    });

    it('a cut PNG is unreadable, bytes behind its end are no fault', async () => {
      const whole = await picture.clone().png().toBuffer();
      for (const part of [0.2, 0.9]) {
        expect(await open(whole.subarray(0, whole.length * part), PNG)).to.equal('FILE_UNREADABLE');
      }
      expect(await open(Buffer.concat([whole, noise(3000)]), PNG)).to.equal(1);
    });

    it('120 million pixels are taken, a row more is too complex, whatever the data hold', async () => {
      expect(await open(flatJpeg(12_000, 10_000), JPEG)).to.equal(1);
      expect(await open(flatJpeg(12_000, 10_001), JPEG)).to.equal('FILE_TOO_COMPLEX');
      const liar = Buffer.from(flatJpeg(160, 120));
      const size = liar.indexOf(Buffer.from([0xff, 0xc0])) + 5;
      liar.writeUInt16BE(65_500, size);
      liar.writeUInt16BE(65_500, size + 2);
      expect(await open(liar, JPEG)).to.equal('FILE_TOO_COMPLEX');
    });

    it('garbage behind a magic number is unreadable', async () => {
      expect(await open(Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), noise(5000)]), JPEG)).to.equal(
        'FILE_UNREADABLE',
      );
      expect(
        await open(Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), noise(5000)]), PNG),
      ).to.equal('FILE_UNREADABLE');
    });
  });

  describe('the children', () => {
    it('have an empty environment', async () => {
      process.env['MOTLAN_TEST_SECRET'] = 'not-for-children';
      const using = make({ children: 1 });
      await open(onePagePdf(), PDF, using);
      const [pid] = using.childPids();
      expect(readFileSync(`/proc/${pid}/environ`, 'latin1')).not.to.include('not-for-children');
      delete process.env['MOTLAN_TEST_SECRET'];
    });

    it('are one as long as files get done, however many wait', async () => {
      const using = make({ patienceMs: 10_000 });
      const files = Array.from({ length: 12 }, () => open(onePagePdf(), PDF, using));
      await wait(20);
      expect(using.childPids()).to.have.length(1);
      expect(await Promise.all(files)).to.deep.equal(Array(12).fill(1));
      expect(using.childPids()).to.have.length(1);
    });

    it('are a second one while a file holds the first, so that others need not wait for its end', async () => {
      const using = make({ patienceMs: 200, timeMs: 8_000 });
      const order: string[] = [];
      const held = open(Buffer.from(ENDLESS), PDF, using).then(() => order.push('endless'));
      const other = open(onePagePdf(), PDF, using).then(() => order.push('other'));
      await Promise.all([held, other]);
      expect(order).to.deep.equal(['other', 'endless']);
    });

    it('are two at most, however many files come at once', async () => {
      const using = make({ patienceMs: 0 });
      const files = Array.from({ length: 12 }, () => open(onePagePdf(), PDF, using));
      await wait(20);
      expect(using.childPids()).to.have.length(2);
      expect(await Promise.all(files)).to.deep.equal(Array(12).fill(1));
      expect(using.childPids()).to.have.length(2);
    });

    it('refuse more files than may wait', async () => {
      const using = make({ children: 1, queue: 1 });
      const answers = await Promise.all([1, 2, 3].map(() => open(onePagePdf(), PDF, using)));
      expect(answers).to.deep.equal([1, 1, 'RATE_LIMITED']);
    });

    it('one that takes too long is killed, and the next file opens in another', async () => {
      const using = make({ children: 1, timeMs: 200 });
      const begun = performance.now();
      expect(await open(Buffer.from(ENDLESS), PDF, using)).to.equal('FILE_TOO_COMPLEX');
      expect(performance.now() - begun).to.be.below(5000);
      await wait(50);
      expect(using.childPids()).to.have.length(0);
      expect(await open(onePagePdf(), PDF, using)).to.equal(1);
    });

    it('one that takes too much memory is killed', async () => {
      const using = make({ children: 1, memoryBytes: 130 * 1024 * 1024 });
      const hungry = await sharp({ create: { width: 5000, height: 5000, channels: 3, background: '#123' } })
        .png({ progressive: true })
        .toBuffer();
      expect(await open(hungry, PNG, using)).to.equal('FILE_TOO_COMPLEX');
    });

    it('one that dies from outside takes neither the service nor the waiting files with it', async () => {
      const using = make({ children: 1 });
      await open(onePagePdf(), PDF, using);
      const [pid = 0] = using.childPids();
      process.kill(pid, 'SIGKILL');
      const answers = await Promise.all([1, 2, 3].map(() => open(onePagePdf(), PDF, using)));
      expect(answers.filter((answer) => answer === 1).length).to.be.at.least(2);
      expect(using.childPids()).not.to.include(pid);
    });

    it('are replaced after some files and end when idle', async () => {
      const using = make({ children: 1, filesPerChild: 2, idleMs: 50 });
      await open(onePagePdf(), PDF, using);
      const [first] = using.childPids();
      await open(onePagePdf(), PDF, using);
      await open(onePagePdf(), PDF, using);
      expect(using.childPids()).not.to.include(first);
      await wait(300);
      expect(using.childPids()).to.deep.equal([]);
    });

    it('a plaintext stream that fails fails the opening with its own error', async () => {
      const broken = new Readable({
        read() {
          this.push(Buffer.alloc(10));
          this.destroy(new AppError('CONTENT_DAMAGED'));
        },
      });
      const fault = await opener
        .open(() => broken, { mediaType: PDF, sizeBytes: 1000 })
        .catch((error: AppError) => error);
      expect(fault).to.have.property('code', 'CONTENT_DAMAGED');
      expect(await open(onePagePdf(), PDF)).to.equal(1);
    });

    it('end with a service that is killed, even in the middle of a loop that hears nothing', async () => {
      const source = `
        import { Readable } from 'node:stream';
        import { makeFileOpener } from ${JSON.stringify(new URL('../../src/foreign-bytes/index.ts', import.meta.url).href)};
        const opener = makeFileOpener({ timeMs: 60_000 });
        const bytes = Buffer.from(${ENDLESS_SOURCE});
        void opener.open(() => Readable.from([bytes], { objectMode: false }), { mediaType: 'application/pdf', sizeBytes: bytes.length });
        setTimeout(() => process.stdout.write(String(opener.childPids()[0])), 50);`;
      const service: ChildProcess = spawn(
        process.execPath,
        ['--import', 'tsx', '--input-type=module', '-e', source],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      const pid = await new Promise<string>((resolve) =>
        service.stdout?.once('data', (text) => resolve(String(text))),
      );
      // Its start costs less processor time than this; then it loops.
      for (let i = 0; i < 200 && cpuSeconds(pid) < 2; i++) await wait(50);
      expect(cpuSeconds(pid)).to.be.at.least(2);
      service.kill('SIGKILL');
      for (let i = 0; i < 100 && lives(pid); i++) await wait(50);
      expect(lives(pid)).to.equal(false);
    });
  });
});

/** What proc(5) tells of a process from its field 3 (state) on; none when it is gone. */
function statOf(pid: string): string[] {
  if (!existsSync(`/proc/${pid}`)) return [];
  const line = readFileSync(`/proc/${pid}/stat`, 'latin1');
  return line.slice(line.lastIndexOf(')') + 2).split(' ');
}

/** A dead process whose parent has not asked for it yet (Z) lives no more. */
function lives(pid: string): boolean {
  return !['Z', undefined].includes(statOf(pid)[0]);
}

/** Processor time so far, at 100 ticks a second. */
function cpuSeconds(pid: string): number {
  const fields = statOf(pid);
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / 100;
}
