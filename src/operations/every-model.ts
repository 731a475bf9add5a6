import { makeAudit, makeComplaintModel } from '../audit/index.js';
import { makeConsentEventModel, makeConsentsStore } from '../consents/index.js';
import { makeComparisonModel } from '../counter/index.js';
import { makeDocumentsStore, makeRenditionModel } from '../documents/index.js';
import { makeDossiersStore } from '../dossiers/index.js';
import { makeEvidenceModel } from '../evidence/index.js';
import { makeIdempotencyKeys } from '../http/idempotency.store.js';
import { makeOwnersStore, makeSessionModel } from '../identity/index.js';
import { makeJobLeases } from '../jobs/index.js';
import { makeMandateModel } from '../mandates/index.js';
import { makeNoticeModel, makeNoticeSettingsModel } from '../notices/index.js';
import { makeOidcRecordModel } from '../oidc-storage/oidc-record.model.js';
import { makeClientRegister } from '../partners/index.js';
import type { Clock } from '../platform/clock.js';
import type { Connection } from '../platform/mongo.js';
import { makeKeyUse } from './key-use.store.js';

/** Makes the connection know every collection of the service, as the service's own connection does. */
export function defineEveryModel(connection: Connection, clock: Clock): void {
  const base = { connection, clock };
  makeAudit(base);
  makeComplaintModel(connection);
  makeConsentsStore(connection);
  makeConsentEventModel(connection);
  makeComparisonModel(connection);
  makeDocumentsStore(connection);
  makeRenditionModel(connection);
  makeDossiersStore(connection);
  makeEvidenceModel(connection);
  makeIdempotencyKeys(base);
  makeOwnersStore(connection);
  makeSessionModel(connection);
  makeJobLeases(connection);
  makeMandateModel(connection);
  makeNoticeModel(connection);
  makeNoticeSettingsModel(connection);
  makeOidcRecordModel(connection);
  makeClientRegister(base);
  makeKeyUse(base);
}
