import { expect } from 'chai';
import sharp from 'sharp';
import { newId } from '../../src/platform/ids.js';
import type { Person, UploadFile } from './person.js';

/** A page with print on it: red at its top edge, so that the way up can be seen. No two are the same. */
export async function pagePhoto(name: string, words: string): Promise<UploadFile> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="1600"><rect width="1200" height="1600" fill="#fff"/><rect width="1200" height="120" fill="#d00"/>${Array.from({ length: 30 }, (_n, row) => `<text x="60" y="${200 + row * 45}" font-size="30">${words} ${row} ${newId()}</text>`).join('')}</svg>`;
  return { name, type: 'image/jpeg', bytes: await sharp(Buffer.from(svg)).jpeg().toBuffer() };
}

/** A picture that no compression makes small. */
export async function densePhoto(name: string): Promise<UploadFile> {
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  const create = { width: 1600, height: 2200, channels: 3, background: '#888', noise } as const;
  return { name, type: 'image/jpeg', bytes: await sharp({ create }).jpeg().toBuffer() };
}

/** Sends a photo as the next page of a document that is being made. */
export async function addPhoto(url: string, who: Person, of: string, file: UploadFile) {
  const body = new FormData();
  body.append('_csrf', who.csrfToken);
  body.append('file', new Blob([new Uint8Array(file.bytes)], { type: file.type }), file.name);
  const response = await who.browser.open(`${url}/photos/${of}/pages`, {
    method: 'POST',
    body,
    headers: { accept: 'text/html', origin: url },
  });
  return { status: response.status, text: await response.text() };
}

/** Makes one document of the photos. */
export async function savePhotos(url: string, who: Person, of: string, title = '') {
  const response = await who.browser.open(`${url}/photos/${of}/save`, {
    method: 'POST',
    body: new URLSearchParams({ _csrf: who.csrfToken, typeCode: 'LAND_CERTIFICATE', title }),
    headers: { accept: 'text/html', origin: url },
  });
  return { status: response.status, text: await response.text() };
}

/** Two photos put in and made one document. @returns its id and the photos as they were sent */
export async function photographed(url: string, who: Person): Promise<{ id: string; photos: UploadFile[] }> {
  const id = newId();
  const photos = [await pagePhoto('mot.jpg', 'một'), await pagePhoto('hai.jpg', 'hai')];
  for (const photo of photos) expect((await addPhoto(url, who, id, photo)).status).to.equal(303);
  expect((await savePhotos(url, who, id)).status).to.equal(303);
  return { id, photos };
}
