import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { type AccessLog, loggedActor } from '../audit/index.js';
import type {
  DocumentsStore,
  DocumentVersion,
  ObjectsOf,
  OwnObject,
  StoredDocument,
} from '../documents/index.js';
import { isServable } from '../documents/index.js';
import { everyPage } from '../http/paging.js';
import type { OwnerActor } from '../platform/actor.js';
import { AppError } from '../platform/app-error.js';
import { entryName } from './entry-name.js';
import type { LeftOut, LeftOutReason } from './manifest.js';
import type { Entry, Package } from './package.js';

export interface PackDocumentsDeps {
  readonly documents: Pick<DocumentsStore, 'list'>;
  readonly objectsOf: ObjectsOf;
  readonly log: AccessLog;
  readonly scanning: boolean;
}

const READ_AT_ONCE = 50;
/** After so many objects in a row that the store did not give, the rest is not tried: each try waits for seconds. */
const MOST_UNANSWERED = 3;

/** Each paper that its owner is shown, newest first; read page by page. */
export async function* ownDocuments(
  documents: PackDocumentsDeps['documents'],
  query: { readonly ownerId: string; readonly today: string },
): AsyncGenerator<StoredDocument> {
  const read = (place: { readonly before: string | undefined; readonly limit: number }) =>
    documents.list({ ...query, ...place });
  for await (const page of everyPage(read, READ_AT_ONCE)) yield* page;
}

/**
 * The files of all papers. An object is read through before it is begun, so that what is damaged is named in the manifest
 * and not in the package; the line in the owner's log is durable before the first byte of each.
 */
export async function* packDocuments(
  { actor, today }: { readonly actor: OwnerActor; readonly today: string },
  pack: Package,
  deps: PackDocumentsDeps,
): AsyncGenerator<Entry> {
  let unanswered = 0;
  let place = 0;
  for await (const document of ownDocuments(deps.documents, { ownerId: actor.ownerId, today })) {
    place += 1;
    pack.countDocument();
    for (const version of document.versions) {
      const without = (object: Pick<OwnObject, 'fileName'>, reason: LeftOutReason): LeftOut => ({
        documentId: document.id,
        version: version.version,
        fileName: entryName(object.fileName),
        reason,
      });
      for (const object of await deps.objectsOf(document, version)) {
        if (!isServable(object, deps.scanning)) {
          pack.leaveOut(without(object, object.scan.state === 'INFECTED' ? 'INFECTED' : 'NOT_SCANNED'));
          continue;
        }
        const fault = unanswered < MOST_UNANSWERED ? await faultOf(object) : 'UNAVAILABLE';
        unanswered = fault === 'UNAVAILABLE' ? unanswered + 1 : 0;
        // Deleted by its owner while the package is made.
        if (fault === 'GONE') continue;
        if (fault) {
          pack.leaveOut(without(object, fault));
          continue;
        }
        await deps.log.append(lineOf(actor, document, version));
        // The number in front makes it unique on systems that see no difference of case.
        const name = `giay-to/${String(place).padStart(4, '0')}-v${version.version} ${entryName(object.fileName)}`;
        const stream = await object.open();
        try {
          yield pack.entry(pack.freeName(name), stream, {
            documentId: document.id,
            version: version.version,
            onBroken: (cutFile) => pack.leaveOut({ ...without(object, 'DAMAGED'), cutFile }),
          });
        } finally {
          stream.destroy();
        }
      }
    }
  }
}

function lineOf(actor: OwnerActor, document: StoredDocument, version: DocumentVersion) {
  return {
    ownerId: actor.ownerId,
    action: 'DOWNLOAD' as const,
    actor: loggedActor(actor),
    actorId: actor.id,
    documentId: document.id,
    version: version.version,
  };
}

const faultCodes: Readonly<Record<string, 'DAMAGED' | 'GONE' | 'UNAVAILABLE'>> = {
  CONTENT_DAMAGED: 'DAMAGED',
  DOCUMENT_NOT_FOUND: 'GONE',
  STORAGE_UNAVAILABLE: 'UNAVAILABLE',
};

/** Reads an object to its end. */
async function faultOf(object: OwnObject): Promise<'DAMAGED' | 'GONE' | 'UNAVAILABLE' | null> {
  const hash = createHash('sha256');
  try {
    const stream: Readable = await object.open();
    for await (const chunk of stream) hash.update(chunk as Buffer);
  } catch (error) {
    const fault = error instanceof AppError ? faultCodes[error.code] : undefined;
    if (!fault) throw error;
    return fault;
  }
  return hash.digest('hex') === object.sha256 ? null : 'DAMAGED';
}
