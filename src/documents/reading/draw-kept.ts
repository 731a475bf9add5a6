import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { FileOpener } from '../../foreign-bytes/index.js';
import type { Clock } from '../../platform/clock.js';
import { makeInTurn } from '../../platform/in-turn.js';
import type { ObjectEncryption } from '../../storage/object-encryption.js';
import type { DocumentVersion, StoredDocument } from '../document.js';
import type { DocumentsStore } from '../documents.store.js';
import { type OpenVersion, openWhenRead } from './open-version.js';
import type { RenditionName, RenditionsStore } from './renditions.store.js';

/** A page as a picture in WebP, without the file's metadata. */
export interface PagePicture {
  readonly webp: Buffer;
}

export interface DrawRequest {
  /** From 1. */
  readonly page: number;
  readonly widthPx: number;
  readonly mostBytes: number;
  /** So long it is kept to be shown again; null: not at all. */
  readonly keptSeconds: number | null;
}

/**
 * A page of a version as a picture: one that is kept, or drawn from the original and kept as ciphertext, until its time
 * is over or the document goes. Who may look is settled and logged by the caller before.
 * @throws AppError FILE_TOO_COMPLEX, FILE_UNREADABLE, CONTENT_DAMAGED, STORAGE_UNAVAILABLE
 */
export type DrawKept = (
  document: StoredDocument,
  version: DocumentVersion,
  request: DrawRequest,
) => Promise<PagePicture>;

export interface DrawKeptDeps {
  readonly documents: Pick<DocumentsStore, 'byId'>;
  readonly renditions: RenditionsStore;
  readonly encryption: ObjectEncryption;
  readonly openVersion: OpenVersion;
  readonly drawPage: FileOpener['draw'];
  readonly clock: Clock;
}

export function makeDrawKept(deps: DrawKeptDeps): DrawKept {
  // One at a time for each owner: whoever asks for a thousand pages keeps nobody else's uploads waiting.
  const inTurn = makeInTurn({ patienceMs: 30_000 });
  const { renditions, encryption } = deps;

  const kept = async (name: RenditionName, ownerId: string): Promise<Buffer | null> => {
    const ciphertext = await renditions.find(name);
    if (!ciphertext) return null;
    try {
      const binding = { ownerId, documentId: name.documentId, version: name.version };
      const stored = Readable.from([ciphertext], { objectMode: false });
      return await buffer(encryption.decrypt(stored, { binding, storedBytes: ciphertext.length }));
    } catch {
      // Under a key that is gone, or damaged: drawn anew.
      return null;
    }
  };
  const keep = async (name: RenditionName, ownerId: string, webp: Buffer, seconds: number): Promise<void> => {
    const cipher = encryption.encrypt({ ownerId, documentId: name.documentId, version: name.version });
    cipher.end(webp);
    const expiresAt = new Date(deps.clock.now().getTime() + seconds * 1000);
    await renditions.keep(name, await buffer(cipher), expiresAt);
    // Deleted while it was drawn: whoever removed the pictures of the document did not see this one.
    const now = await deps.documents.byId(name.documentId);
    if (!now || now.deletedAt !== null) await renditions.remove(name.documentId);
  };

  return async (document, version, { keptSeconds, ...drawing }) => {
    const { id: documentId, ownerId } = document;
    const name = { documentId, version: version.version, page: drawing.page, widthPx: drawing.widthPx };
    const found = keptSeconds === null ? null : await kept(name, ownerId);
    if (found) return { webp: found };
    const openPlaintext = openWhenRead(deps.openVersion, document, version);
    const { webp } = await inTurn(ownerId, () => deps.drawPage(openPlaintext, version, drawing));
    if (keptSeconds !== null) await keep(name, ownerId, webp, keptSeconds);
    return { webp };
  };
}
