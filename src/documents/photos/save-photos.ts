import type { Catalogue } from '../../catalogue/index.js';
import type { FileOpener } from '../../foreign-bytes/index.js';
import type { z } from '../../http/zod.js';
import type { OwnerActor } from '../../platform/actor.js';
import { AppError } from '../../platform/app-error.js';
import { type Clock, vietnamDate } from '../../platform/clock.js';
import { makeInTurn } from '../../platform/in-turn.js';
import type { ObjectBinding } from '../../storage/object-encryption.js';
import type { AddDocument } from '../add-document.js';
import { currentVersionOf, type StoredDocument } from '../document.js';
import { factsOf } from '../document-facts.js';
import { mayBeServed, mayOpenAndShare } from '../documents.policy.js';
import type { uploadFieldsSchema } from '../documents.schemas.js';
import type { DocumentsStore } from '../documents.store.js';
import type { ExamineFile, TakeOwnFile } from '../intake/received-file.js';
import { type OpenVersion, openWhenRead } from '../reading/open-version.js';
import { AlreadyThere } from '../same-bytes.js';
import { layOf } from './crop.js';
import { type PagePhoto, type PhotoPdf, photoPdf } from './photo-pdf.js';

/** What the pages become, the sharpest first: the next one where the file grew too large. */
const SIZES = [
  { longestPx: 2200, quality: 80 },
  { longestPx: 1700, quality: 80 },
  { longestPx: 1400, quality: 65 },
  { longestPx: 1100, quality: 45 },
] as const;
type PdfWords = Omit<PhotoPdf, 'count' | 'pages'>;

/**
 * Makes one document of the photos, in their order. Its id is the one under which they were put in, so that a form sent
 * twice makes it once. The photos stay as they were sent.
 * @throws AppError LEVEL_TOO_LOW, NO_PHOTOS, PHOTOS_CHANGED when a page was added or dropped meanwhile; as an upload does
 */
export type SavePhotos = (input: {
  readonly actor: OwnerActor;
  readonly of: string;
  readonly given: z.output<typeof uploadFieldsSchema>;
}) => Promise<StoredDocument>;

/** Which pages, in which order, each as it lies. */
function waysOf(photos: readonly StoredDocument[]): string {
  return photos.map(({ id, photo }) => `${id} ${photo ? layOf(photo) : ''}`).join('\n');
}

export function makeSavePhotos(deps: {
  documents: DocumentsStore;
  catalogue: Catalogue;
  openVersion: OpenVersion;
  normalise: FileOpener['photo'];
  takeOwnFile: TakeOwnFile;
  examineFile: ExamineFile;
  addDocument: AddDocument;
  scanning: boolean;
  clock: Clock;
}): SavePhotos {
  const { documents } = deps;
  // One at a time for each owner: thirty photos keep a child busy for seconds.
  const inTurn = makeInTurn({ patienceMs: 60_000 });

  async function* normalised(
    photos: readonly StoredDocument[],
    size: (typeof SIZES)[number],
  ): AsyncGenerator<PagePhoto> {
    for (const page of photos) {
      const version = currentVersionOf(page);
      yield await deps.normalise(openWhenRead(deps.openVersion, page, version), version, {
        turn: page.photo?.turn ?? 0,
        crop: page.photo?.crop,
        ...size,
      });
    }
  }

  /** One file of all pages, as large as the limit of a PDF allows. @throws AppError FILE_TOO_LARGE */
  async function joined(photos: readonly StoredDocument[], words: PdfWords, binding: ObjectBinding) {
    // Fewer pages may be larger.
    const [first, ...smaller] = photos.length <= 10 ? SIZES : SIZES.slice(1);
    const taken = async (size: (typeof SIZES)[number]) =>
      deps.takeOwnFile(await photoPdf({ ...words, count: photos.length, pages: normalised(photos, size) }), {
        binding,
        fileName: `${words.title || 'giay-to'}.pdf`,
        mediaType: 'application/pdf',
      });
    return smaller.reduce(
      (before, size) =>
        before.catch((error: unknown) => {
          if (error instanceof AppError && error.code === 'FILE_TOO_LARGE') return taken(size);
          throw error;
        }),
      taken(first),
    );
  }

  const join = async ({ actor, of, given }: Parameters<SavePhotos>[0]): Promise<StoredDocument> => {
    const { ownerId } = actor;
    const made = await documents.ofOwner(ownerId, of);
    if (made) return made;
    const photos = await documents.photosOf(ownerId, of);
    if (photos.length === 0) throw new AppError('NO_PHOTOS');
    for (const page of photos) mayBeServed(currentVersionOf(page), deps.scanning);
    const at = deps.clock.now();
    const title = given.title ?? deps.catalogue.type(given.typeCode)?.name.vi ?? '';
    const day = vietnamDate(at).split('-').toReversed().join('/');
    const footer: PdfWords['footer'] = (n, count) =>
      `Ảnh do chủ giấy tờ chụp, đưa vào kho ngày ${day} · trang ${n}/${count}`;
    const file = await joined(photos, { title, at, footer }, { ownerId, documentId: of, version: 1 });
    try {
      const { document } = await deps.addDocument({
        actor,
        file,
        examination: await deps.examineFile(file),
        given: { ...given, title },
        alsoWrite: async (session) => {
          const ids = photos.map(({ id }) => id);
          const same = waysOf(await documents.photosOf(ownerId, of, session)) === waysOf(photos);
          if (!same || (await documents.joinPhotos(ownerId, of, ids, session)) !== ids.length)
            throw new AppError('PHOTOS_CHANGED');
        },
      });
      return document;
    } finally {
      await file.discard();
    }
  };

  return async (input) => {
    mayOpenAndShare(input.actor);
    factsOf(input.given, deps.catalogue, vietnamDate(deps.clock.now()));
    try {
      return await inTurn(input.actor.ownerId, () => join(input));
    } catch (error) {
      // Sent twice at once: the other one has made it.
      const made = await documents.ofOwner(input.actor.ownerId, input.of);
      // Made once and deleted since.
      if (!made && error instanceof AlreadyThere) throw new AppError('PHOTOS_JOINED');
      if (made && error instanceof AppError && error.code === 'PHOTOS_CHANGED') return made;
      throw error;
    }
  };
}
