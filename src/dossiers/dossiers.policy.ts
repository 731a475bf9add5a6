import type { ClientActor, StaffActor } from '../platform/actor.js';
import { AppError } from '../platform/app-error.js';
import { isAtOrBelow, normaliseAgency, rootOf } from './agency-code.js';
import type { Dossier } from './dossier.js';

/** Whoever works on dossiers: a procedure system, or a clerk at a counter. */
export type DossierActor = ClientActor | StaffActor;

function agencyOf(actor: DossierActor): string {
  return normaliseAgency(actor.agency) ?? actor.agency;
}

/** A dossier belongs to its agency: a client of it, and the clerks of the receiving centre, work on the same one. */
export function mayWorkOn(actor: DossierActor, dossier: Pick<Dossier, 'codeAgency' | 'centre'>): boolean {
  const agency = agencyOf(actor);
  if (isAtOrBelow(dossier.centre, agency)) return true;
  return actor.kind === 'CLIENT' && isAtOrBelow(dossier.codeAgency, agency);
}

/**
 * Whether an actor may open a dossier of this code for this centre.
 * @throws AppError AGENCY_MISMATCH
 */
export function mayOpen(actor: DossierActor, codeAgency: string, centre: string): void {
  const agency = agencyOf(actor);
  const codeFits = isAtOrBelow(codeAgency, agency);
  // Any centre of the province may receive (NĐ 118/2025); a clerk opens for her own.
  const centreFits =
    actor.kind === 'CLIENT' ? rootOf(centre) === rootOf(agency) : isAtOrBelow(centre, agency);
  if (!codeFits || !centreFits) throw new AppError('AGENCY_MISMATCH', { agency });
}

/** @throws AppError DOSSIER_CLOSED */
export function mustBeOpen(dossier: Dossier): void {
  if (!dossier.open) throw new AppError('DOSSIER_CLOSED');
}
