import type { Crop } from '../../foreign-bytes/index.js';
import type { OwnerActor } from '../../platform/actor.js';
import { AppError } from '../../platform/app-error.js';
import type { Clock } from '../../platform/clock.js';
import type { Transact } from '../../platform/transaction.js';
import type { StoredDocument } from '../document.js';
import type { DocumentsStore } from '../documents.store.js';
import type { OwnerQuota } from '../quota.js';
import { turnedCrop } from './crop.js';
import type { PhotoPlace } from './photo-pages.store.js';

export const photoSteps = ['LEFT', 'RIGHT', 'UP', 'DOWN', 'REMOVE'] as const;
export type PhotoStep = (typeof photoSteps)[number];

export interface ArrangeDeps {
  readonly documents: DocumentsStore;
  readonly quota: OwnerQuota;
  readonly transact: Transact;
  readonly clock: Clock;
}

/** The pages of a document that an owner is making, in order; empty when there are none. */
export type ListPhotos = (input: {
  readonly actor: OwnerActor;
  readonly of: string;
}) => Promise<readonly StoredDocument[]>;

/** The id under which the owner's last unsaved pages lie, to go on with them; null where there are none. */
export type UnfinishedPhotos = (input: { readonly actor: OwnerActor }) => Promise<string | null>;

/** Turns, moves or drops a page. @throws AppError NOT_FOUND: no page that is still being arranged */
export type ArrangePhoto = (input: {
  readonly actor: OwnerActor;
  readonly of: string;
  readonly id: string;
  readonly step: PhotoStep;
}) => Promise<void>;

/** Cuts a page. @throws AppError NOT_FOUND: as for the steps; PHOTOS_CHANGED: it was turned since it was looked at */
export type CropPhoto = (input: {
  readonly actor: OwnerActor;
  readonly of: string;
  readonly id: string;
  /** The page as it lay when it was looked at. */
  readonly turn: number;
  readonly crop: Crop;
}) => Promise<void>;

/** Drops all pages that are not part of a document yet. */
export type DiscardPhotos = (input: { readonly actor: OwnerActor; readonly of: string }) => Promise<void>;

export function makeArrangePhotos(deps: ArrangeDeps): {
  listPhotos: ListPhotos;
  unfinishedPhotos: UnfinishedPhotos;
  arrangePhoto: ArrangePhoto;
  cropPhoto: CropPhoto;
  discardPhotos: DiscardPhotos;
} {
  const { documents, transact } = deps;

  return {
    listPhotos: ({ actor, of }) => documents.photosOf(actor.ownerId, of),
    unfinishedPhotos: ({ actor }) => documents.newestUnsaved(actor.ownerId),

    async arrangePhoto({ actor, of, id, step }) {
      const { ownerId } = actor;
      const where = { ownerId, of, id };
      if (step === 'REMOVE') {
        if (!(await drop(deps, where))) throw new AppError('NOT_FOUND');
        return;
      }
      const done = await transact(async (session) => {
        const pages = await documents.photosOf(ownerId, of, session);
        const at = pages.findIndex((page) => page.id === id);
        const photo = pages[at]?.photo;
        if (!photo) return false;
        if (step === 'LEFT' || step === 'RIGHT') {
          const turn = ((photo.turn + (step === 'LEFT' ? 270 : 90)) % 360) as 0 | 90 | 180 | 270;
          const crop = photo.crop && { crop: turnedCrop(photo.crop, step) };
          return documents.arrangePhoto(where, { turn, ...crop }, session);
        }
        const other = pages[step === 'UP' ? at - 1 : at + 1];
        // The first cannot go further up: nothing to do.
        if (!other?.photo) return true;
        await documents.arrangePhoto({ ...where, id: other.id }, { order: photo.order }, session);
        return documents.arrangePhoto(where, { order: other.photo.order }, session);
      });
      if (!done) throw new AppError('NOT_FOUND');
    },

    async cropPhoto({ actor, of, id, turn, crop }) {
      const where = { ownerId: actor.ownerId, of, id };
      await transact(async (session) => {
        const page = (await documents.photosOf(actor.ownerId, of, session)).find((one) => one.id === id);
        if (!page?.photo || page.photo.joined) throw new AppError('NOT_FOUND');
        if (page.photo.turn !== turn) throw new AppError('PHOTOS_CHANGED');
        if (!(await documents.arrangePhoto(where, { crop }, session))) throw new AppError('NOT_FOUND');
      });
    },

    async discardPhotos({ actor, of }) {
      const pages = await documents.photosOf(actor.ownerId, of);
      for (const { id } of pages) await drop(deps, { ownerId: actor.ownerId, of, id });
    },
  };
}

/** Drops a page that is not part of a document, with the space that it took; false when there is none. */
function drop({ documents, quota, transact, clock }: ArrangeDeps, where: PhotoPlace): Promise<boolean> {
  return transact(async (session) => {
    const bytes = await documents.dropPhoto(where, clock.now(), session);
    if (bytes === null) return false;
    await quota.release(where.ownerId, { bytes, documents: 0 }, session);
    return true;
  });
}

const KEPT_MS = 24 * 3_600_000;
const PAGE = 100;

/** Drops photos that nobody made a document of for a day. @returns a run; it resolves with how many were dropped */
export function makeExpirePhotos(deps: ArrangeDeps) {
  return async (signal: AbortSignal = new AbortController().signal): Promise<number> => {
    const before = new Date(deps.clock.now().getTime() - KEPT_MS);
    let dropped = 0;
    while (!signal.aborted) {
      const page = await deps.documents.forgottenPhotos(before, PAGE);
      for (const { id, ownerId, photo } of page) {
        if (!photo) continue;
        await drop(deps, { ownerId, of: photo.of, id });
        dropped += 1;
      }
      if (page.length < PAGE) break;
    }
    return dropped;
  };
}
