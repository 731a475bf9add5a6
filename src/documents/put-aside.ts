import type { OwnerActor } from '../platform/actor.js';
import { AppError } from '../platform/app-error.js';
import type { Clock } from '../platform/clock.js';
import type { DocumentsStore } from './documents.store.js';

/**
 * An owner hides a paper from her lists, which is what she can do with one that must be kept, or shows it again. Nobody
 * else's right to it changes, and nothing of it is lost. The same again changes nothing.
 * @throws AppError DOCUMENT_NOT_FOUND
 */
export type PutAside = (input: { readonly actor: OwnerActor; readonly id: string }) => Promise<void>;

interface Deps {
  readonly documents: Pick<DocumentsStore, 'ofOwner' | 'putAside' | 'bringBack'>;
  readonly clock: Clock;
}

export function makePutAside({ documents, clock }: Deps): PutAside {
  return async ({ actor: { ownerId }, id }) => {
    if (await documents.putAside(ownerId, id, clock.now())) return;
    if (!(await documents.ofOwner(ownerId, id))) throw new AppError('DOCUMENT_NOT_FOUND');
  };
}

export function makeBringBack({ documents }: Deps): PutAside {
  return async ({ actor: { ownerId }, id }) => {
    if (await documents.bringBack(ownerId, id)) return;
    if (!(await documents.ofOwner(ownerId, id))) throw new AppError('DOCUMENT_NOT_FOUND');
  };
}
