import type { Clock } from '../platform/clock.js';
import type { IdentitySource, Owner } from './owner.js';
import type { OwnerKey } from './owner-key.js';
import type { OwnersStore } from './owners.store.js';

export interface OwnerWanted {
  readonly key: OwnerKey;
  readonly name?: string | null;
  /** YYYY-MM-DD. */
  readonly birthDate?: string | null;
  readonly source: IdentitySource;
}

/** The owner of a key, made when there is none. A name told here never replaces one that stands. */
export type FindOrCreateOwner = (wanted: OwnerWanted) => Promise<Owner>;

export function makeFindOrCreateOwner({
  owners,
  clock,
  newId,
}: {
  owners: OwnersStore;
  clock: Clock;
  newId: () => string;
}): FindOrCreateOwner {
  return async ({ key, name = null, birthDate = null, source }) => {
    const at = clock.now();
    const owner = await owners.findOrInsert({ id: newId(), key, name, birthDate, source, at });
    if (name === null || owner.name !== null || owner.confirmed) return owner;
    return (await owners.nameUnnamed(owner.id, { name, birthDate }, source, at)) ?? owner;
  };
}
