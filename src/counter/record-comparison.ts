import type { AccessLog } from '../audit/index.js';
import { atLeast } from '../catalogue/index.js';
import type { DocumentsStore } from '../documents/index.js';
import type { GrantItem } from '../evidence/index.js';
import type { StaffActor } from '../platform/actor.js';
import { AppError } from '../platform/app-error.js';
import type { Clock } from '../platform/clock.js';
import type { Transact } from '../platform/transaction.js';
import type { ComparisonOutcome } from './comparison.model.js';
import { ComparisonAlreadyThere, type ComparisonsStore } from './comparisons.store.js';

export interface ComparisonInput {
  readonly actor: StaffActor;
  readonly id: string;
  readonly evidenceRequestId: string;
  readonly documentId: string;
  readonly version: number;
  readonly outcome: ComparisonOutcome;
  readonly note?: string | undefined;
}

export interface ComparisonView {
  readonly id: string;
  readonly documentId: string;
  readonly version: number;
  readonly outcome: ComparisonOutcome;
  readonly at: Date;
}

/**
 * A clerk compared a version with the original. A match raises its class to PHOTO_COMPARED, with who, where and when;
 * any other outcome raises nothing. Record, class and the owner's line are written together.
 * @throws AppError as GrantItem; HASH_MISMATCH when it is not the version that was shown, DOCUMENT_CHANGED when its
 *   facts changed since
 */
export type RecordComparison = (input: ComparisonInput) => Promise<ComparisonView>;

export function makeRecordComparison(deps: {
  grantItem: GrantItem;
  comparisons: ComparisonsStore;
  documents: DocumentsStore;
  log: AccessLog;
  transact: Transact;
  clock: Clock;
}): RecordComparison {
  return async (input) => {
    const { actor, documentId, outcome } = input;
    const granted = await deps.grantItem({
      actor,
      requestId: input.evidenceRequestId,
      documentId,
      action: 'COMPARE',
    });
    const { item, request, version } = granted;
    const at = deps.clock.now();
    const officer = { id: actor.id, name: actor.name, position: actor.position, agency: actor.agency };
    const view = { id: input.id, documentId, version: item.version, outcome, at };
    return granted.refusing(async () => {
      if (item.version !== input.version) throw new AppError('HASH_MISMATCH');
      try {
        await deps.transact(async (session) => {
          const record = {
            _id: input.id,
            evidenceRequestId: request.id,
            dossierCode: request.dossierCode,
            ownerId: request.ownerId,
            documentId,
            version: item.version,
            outcome,
            note: input.note ?? null,
            officer,
            at,
          };
          await deps.comparisons.insert(record, session);
          if (outcome === 'MATCHES') {
            const raised = await deps.documents.setCompared(
              { id: documentId, version: item.version, revision: item.factsRevision },
              { officerId: actor.id, name: actor.name, position: actor.position, agency: actor.agency, at },
              !atLeast(version.trustClass, 'PHOTO_COMPARED'),
              session,
            );
            if (!raised) throw new AppError('DOCUMENT_CHANGED');
          }
          await deps.log.append(granted.line, session);
        });
      } catch (error) {
        if (!(error instanceof ComparisonAlreadyThere)) throw error;
      }
      return view;
    });
  };
}
