import type { Component } from '../catalogue/index.js';
import type { DossierActor } from '../dossiers/index.js';
import { AppError } from '../platform/app-error.js';
import type { EvidenceRequest } from './evidence-request.js';

/** A request stays its asker's own. @throws AppError EVIDENCE_REQUEST_NOT_FOUND */
export function mustBeOwnRequest(actor: DossierActor, request: EvidenceRequest | null): EvidenceRequest {
  if (!request || request.openedBy.kind !== actor.kind || request.openedBy.id !== actor.id) {
    throw new AppError('EVIDENCE_REQUEST_NOT_FOUND');
  }
  return request;
}

/**
 * Whether the catalogue allows a basis for a component to this actor.
 * @throws AppError BASIS_NOT_ALLOWED
 */
export function mayAskOn(
  basis: EvidenceRequest['basis'],
  { actor, procedureCode, component }: { actor: DossierActor; procedureCode: string; component: Component },
): void {
  if (actor.kind === 'CLIENT' && actor.procedures !== null && !actor.procedures.includes(procedureCode)) {
    throw new AppError('BASIS_NOT_ALLOWED', {
      reason: { vi: 'thủ tục không nằm trong thỏa thuận', en: 'the procedure is outside the agreement' },
    });
  }
  if (basis === 'STATUTORY_DUTY' && component.statutoryDuty === null) {
    throw new AppError('BASIS_NOT_ALLOWED', {
      reason: { vi: 'chỉ được xem khi chủ giấy tờ đồng ý', en: 'it may be read with consent only' },
    });
  }
}

/**
 * Where the owner may be sent back to: an address registered for the client, exactly.
 */
export function isRegisteredReturn(actor: DossierActor, returnUrl: string): boolean {
  return actor.kind === 'CLIENT' && actor.returnUrls.includes(returnUrl);
}
