import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Readable } from 'node:stream';
import PDFDocument from 'pdfkit';

/** A page's picture: a JPEG that we made ourselves. */
export interface PagePhoto {
  readonly jpeg: Buffer;
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface PhotoPdf {
  readonly title: string;
  readonly at: Date;
  /** The line under page `n` of `count`. */
  readonly footer: (n: number, count: number) => string;
  readonly count: number;
  /** Asked for one after the other, so that one is in memory at a time. */
  readonly pages: AsyncIterable<PagePhoto>;
}

/** A4 in points. */
const SHORT = 595.28;
const LONG = 841.89;
const MARGIN = 20;
const FOOTER = 18;

const fontFile = createRequire(import.meta.url).resolve(
  '@expo-google-fonts/be-vietnam-pro/400Regular/BeVietnamPro_400Regular.ttf',
);
let font: Promise<Buffer> | undefined;

/**
 * Photos as one PDF/A-2b (ISO 19005-2): a page of A4 for each, as it lies, with one line below in an embedded font.
 * What stands in it is in NFC, without which marks would print beside their letters.
 * @returns the document's bytes; the stream fails with what `pages` throws
 */
export async function photoPdf({ title, at, footer, count, pages }: PhotoPdf): Promise<Readable> {
  const face = await (font ??= readFile(fontFile));
  const document = new PDFDocument({
    autoFirstPage: false,
    subset: 'PDF/A-2b',
    pdfVersion: '1.7',
    lang: 'vi',
    // A font that is registered: the default one would not be embedded.
    font: face as unknown as string,
    info: { Title: metadataTitle(title), Producer: 'Motlan', Creator: 'Motlan', CreationDate: at },
  });
  void (async () => {
    try {
      let n = 0;
      for await (const { jpeg, widthPx, heightPx } of pages) {
        n += 1;
        const size: [number, number] = widthPx > heightPx ? [LONG, SHORT] : [SHORT, LONG];
        document.addPage({ size, margin: MARGIN });
        const room: [number, number] = [size[0] - 2 * MARGIN, size[1] - 2 * MARGIN - FOOTER];
        document.image(jpeg, MARGIN, MARGIN, { fit: room, align: 'center', valign: 'center' });
        document
          .font(face)
          .fontSize(8)
          .fillColor('#444444')
          .text(footer(n, count).normalize('NFC'), MARGIN, size[1] - MARGIN - FOOTER + 6, {
            width: room[0],
            align: 'center',
            lineBreak: false,
          });
        await drained(document);
      }
      document.end();
    } catch (error) {
      document.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  })();
  return document;
}

/**
 * A title as it may stand in the file's metadata. pdfkit writes it into the XMP as it is, and the two places must agree
 * (ISO 19005-2, 6.6.3): what XML would read as its own is replaced by look-alikes, what it forbids is left out.
 */
function metadataTitle(title: string): string {
  return title
    .toWellFormed()
    .normalize('NFC')
    .replace(/\p{Cc}/gu, '')
    .replaceAll('<', '‹')
    .replaceAll('>', '›')
    .replaceAll('&', '＆');
}

/** Until what was written has been read: pdfkit itself waits for nobody. */
async function drained(document: Readable): Promise<void> {
  while (!document.destroyed && document.readableLength > document.readableHighWaterMark)
    await new Promise((resolve) => setImmediate(resolve));
}
