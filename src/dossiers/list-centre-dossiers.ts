import type { StaffActor } from '../platform/actor.js';
import { normaliseAgency } from './agency-code.js';
import type { Dossier } from './dossier.js';
import type { DossiersStore } from './dossiers.store.js';

/** The open dossiers that a clerk's own centre received, newest first. */
export type ListCentreDossiers = (input: {
  readonly actor: StaffActor;
  readonly limit: number;
}) => Promise<readonly Dossier[]>;

export function makeListCentreDossiers({ dossiers }: { dossiers: DossiersStore }): ListCentreDossiers {
  return async ({ actor, limit }) => {
    const centre = normaliseAgency(actor.agency) ?? actor.agency;
    const found = await dossiers.ofCentre(centre, true, undefined, limit);
    return found.slice(0, limit);
  };
}
