import type { Request, Response } from 'express';
import multer, { type StorageEngine } from 'multer';
import type { Form } from './page-form.js';

const MIB = 1024 * 1024;

/** Files are read past and kept nowhere. */
const nowhere: StorageEngine = {
  _handleFile(_request, file, done) {
    file.stream.once('error', done).once('end', () => done(null, {}));
    file.stream.resume();
  },
  _removeFile: (_request, _file, done) => done(null),
};
const readPast = multer({
  storage: nowhere,
  limits: { fields: 12, fieldSize: 4096, files: 1, parts: 14, fileSize: 20 * MIB },
}).any();

/**
 * What was typed into a form with a file, of somebody whose session has ended: the texts alone, without `_csrf`. Null
 * when it is no such form, or larger than any of ours.
 */
export async function readTypedTexts(request: Request, response: Response): Promise<Form | null> {
  const read = await new Promise<boolean>((resolve) => {
    readPast(request, response, (error?: unknown) => resolve(!error));
  });
  if (!read) return null;
  const texts = Object.entries((request.body ?? {}) as Record<string, unknown>).filter(
    (entry): entry is [string, string] =>
      entry[0] !== '_csrf' && typeof entry[1] === 'string' && entry[1] !== '',
  );
  return Object.fromEntries(texts);
}
