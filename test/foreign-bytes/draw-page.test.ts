import { Readable } from 'node:stream';
import { expect } from 'chai';
import sharp from 'sharp';
import { makeFileOpener } from '../../src/foreign-bytes/index.js';
import { AppError } from '../../src/platform/app-error.js';
import { noise, onePagePdf, pdfOf, streamObject } from '../documents/intake/support/made-files.js';

const draw = { page: 1, widthPx: 1000, mostBytes: 60_000 };

describe('drawing a page', function () {
  this.timeout(20_000);
  const opener = makeFileOpener();
  after(() => opener.close());

  const drawn = (bytes: Buffer, mediaType: 'application/pdf' | 'image/jpeg' | 'image/png', wanted = draw) =>
    opener.draw(
      () => Readable.from([bytes], { objectMode: false }),
      { mediaType, sizeBytes: bytes.length },
      wanted,
    );
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => null,
      (error: unknown) => (error instanceof AppError ? error.code : String(error)),
    );

  /** Two pages: the first red, the second blue and lying on its side. */
  const twoPages = (): Buffer => {
    const page = (size: string, content: number) =>
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${size}] /Contents ${content} 0 R >>`;
    return pdfOf([
      '<< /Type /Catalog /Pages 2 0 R >>',
      '<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>',
      page('200 300', 5),
      page('400 200', 6),
      streamObject('', Buffer.from('1 0 0 rg 0 0 200 300 re f')),
      streamObject('', Buffer.from('0 0 1 rg 0 0 400 200 re f')),
    ]);
  };
  const colourOf = async (webp: Buffer): Promise<readonly number[]> => {
    const { channels } = await sharp(webp).stats();
    return channels.slice(0, 3).map(({ mean }) => Math.round(mean / 51));
  };

  it('each page of a PDF in its own colours and shape', async () => {
    const first = await drawn(twoPages(), 'application/pdf');
    const second = await drawn(twoPages(), 'application/pdf', { ...draw, page: 2 });
    expect([first.widthPx, first.heightPx]).to.deep.equal([1000, 1500]);
    expect([second.widthPx, second.heightPx]).to.deep.equal([1000, 500]);
    expect(await colourOf(first.webp)).to.deep.equal([5, 0, 0]);
    expect(await colourOf(second.webp)).to.deep.equal([0, 0, 5]);
    expect(await refusal(drawn(twoPages(), 'application/pdf', { ...draw, page: 3 }))).to.equal(
      'FILE_UNREADABLE',
    );
  });

  it('a photo stands as its EXIF says, without the place where it was taken', async () => {
    const lying = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#0f0' } })
      .withExif({ IFD0: { Orientation: '6', Artist: 'Somebody' }, IFD3: { GPSLatitudeRef: 'N' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const { webp, widthPx, heightPx } = await drawn(lying, 'image/jpeg');
    expect([widthPx, heightPx]).to.deep.equal([40, 60]);
    expect((await sharp(webp).metadata()).exif).to.equal(undefined);
  });

  it('what is hard to press small becomes coarser and smaller, within the bytes that were allowed', async () => {
    const photo = await sharp(noise(1600 * 1200 * 3), { raw: { width: 1600, height: 1200, channels: 3 } })
      .png()
      .toBuffer();
    const { webp, widthPx } = await drawn(photo, 'image/png');
    expect(webp.length).to.be.at.most(60_000);
    expect(widthPx).to.be.within(300, 1000);
  });

  it('a page that asks for more than a child has is refused, and the next one is drawn', async () => {
    // Forms that draw each other, ten times each: ten thousand million strokes.
    const nested = pdfOf([
      '<< /Type /Catalog /Pages 2 0 R >>',
      '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources << /XObject << /F 5 0 R >> >> >>',
      streamObject('', Buffer.from('/F Do '.repeat(10))),
      ...Array.from({ length: 10 }, (_, level) =>
        streamObject(
          `/Type /XObject /Subtype /Form /BBox [0 0 200 200] ${
            level < 9 ? `/Resources << /XObject << /F ${6 + level} 0 R >> >>` : ''
          }`,
          Buffer.from(level < 9 ? '/F Do '.repeat(10) : '0 0 200 200 re f '.repeat(10)),
        ),
      ),
    ]);
    expect(await refusal(drawn(nested, 'application/pdf'))).to.equal('FILE_TOO_COMPLEX');
    expect((await drawn(onePagePdf(), 'application/pdf')).widthPx).to.be.greaterThan(0);
  });
});
