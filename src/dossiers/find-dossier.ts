import { AppError } from '../platform/app-error.js';
import { agencyOfDossierCode, rootOf } from './agency-code.js';
import type { Dossier } from './dossier.js';
import { type DossierActor, mayWorkOn } from './dossiers.policy.js';
import type { DossiersStore } from './dossiers.store.js';

/**
 * The dossier of a code that the actor may work on.
 * @throws AppError DOSSIER_NOT_FOUND, also when it is another agency's
 */
export type FindDossier = (input: {
  readonly actor: DossierActor;
  readonly code: string;
}) => Promise<Dossier>;

export function makeFindDossier({ dossiers }: { dossiers: DossiersStore }): FindDossier {
  return async ({ actor, code }) => {
    const agency = agencyOfDossierCode(code);
    const found = agency === null ? null : await dossiers.byCode(rootOf(agency), code);
    if (!found || !mayWorkOn(actor, found)) throw new AppError('DOSSIER_NOT_FOUND');
    return found;
  };
}
