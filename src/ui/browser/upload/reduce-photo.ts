import type { QueueWords } from './words.js';

/** A photo of 12 MB takes four minutes at 400 kbit/s; a page of A4 is sharp with so many dots. */
const LONGEST_PX = 2400;
const QUALITY = 0.85;
/** Below it nothing is gained. */
const LARGE_BYTES = 1_500_000;
const SMALL_PX = 900;
const DARK = 60;
/** Variance of the Laplacian of a picture 400 dots wide; below it there is hardly an edge. */
const EDGES = 30;
const LOOK_PX = 400;

export type Hint = keyof Pick<QueueWords, 'dark' | 'blurred' | 'tiny'>;

export interface Prepared {
  readonly file: File;
  readonly hints: readonly Hint[];
}

/**
 * A camera's photo made smaller before it is sent, and what may be wrong with it. Whatever cannot be read or gets no
 * smaller is sent as it is: the server judges.
 */
export async function preparePhoto(file: File): Promise<Prepared> {
  if (!/^image\/(jpeg|png)$/.test(file.type)) return { file, hints: [] };
  try {
    const picture = await createImageBitmap(file);
    const hints = hintsOf(picture);
    const scale = Math.min(1, LONGEST_PX / Math.max(picture.width, picture.height));
    if (scale === 1 && file.size < LARGE_BYTES) return { file, hints };
    const canvas = drawn(picture, scale);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
    if (!blob || blob.size >= file.size) return { file, hints };
    const name = `${file.name.replace(/\.(jpe?g|png)$/i, '')}.jpg`;
    return { file: new File([blob], name, { type: 'image/jpeg' }), hints };
  } catch {
    return { file, hints: [] };
  }
}

function drawn(picture: ImageBitmap, scale: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  // Transparent parts of a PNG would turn black.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function hintsOf(picture: ImageBitmap): Hint[] {
  const canvas = drawn(picture, Math.min(1, LOOK_PX / picture.width));
  const { width, height } = canvas;
  const data = canvas.getContext('2d')?.getImageData(0, 0, width, height).data;
  if (!data) return [];
  const grey = new Float32Array(width * height);
  let sum = 0;
  for (let dot = 0; dot < grey.length; dot += 1) {
    const at = dot * 4;
    const light = 0.3 * (data[at] ?? 0) + 0.59 * (data[at + 1] ?? 0) + 0.11 * (data[at + 2] ?? 0);
    grey[dot] = light;
    sum += light;
  }
  const hints: Hint[] = [];
  if (Math.max(picture.width, picture.height) < SMALL_PX) hints.push('tiny');
  if (sum / grey.length < DARK) hints.push('dark');
  else if (edgesOf(grey, width, height) < EDGES) hints.push('blurred');
  return hints;
}

function edgesOf(grey: Float32Array, width: number, height: number): number {
  let sum = 0;
  let squares = 0;
  let count = 0;
  const at = (x: number, y: number): number => grey[y * width + x] ?? 0;
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const edge = at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1) - 4 * at(x, y);
      sum += edge;
      squares += edge * edge;
      count += 1;
    }
  }
  return count === 0 ? 0 : squares / count - (sum / count) ** 2;
}
