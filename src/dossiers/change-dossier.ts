import { AppError } from '../platform/app-error.js';
import type { Transact } from '../platform/transaction.js';
import { closes, type Dossier, type DossierStatus } from './dossier.js';
import type { DossierActor } from './dossiers.policy.js';
import type { DossiersStore } from './dossiers.store.js';
import type { FindDossier } from './find-dossier.js';

/**
 * A dossier moves on; statuses 3, 7, 8 and 10 close it for good.
 * @throws AppError DOSSIER_NOT_FOUND, DOSSIER_CLOSED
 */
export type ChangeDossier = (input: {
  readonly actor: DossierActor;
  readonly code: string;
  readonly status: DossierStatus;
}) => Promise<Dossier>;

export function makeChangeDossier(deps: {
  dossiers: DossiersStore;
  findDossier: FindDossier;
  transact: Transact;
  /** Documents count by how many open dossiers they are cited. */
  closeCitations: (
    documentIds: readonly string[],
    session: Parameters<Parameters<Transact>[0]>[0],
  ) => Promise<void>;
}): ChangeDossier {
  return async ({ actor, code, status }) => {
    const found = await deps.findDossier({ actor, code });
    if (!found.open) return mustStandAt(found, status);
    const changed = await deps.transact(async (session) => {
      const dossier = await deps.dossiers.setStatus(found.id, status, !closes(status), session);
      if (dossier && !dossier.open) {
        await deps.closeCitations(
          dossier.citations.map((citation) => citation.documentId),
          session,
        );
      }
      return dossier;
    });
    // Another call closed it between our look and our write.
    return changed ?? mustStandAt(await deps.findDossier({ actor, code }), status);
  };
}

/** The same closing status again is the same answer. */
function mustStandAt(dossier: Dossier, status: DossierStatus): Dossier {
  if (dossier.open || dossier.status !== status) throw new AppError('DOSSIER_CLOSED');
  return dossier;
}
