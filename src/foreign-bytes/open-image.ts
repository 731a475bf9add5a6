import sharp from 'sharp';
import { MAX_PIXELS, type OpenableType, type Verdict } from './messages.js';

const END_OF_IMAGE = Buffer.from([0xff, 0xd9]);
const START_OF_SCAN = 0xda;
// libjpeg's words (jerror.h): JWRN_HIT_MARKER, and the beginning of all that concern the coded data.
const CUT = 'premature end of data segment';
const DAMAGED = 'Corrupt JPEG data';

// One thread and no cache: the child's memory then says what one file costs.
sharp.concurrency(1);
sharp.cache(false);

/**
 * Decodes every pixel of a picture, row by row, and keeps none.
 * - Size by its header alone first: a claim of 900 megapixels must not be tried.
 * - `failOn: 'error'`: the default refuses what Samsung and Pixel phones write every day.
 * - Colour profiles are not used: a broken one is no fault of the picture.
 * - libjpeg only warns when a marker comes before the picture is full; that is a cut picture.
 * - A JPEG may lack its end marker and still be whole (cameras, block-padded storage): with the marker in place of the
 *   padding it must decode without any complaint about its data.
 */
export async function openImage(bytes: Buffer, mediaType: OpenableType): Promise<Verdict> {
  let pixels: number;
  try {
    const header = await sharp(bytes, { failOn: 'none', limitInputPixels: false }).metadata();
    pixels = header.width * header.height;
  } catch {
    return { state: 'UNREADABLE' };
  }
  if (pixels > MAX_PIXELS) return { state: 'TOO_COMPLEX' };
  const ended = mediaType !== 'image/jpeg' || bytes.indexOf(END_OF_IMAGE, scanStart(bytes)) >= 0;
  const whole = ended ? await decodes(bytes, CUT) : await isWholeWithEnd(bytes);
  return whole ? { state: 'OPENED', pages: 1 } : { state: 'UNREADABLE' };
}

/** Decodes all of it; false for an error, or a warning that contains `complaint`. */
async function decodes(bytes: Buffer, complaint: string): Promise<boolean> {
  let damaged = false;
  const picture = sharp(bytes, {
    failOn: 'error',
    limitInputPixels: false,
    sequentialRead: true,
    ignoreIcc: true,
  });
  picture.on('warning', (warning: string) => {
    if (warning.includes(complaint)) damaged = true;
  });
  try {
    await picture.resize(32, 32, { fit: 'fill' }).raw().toBuffer();
    return !damaged;
  } catch {
    return false;
  }
}

/** Where a JPEG's first scan begins, behind its header segments (whose thumbnail has an end marker of its own). */
function scanStart(jpeg: Buffer): number {
  let at = 2;
  while (at + 4 <= jpeg.length && jpeg[at] === 0xff && jpeg[at + 1] !== START_OF_SCAN) {
    at += jpeg[at + 1] === 0xff ? 1 : 2 + jpeg.readUInt16BE(at + 2);
  }
  return Math.min(at, jpeg.length);
}

/** The coded data may end in a zero byte or two of their own, so padding is taken off but for those. */
async function isWholeWithEnd(jpeg: Buffer): Promise<boolean> {
  let end = jpeg.length;
  while (end > 0 && jpeg[end - 1] === 0) end--;
  for (let kept = end; kept <= Math.min(end + 2, jpeg.length); kept++) {
    if (await decodes(Buffer.concat([jpeg.subarray(0, kept), END_OF_IMAGE]), DAMAGED)) return true;
  }
  return false;
}
