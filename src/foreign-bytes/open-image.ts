import sharp from 'sharp';
import { MAX_PIXELS, type OpenableType, type Verdict } from './messages.js';

const END_OF_IMAGE = Buffer.from([0xff, 0xd9]);

// One thread and no cache: the child's memory then says what one file costs.
sharp.concurrency(1);
sharp.cache(false);

/**
 * Decodes every pixel of a picture, row by row, and keeps none.
 * - Size by its header alone first: a claim of 900 megapixels must not be tried.
 * - `failOn: 'error'`: the default refuses what Samsung and Pixel phones write every day.
 * - Colour profiles are not used: a broken one is no fault of the picture.
 * - libjpeg only warns when a marker comes before the picture is full; that is a cut picture.
 * - A JPEG that lacks nothing but its end marker is whole: with the marker added it decodes without that warning.
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
  if (await decodes(bytes)) return { state: 'OPENED', pages: 1 };
  const whole = mediaType === 'image/jpeg' && (await decodes(Buffer.concat([bytes, END_OF_IMAGE])));
  return whole ? { state: 'OPENED', pages: 1 } : { state: 'UNREADABLE' };
}

async function decodes(bytes: Buffer): Promise<boolean> {
  let cut = false;
  const picture = sharp(bytes, {
    failOn: 'error',
    limitInputPixels: false,
    sequentialRead: true,
    ignoreIcc: true,
  });
  picture.on('warning', (warning: string) => {
    if (warning.includes('premature end of data segment')) cut = true;
  });
  try {
    await picture.resize(32, 32, { fit: 'fill' }).raw().toBuffer();
    return !cut;
  } catch {
    return false;
  }
}
