import type { OwnerActor } from '../platform/actor.js';

/** Whether a parent may agree only with the child's own agreement: from seven years on (Luật 91/2025/QH15). */
export type WantsChildsAgreement = (actor: OwnerActor) => Promise<boolean>;

/** @param isAskedHerself whether an owner is a child of that age or older */
export function makeWantsChildsAgreement(
  isAskedHerself: (ownerId: string) => Promise<boolean>,
): WantsChildsAgreement {
  return async ({ mandate, ownerId }) => mandate?.kind === 'PARENT' && (await isAskedHerself(ownerId));
}
