import type { ClientSession } from 'mongoose';
import { type AccessLog, type LoggedActor, loggedActor } from '../audit/index.js';
import type { Notify } from '../notices/index.js';
import type { OwnerActor, StaffActor } from '../platform/actor.js';
import type { Mandate } from './mandate.js';

/** Who made or ended a mandate, as the owner's log names her. */
export interface ChangedBy {
  readonly actor: LoggedActor;
  readonly actorId: string;
}

export const changedBy = (actor: OwnerActor | StaffActor): ChangedBy => ({
  actor: loggedActor(actor),
  actorId: actor.id,
});

/** A person whose e-ID says at sign-in whom she represents, and whom no more. */
export const changedBySignIn = (person: {
  readonly id: string;
  readonly name: string | null;
}): ChangedBy => ({
  actor: { kind: 'OWNER', name: person.name ?? '', position: null, agency: null, client: null },
  actorId: person.id,
});

/**
 * Writes in the owner's log that a mandate was made or ended, and tells both sides: who may be acted for, and who may
 * act. In the transaction that does it.
 */
export type TellOfMandate = (mandate: Mandate, by: ChangedBy, session: ClientSession) => Promise<void>;

export function makeTellOfMandate(deps: { readonly log: AccessLog; readonly notify: Notify }): TellOfMandate {
  return async (mandate, { actor, actorId }, session) => {
    const { id, ownerId, personId, kind, personName, proof, endedAt } = mandate;
    const key = endedAt ? `mandate:${id}:end` : `mandate:${id}`;
    // Whoever signed in just now need not be told what she began by it.
    const told = mandate.source === 'E_ID' && !endedAt ? [ownerId] : [ownerId, personId];
    for (const to of told)
      await deps.notify({ ownerId: to, kind: 'MANDATE_CHANGED', key, about: {} }, session);
    const text = [endedAt ? 'Kết thúc' : 'Ghi nhận', personName, proof?.text].filter(Boolean).join(' · ');
    await deps.log.append(
      { ownerId, action: 'MANDATE' as const, actor, actorId, purpose: { code: kind, text } },
      session,
    );
  };
}
