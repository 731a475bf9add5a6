import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { FileOpener } from '../../foreign-bytes/index.js';
import type { OwnerActor } from '../../platform/actor.js';
import { AppError } from '../../platform/app-error.js';
import type { Clock } from '../../platform/clock.js';
import { makeInTurn } from '../../platform/in-turn.js';
import type { ObjectBinding, ObjectEncryption } from '../../storage/object-encryption.js';
import { currentVersionOf, type DocumentVersion, type StoredDocument } from '../document.js';
import { isInScope, isServable, mayOpenAndShare } from '../documents.policy.js';
import type { DocumentsStore } from '../documents.store.js';
import { type OpenVersion, openWhenRead } from './open-version.js';
import type { RenditionsStore } from './renditions.store.js';

/** Budget of design: a list of twenty is 120 kB at most. */
const MOST_BYTES = 6 * 1024;
const WIDTH_PX = 120;

/**
 * The first page of a paper, as small as a stamp: known again in a list, too small to be read, so it is no look that the
 * log would tell of. Kept as ciphertext until the document goes.
 * @throws AppError DOCUMENT_NOT_FOUND also for what is masked, not scanned or infected; LEVEL_TOO_LOW
 */
export type ReadThumbnail = (input: {
  readonly actor: OwnerActor;
  readonly id: string;
}) => Promise<{ readonly webp: Buffer }>;

export interface ThumbnailDeps {
  readonly documents: Pick<DocumentsStore, 'ofOwner'>;
  readonly renditions: RenditionsStore;
  readonly encryption: ObjectEncryption;
  readonly openVersion: OpenVersion;
  readonly drawPage: FileOpener['draw'];
  readonly isSensitive: (typeCode: string) => boolean;
  readonly scanning: boolean;
  readonly clock: Clock;
}

function bindingOf(document: StoredDocument, { version }: DocumentVersion): ObjectBinding {
  return { ownerId: document.ownerId, documentId: document.id, version };
}

export type HasThumbnail = (typeCode: string, version: Pick<DocumentVersion, 'scan'>) => boolean;

/** Whether a paper has a thumbnail: not one of a sensitive kind, and not before it was scanned. */
export function hasThumbnail(
  deps: Pick<ThumbnailDeps, 'isSensitive' | 'scanning'>,
  typeCode: string,
  version: Pick<DocumentVersion, 'scan'>,
): boolean {
  return !deps.isSensitive(typeCode) && isServable(version, deps.scanning);
}

export function makeReadThumbnail(deps: ThumbnailDeps): ReadThumbnail {
  const inTurn = makeInTurn({ patienceMs: 30_000 });

  const kept = async (document: StoredDocument, version: DocumentVersion): Promise<Buffer | null> => {
    const ciphertext = await deps.renditions.find(document.id, version.version);
    if (!ciphertext) return null;
    const binding = bindingOf(document, version);
    try {
      return await buffer(
        deps.encryption.decrypt(Readable.from([ciphertext], { objectMode: false }), {
          binding,
          storedBytes: ciphertext.length,
        }),
      );
    } catch {
      // Under a key that is gone, or damaged: drawn anew.
      return null;
    }
  };
  const drawn = async (document: StoredDocument, version: DocumentVersion): Promise<Buffer> => {
    const openPlaintext = openWhenRead(deps.openVersion, document, version);
    const { webp } = await deps.drawPage(openPlaintext, version, {
      page: 1,
      widthPx: WIDTH_PX,
      mostBytes: MOST_BYTES,
    });
    const cipher = deps.encryption.encrypt(bindingOf(document, version));
    cipher.end(webp);
    await deps.renditions.keep(document.id, version.version, await buffer(cipher), deps.clock.now());
    return webp;
  };

  return async ({ actor, id }) => {
    mayOpenAndShare(actor);
    const document = await deps.documents.ofOwner(actor.ownerId, id);
    if (!document || !isInScope(actor, document.typeCode)) throw new AppError('DOCUMENT_NOT_FOUND');
    const version = currentVersionOf(document);
    if (!hasThumbnail(deps, document.typeCode, version)) throw new AppError('DOCUMENT_NOT_FOUND');
    const webp =
      (await kept(document, version)) ?? (await inTurn(actor.ownerId, () => drawn(document, version)));
    return { webp };
  };
}
