import sharp, { type Sharp } from 'sharp';
import { drawPdfPage } from './draw-pdf-page.js';
import { type DrawRequest, MAX_PIXELS, type OpenableType, type Verdict } from './messages.js';
import { loadPdfium } from './open-pdf.js';

/** A page tall as a till receipt is drawn narrower. */
const MOST_HEIGHT_TO_WIDTH = 3;
/** Tried in turn until a picture is small enough: quality, and part of the width asked for. */
const steps = [
  { quality: 70, part: 1 },
  { quality: 50, part: 1 },
  { quality: 35, part: 1 },
  { quality: 35, part: 0.7 },
  { quality: 30, part: 0.5 },
  { quality: 20, part: 0.35 },
] as const;

/**
 * One page as a WebP picture of at most `mostBytes`. Photos are turned as their EXIF says, which no browser sees any
 * more in what is sent: nothing but pixels goes on, no metadata.
 */
export async function drawPage(bytes: Buffer, mediaType: OpenableType, draw: DrawRequest): Promise<Verdict> {
  if (mediaType !== 'application/pdf') {
    if (draw.page !== 1) return { state: 'UNREADABLE' };
    return shrink(sharp(bytes, { failOn: 'none', limitInputPixels: MAX_PIXELS }).rotate(), draw);
  }
  const page = drawPdfPage(await loadPdfium(), bytes, draw, MOST_HEIGHT_TO_WIDTH);
  if ('state' in page) return page;
  const { pixels, width, height } = page;
  return shrink(sharp(pixels, { raw: { width, height, channels: 4 } }).removeAlpha(), draw);
}

async function shrink(picture: Sharp, { widthPx, mostBytes }: DrawRequest): Promise<Verdict> {
  for (const { quality, part } of steps) {
    const width = Math.round(widthPx * part);
    const { data, info } = await picture
      .clone()
      .resize({ width, height: width * MOST_HEIGHT_TO_WIDTH, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .webp({ quality, effort: 3 })
      .toBuffer({ resolveWithObject: true });
    if (data.length <= mostBytes) {
      return { state: 'DRAWN', webp: data.toString('base64'), widthPx: info.width, heightPx: info.height };
    }
  }
  return { state: 'TOO_COMPLEX' };
}
