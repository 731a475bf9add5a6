import type { AccountLevel } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import type { FindOrCreateOwner } from './find-or-create-owner.js';
import { confirmedIdentities, type Owner } from './owner.js';
import type { OwnersStore } from './owners.store.js';
import type { Identity } from './same-identity.js';

/** What the e-ID says of the person who signs in. */
export interface EidPerson {
  /** 12 digits. */
  readonly personalId: string;
  readonly name: string;
  readonly birthDate: string | null;
  readonly accountLevel: AccountLevel;
  readonly technicalId: string | null;
}

/**
 * Told at each sign-in, before the session opens: what lies in the store under an identity that fits none of these
 * must be held back until an inspector has looked. A fault here ends the sign-in.
 */
export type OnIdentityConfirmed = (confirmed: {
  readonly ownerId: string;
  /** Today's first, then earlier ones of the e-ID. */
  readonly identities: readonly Identity[];
}) => Promise<void>;

export type ConfirmIdentity = (person: EidPerson) => Promise<Owner>;

/** At sign-in: finds or makes the owner and lets the e-ID's name and birth date win. Nobody is locked out by a name. */
export function makeConfirmIdentity({
  owners,
  findOrCreateOwner,
  onIdentityConfirmed,
  clock,
}: {
  owners: OwnersStore;
  findOrCreateOwner: FindOrCreateOwner;
  onIdentityConfirmed: OnIdentityConfirmed;
  clock: Clock;
}): ConfirmIdentity {
  return async ({ personalId, name, birthDate, accountLevel, technicalId }) => {
    const { id } = await findOrCreateOwner({
      key: { kind: 'PERSONAL_ID', value: personalId },
      source: 'E_ID',
    });
    const owner = await owners.confirm(id, { name, birthDate, accountLevel, technicalId, at: clock.now() });
    if (!owner) throw new Error(`owner ${id} vanished during its sign-in`);
    await onIdentityConfirmed({ ownerId: id, identities: confirmedIdentities(owner) });
    return owner;
  };
}
