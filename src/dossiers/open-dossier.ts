import { type Catalogue, isInForce } from '../catalogue/index.js';
import type { FindOrCreateOwner, Owner, OwnerKey } from '../identity/index.js';
import { AppError, fieldError } from '../platform/app-error.js';
import type { Clock } from '../platform/clock.js';
import { agencyOfDossierCode, normaliseAgency, rootOf } from './agency-code.js';
import type { Dossier } from './dossier.js';
import { type DossierActor, mayOpen, mayWorkOn } from './dossiers.policy.js';
import type { DossiersStore } from './dossiers.store.js';

export interface OpenDossierInput {
  readonly actor: DossierActor;
  readonly id: string;
  readonly code: string;
  readonly procedureCode: string;
  readonly owner: { readonly key: OwnerKey; readonly name: string | null; readonly birthDate: string | null };
  readonly submitter?: string | undefined;
  readonly submittedOn: string;
  readonly channel: 1 | 2 | 3;
  readonly agencyCode: string;
}

/**
 * A procedure system or clerk opens a dossier, or finds the one that has the code.
 * @returns `created` false when it was there
 * @throws AppError AGENCY_MISMATCH, DOSSIER_NOT_FOUND, DOSSIER_CONFLICT, VALIDATION_FAILED (unknown procedure)
 */
export type OpenDossier = (
  input: OpenDossierInput,
) => Promise<{ readonly dossier: Dossier; readonly created: boolean }>;

export function makeOpenDossier(deps: {
  dossiers: DossiersStore;
  catalogue: Catalogue;
  findOwnerByKey: (key: OwnerKey) => Promise<Owner | null>;
  findOrCreateOwner: FindOrCreateOwner;
  clock: Clock;
}): OpenDossier {
  const { dossiers } = deps;
  return async (input) => {
    const { actor, code } = input;
    const codeAgency = agencyOfDossierCode(code);
    const centre = normaliseAgency(input.agencyCode);
    if (codeAgency === null || centre === null)
      throw new AppError('AGENCY_MISMATCH', { agency: actor.agency });
    const rootAgency = rootOf(codeAgency);

    const found = await dossiers.byCode(rootAgency, code);
    if (!found || !mayWorkOn(actor, found)) mayOpen(actor, codeAgency, centre);
    if (found && !mayWorkOn(actor, found)) throw new AppError('DOSSIER_NOT_FOUND');

    const procedure = deps.catalogue.procedure(input.procedureCode);
    if (!procedure || !isInForce(procedure.inForce, input.submittedOn)) {
      throw fieldError(
        '/procedureCode',
        'UNKNOWN',
        'not a procedure of the catalogue on the day of submission',
      );
    }
    const { key, name, birthDate } = input.owner;
    if (found) {
      // Looked for and not made: a mistaken call must leave no owner behind.
      const named = await deps.findOwnerByKey(key);
      const same = mustBeSame(found, named?.id, procedure.code);
      return { dossier: await withCorrectedName(dossiers, same, { name, birthDate }), created: false };
    }
    const owner = await deps.findOrCreateOwner({ key, name, birthDate, source: 'DOSSIER' });

    const fresh: Dossier = {
      id: input.id,
      rootAgency,
      code,
      codeAgency,
      centre,
      procedureCode: procedure.code,
      ownerId: owner.id,
      ownerKey: key,
      ownerName: name,
      ownerBirthDate: birthDate,
      submitter: input.submitter ?? null,
      submittedOn: input.submittedOn,
      channel: input.channel,
      status: 1,
      open: true,
      citations: [],
      results: [],
      alerts: [],
      createdAt: deps.clock.now(),
    };
    if (await dossiers.insert(fresh)) return { dossier: fresh, created: true };
    // Another call opened it between our look and our insert.
    const first = await dossiers.byCode(rootAgency, code);
    if (!first || !mayWorkOn(actor, first)) throw new AppError('DOSSIER_NOT_FOUND');
    return { dossier: mustBeSame(first, owner.id, procedure.code), created: false };
  };
}

function mustBeSame(dossier: Dossier, ownerId: string | undefined, procedureCode: string): Dossier {
  if (dossier.ownerId !== ownerId || dossier.procedureCode !== procedureCode)
    throw new AppError('DOSSIER_CONFLICT');
  return dossier;
}

/** A name or birth date typed wrongly the first time is put right by opening the dossier again, while it is open. */
async function withCorrectedName(
  dossiers: DossiersStore,
  dossier: Dossier,
  typed: { readonly name: string | null; readonly birthDate: string | null },
): Promise<Dossier> {
  const name = typed.name ?? dossier.ownerName;
  const birthDate = typed.birthDate ?? dossier.ownerBirthDate;
  if (name === dossier.ownerName && birthDate === dossier.ownerBirthDate) return dossier;
  return (await dossiers.setTypedOwner(dossier.id, name, birthDate)) ?? dossier;
}
