import { type AccessLog, loggedActor } from '../audit/index.js';
import type { Catalogue } from '../catalogue/index.js';
import {
  AlreadyThere,
  type DocumentsStore,
  type Examination,
  factsOf,
  type ReceivedFile,
  type StoredDocument,
  type StoreFileDeps,
  storeFile,
} from '../documents/index.js';
import type { Dossier, DossiersStore } from '../dossiers/index.js';
import type { ClientActor } from '../platform/actor.js';
import { AppError } from '../platform/app-error.js';
import { vietnamDate } from '../platform/clock.js';

export interface DepositInput {
  readonly actor: ClientActor;
  readonly dossier: Dossier;
  /** Bound to the dossier's owner and the new document. */
  readonly file: ReceivedFile;
  readonly examination: Examination;
  readonly given: {
    readonly typeCode: string;
    readonly number: string;
    readonly issuerName: string;
    readonly issuedOn: string;
    readonly validTo?: string | undefined;
    readonly title?: string | undefined;
  };
}

export interface Deposited {
  readonly resultCode: string;
  readonly documentId: string;
}

/**
 * The procedure system puts the result of a dossier into its owner's store, hidden until it is released. Its code is
 * `<dossier code>-KQ<n>` (NĐ 45/2020, Điều 14(3)). Dossier, document and line are written together.
 * @throws AppError DOCUMENT_TYPE_UNKNOWN, VALIDATION_FAILED, RESULT_LIMIT_REACHED, STORAGE_UNAVAILABLE
 */
export type DepositResult = (input: DepositInput) => Promise<Deposited>;

export interface DepositDeps extends StoreFileDeps {
  readonly documents: DocumentsStore;
  readonly dossiers: DossiersStore;
  readonly catalogue: Catalogue;
  /** Whether what the dossier says of its owner fits the e-ID, as far as that is known. */
  readonly identityFits: (
    ownerId: string,
    typed: { readonly name: string | null; readonly birthDate: string | null },
  ) => Promise<boolean>;
  readonly log: AccessLog;
}

export function makeDepositResult(deps: DepositDeps): DepositResult {
  const { documents, dossiers, log } = deps;
  return async ({ actor, dossier, file, examination, given }) => {
    const { documentId, ownerId } = file.binding;
    const now = deps.clock.now();
    const facts = factsOf(given, deps.catalogue, vietnamDate(now));
    const typedIdentity = { name: dossier.ownerName, birthDate: dossier.ownerBirthDate };
    const heldBack = !(await deps.identityFits(ownerId, typedIdentity));
    try {
      return await storeFile(deps, file, examination, (version, transact) =>
        transact(async (session) => {
          const number = await dossiers.nextResultNumber(dossier.id, session);
          if (number === null) throw new AppError('RESULT_LIMIT_REACHED');
          const resultCode = `${dossier.code}-KQ${number}`;
          const document: StoredDocument = {
            id: documentId,
            ownerId,
            ...facts,
            title: given.title ?? deps.catalogue.type(facts.typeCode)?.name.vi ?? facts.typeCode,
            status: 'HIDDEN',
            source: 'RESULT',
            shown: false,
            currentVersion: 1,
            versions: [{ ...version, trustClass: 'AGENCY_DEPOSITED' }],
            factsRevision: 1,
            citations: { open: 0, closed: 0 },
            heldBack,
            typedIdentity,
            deposit: {
              agency: dossier.rootAgency,
              dossierCode: dossier.code,
              resultCode,
              clientId: actor.id,
              releasedAt: null,
            },
            createdAt: now,
            deletedAt: null,
          };
          await documents.insert(document, session);
          await dossiers.pushResult(
            dossier.id,
            { resultCode, documentId, state: 'HIDDEN', at: now },
            session,
          );
          await log.append(
            {
              ownerId,
              action: 'DEPOSIT',
              actor: loggedActor(actor),
              actorId: actor.id,
              dossierCode: dossier.code,
              procedureCode: dossier.procedureCode,
              documentId,
              version: 1,
            },
            session,
          );
          return { resultCode, documentId };
        }),
      );
    } catch (error) {
      if (!(error instanceof AlreadyThere)) throw error;
      const made = await findDeposited(documents, dossier, [documentId]);
      if (!made) throw error;
      return made;
    }
  };
}

/** What an earlier try of the same call made, if anything. */
export async function findDeposited(
  documents: DocumentsStore,
  dossier: Dossier,
  ids: readonly string[],
): Promise<Deposited | null> {
  for (const id of ids) {
    const found = await documents.byId(id);
    if (found?.deposit && found.deposit.dossierCode === dossier.code) {
      return { resultCode: found.deposit.resultCode, documentId: found.id };
    }
  }
  return null;
}
