import type { Dossier } from '../dossiers/index.js';
import { AppError } from '../platform/app-error.js';

/** Whether what a dossier says of its owner fits the e-ID, as far as that is known. */
export type IdentityFits = (
  ownerId: string,
  typed: { readonly name: string | null; readonly birthDate: string | null },
) => Promise<boolean>;

/**
 * By duty nobody agrees first, so a wrong ID number would open another person's papers.
 * @throws AppError OWNER_MISMATCH
 */
export async function mustFitOwner(
  { identityFits }: { readonly identityFits: IdentityFits },
  dossier: Dossier,
): Promise<void> {
  const typed = { name: dossier.ownerName, birthDate: dossier.ownerBirthDate };
  if (!(await identityFits(dossier.ownerId, typed))) throw new AppError('OWNER_MISMATCH');
}
