import type { Crop } from '../../foreign-bytes/index.js';
import { z } from '../../http/zod.js';
import type { PhotoPart } from '../document.js';

export const UNCROPPED: Crop = { top: 0, right: 0, bottom: 0, left: 0 };

/** Of what is between two edges, so much stays at least. */
const LEAST_LEFT = 10;

const percent = z.coerce
  .number()
  .int()
  .min(0)
  .max(100 - LEAST_LEFT)
  .default(0);
const tooMuch = { message: 'nothing would be left', params: { code: 'INVALID' } };

/** What an owner wants cut off; a tenth of the photo stays in either direction. */
export const cropSchema = z
  .object({ top: percent, right: percent, bottom: percent, left: percent })
  .refine(({ top, bottom }) => top + bottom <= 100 - LEAST_LEFT, { ...tooMuch, path: ['bottom'] })
  .refine(({ left, right }) => left + right <= 100 - LEAST_LEFT, { ...tooMuch, path: ['right'] });

/** The same cut of a photo that was turned by a quarter. */
export function turnedCrop({ top, right, bottom, left }: Crop, step: 'LEFT' | 'RIGHT'): Crop {
  return step === 'RIGHT'
    ? { top: left, right: top, bottom: right, left: bottom }
    : { top: right, right: bottom, bottom: left, left: top };
}

/** Says how a page lies, so that two ways are never taken for one picture. */
export function layOf({ turn, crop = UNCROPPED }: Pick<PhotoPart, 'turn' | 'crop'>): string {
  return [turn, crop.top, crop.right, crop.bottom, crop.left].join('-');
}
