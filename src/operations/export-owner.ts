import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type AccessLog, accessView, loggedOperator } from '../audit/index.js';
import { type makeConsentsStore, ownerConsentView } from '../consents/index.js';
import {
  type DocumentsStore,
  type DocumentVersion,
  documentView,
  mayBeServed,
  type OpenVersion,
  type StoredDocument,
} from '../documents/index.js';
import type { Owner } from '../identity/index.js';
import { AppError } from '../platform/app-error.js';
import { type Clock, vietnamDate } from '../platform/clock.js';
import { writeNewSecretFile } from '../platform/secret-file.js';
import { StartupError } from '../platform/startup-error.js';
import { writePieces } from './bson-file.js';

export const EXPORT_FORMAT = 'motlan-export';
/** Raised when a reader of today could misread what is written. */
export const EXPORT_FORMAT_VERSION = 1;

export interface ExportDeps {
  readonly owners: { findById(id: string): Promise<Owner | null> };
  readonly documents: DocumentsStore;
  readonly consents: Pick<ReturnType<typeof makeConsentsStore>, 'list'>;
  readonly log: AccessLog;
  readonly openVersion: OpenVersion;
  readonly scanning: boolean;
  readonly clock: Clock;
}

export interface ExportOrder {
  readonly ownerId: string;
  /** Made by the export, for this account alone; must not exist. */
  readonly folder: string;
  readonly operator: string;
  /** Why, in words that the owner reads in her access log. */
  readonly reason: string;
}

export interface Exported {
  readonly documents: number;
  readonly files: number;
  /** Versions that nobody is served: not scanned yet, or infected. */
  readonly withheld: number;
}

const PAGE = 100;
const endings: Readonly<Record<DocumentVersion['mediaType'], string>> = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
};

/**
 * Writes all that one owner may see, in plain: her papers as files, and papers, consents and access log as JSON lines in
 * the shapes of the API, each file with the format and its number in its first line. Each paper's line is in her access
 * log before its bytes are read. What she may not know of yet is not in it. The manifest, with hashes, comes last.
 * @throws StartupError for an unknown owner or a folder that exists
 */
export async function exportOwner(order: ExportOrder, deps: ExportDeps): Promise<Exported> {
  const { ownerId, folder } = order;
  const { clock } = deps;
  const owner = await deps.owners.findById(ownerId);
  if (!owner) throw new StartupError(`There is no owner ${ownerId}.`);
  await mkdir(folder, { mode: 0o700 }).catch((error: unknown) => {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    throw new StartupError(`The folder ${folder} cannot be made (${code}): name a new one.`, {
      cause: error,
    });
  });
  const now = clock.now();
  const today = vietnamDate(now);
  const count = { documents: 0, files: 0, withheld: 0 };
  const written: { file: string; bytes: number; sha256: string }[] = [];

  const lines = async (kind: string, items: AsyncIterable<unknown>) => {
    const file = `${kind}.jsonl`;
    const { bytes, sha256 } = await writePieces(join(folder, file), jsonLines(kind, items));
    written.push({ file, bytes, sha256 });
  };
  await lines(
    'owner',
    (async function* one() {
      yield await Promise.resolve(owner);
    })(),
  );
  await lines('documents', withFiles());
  await lines('consents', consents());
  await lines('access-log', accesses());

  const manifest = {
    format: EXPORT_FORMAT,
    formatVersion: EXPORT_FORMAT_VERSION,
    ownerId,
    exportedAt: now.toISOString(),
    ...count,
    written,
  };
  await writeNewSecretFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return count;

  async function* withFiles(): AsyncGenerator {
    const query = { ownerId, today, limit: PAGE };
    for await (const document of pages((before) => deps.documents.list({ ...query, before }))) {
      count.documents += 1;
      const files = [];
      for (const version of document.versions) files.push(await fileOf(document, version));
      const photos = [];
      for (const photo of await deps.documents.photosOf(ownerId, document.id))
        for (const version of photo.versions) photos.push(await fileOf(photo, version));
      yield { ...documentView(document, today), files, ...(photos.length > 0 ? { photos } : {}) };
    }
  }

  async function fileOf(document: StoredDocument, version: DocumentVersion): Promise<string | null> {
    try {
      mayBeServed(version, deps.scanning);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      count.withheld += 1;
      return null;
    }
    await deps.log.append({
      ownerId,
      action: 'DOWNLOAD',
      actor: loggedOperator(order.operator),
      actorId: order.operator,
      documentId: document.id,
      version: version.version,
      purpose: { code: 'EXPORT', text: order.reason },
    });
    const file = `files/${document.id}-${version.version}.${endings[version.mediaType]}`;
    await mkdir(join(folder, 'files'), { recursive: true, mode: 0o700 });
    written.push({ file, ...(await save(document, version, join(folder, file))) });
    count.files += 1;
    return file;
  }

  /** @throws AppError CONTENT_DAMAGED when the bytes are not those that were put in */
  async function save(document: StoredDocument, version: DocumentVersion, path: string) {
    const hash = createHash('sha256');
    const counted = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk);
        done(null, chunk);
      },
    });
    const target = createWriteStream(path, { flags: 'wx', mode: 0o600 });
    await pipeline(await deps.openVersion(document, version), counted, target);
    const file = await open(path, 'r');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
    const sha256 = hash.digest('hex');
    if (sha256 !== version.sha256) throw new AppError('CONTENT_DAMAGED');
    return { bytes: version.sizeBytes, sha256 };
  }

  async function* consents(): AsyncGenerator {
    for await (const consent of pages((before) => deps.consents.list({ ownerId, before, limit: PAGE, now })))
      yield ownerConsentView(consent, 'vi', now);
  }

  async function* accesses(): AsyncGenerator {
    const withoutDocuments = await deps.documents.idsNotShown(ownerId);
    const query = { ownerId, withoutDocuments, limit: PAGE };
    for await (const entry of pages((before) => deps.log.list({ ...query, before }))) yield accessView(entry);
  }
}

/** Newest first, page by page; `read` gives those older than an id. */
async function* pages<Item extends { readonly id: string }>(
  read: (before: string | undefined) => Promise<readonly Item[]>,
): AsyncGenerator<Item> {
  let before: string | undefined;
  for (;;) {
    const found = await read(before);
    yield* found;
    if (found.length <= PAGE) return;
    before = found.at(-1)?.id;
  }
}

async function* jsonLines(kind: string, items: AsyncIterable<unknown>): AsyncGenerator<Buffer> {
  const head = { format: EXPORT_FORMAT, formatVersion: EXPORT_FORMAT_VERSION, kind };
  yield Buffer.from(`${JSON.stringify(head)}\n`);
  for await (const item of items) yield Buffer.from(`${JSON.stringify(item)}\n`);
}
