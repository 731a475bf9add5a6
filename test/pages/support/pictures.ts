import sharp from 'sharp';
import type { UploadFile } from '../../support/person.js';

/** What a phone sends: a JPEG of noise, different at each call. */
export async function photo(name = 'anh.jpg'): Promise<UploadFile> {
  const bytes = await sharp({
    create: {
      width: 1200,
      height: 900,
      channels: 3,
      background: '#c8b48c',
      noise: { type: 'gaussian', mean: 128, sigma: 30 },
    },
  })
    .jpeg({ quality: 70 })
    .toBuffer();
  return { name, type: 'image/jpeg', bytes };
}

/** For Playwright's file chooser. */
export function chosen({ name, type, bytes }: UploadFile): {
  name: string;
  mimeType: string;
  buffer: Buffer;
} {
  return { name, mimeType: type, buffer: Buffer.from(bytes) };
}

/** What an iPhone keeps, by its first bytes (ISO/IEC 23008-12). */
export const heic = {
  name: 'IMG_0001.HEIC',
  mimeType: 'image/heic',
  buffer: Buffer.from(`\0\0\0\x18ftypheic\0\0\0\0mif1heic${'\0'.repeat(5000)}`, 'latin1'),
} as const;
