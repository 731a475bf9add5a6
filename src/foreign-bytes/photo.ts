import sharp, { type Sharp } from 'sharp';
import { type Crop, MAX_PIXELS, type PhotoHint, type PhotoRequest, type Verdict } from './messages.js';

/** Below it a page of A4 is hard to read. */
const SMALL_PX = 900;
/** Mean brightness of 255. */
const DARK = 60;
/** Variance of the Laplacian at this width; below it there is hardly an edge. */
const LOOK_PX = 400;
const EDGES = 30;

const laplacian = { width: 3, height: 3, kernel: [0, 1, 0, 1, -4, 1, 0, 1, 0], offset: 128 };

const limits = { failOn: 'none', limitInputPixels: MAX_PIXELS } as const;

function opened(bytes: Buffer): Sharp {
  return sharp(bytes, limits).autoOrient();
}

/** Turned as wanted, without what is cut off. */
async function lying(bytes: Buffer, { turn, crop }: PhotoRequest): Promise<Sharp> {
  const turned = opened(bytes).rotate(turn);
  if (!crop) return turned;
  const { autoOrient } = await sharp(bytes, limits).metadata();
  const upright = turn === 0 || turn === 180;
  const [width, height] = upright
    ? [autoOrient.width, autoOrient.height]
    : [autoOrient.height, autoOrient.width];
  return turned.extract(partOf(crop, width, height));
}

/** In pixels, one at least. */
function partOf({ top, right, bottom, left }: Crop, width: number, height: number) {
  const from = { left: Math.floor((width * left) / 100), top: Math.floor((height * top) / 100) };
  return {
    ...from,
    width: Math.max(1, Math.ceil((width * (100 - right)) / 100) - from.left),
    height: Math.max(1, Math.ceil((height * (100 - bottom)) / 100) - from.top),
  };
}

/**
 * A page's photo as pixels of our own: upright as its EXIF says, then turned and cropped as its owner wants, no larger
 * than asked for, sRGB on white, without any metadata.
 */
export async function normalisePhoto(bytes: Buffer, wanted: PhotoRequest): Promise<Verdict> {
  const { data, info } = await (await lying(bytes, wanted))
    .resize({
      width: wanted.longestPx,
      height: wanted.longestPx,
      fit: 'inside',
      withoutEnlargement: true,
    })
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .jpeg({ quality: wanted.quality })
    .toBuffer({ resolveWithObject: true });
  return {
    state: 'NORMALISED',
    jpeg: data.toString('base64'),
    widthPx: info.width,
    heightPx: info.height,
  };
}

/** What may be wrong with a photo. It is said, never refused: a faint paper looks the same to a computer. */
export async function assessPhoto(bytes: Buffer): Promise<Verdict> {
  return { state: 'ASSESSED', hints: await hintsOf(bytes) };
}

async function hintsOf(bytes: Buffer): Promise<PhotoHint[]> {
  const { width, height } = await sharp(bytes, limits).metadata();
  const grey = opened(bytes)
    .flatten({ background: '#fff' })
    .resize({ width: LOOK_PX, withoutEnlargement: true })
    .greyscale();
  const whole = await grey.clone().raw().toBuffer({ resolveWithObject: true });
  const raw = { raw: { width: whole.info.width, height: whole.info.height, channels: 1 as const } };
  const hints: PhotoHint[] = [];
  if (Math.max(width, height) < SMALL_PX) hints.push('TINY');
  const { channels } = await sharp(whole.data, raw).stats();
  if ((channels[0]?.mean ?? 255) < DARK) return [...hints, 'DARK'];
  const edges = await sharp(whole.data, raw).convolve(laplacian).stats();
  if ((edges.channels[0]?.stdev ?? 255) ** 2 < EDGES) hints.push('BLURRED');
  return hints;
}
