import type { Connection } from 'mongoose';
import type { Catalogue } from '../catalogue/index.js';
import type { HoldConsent, RequestConsent, Sign, UseConsentOnce } from '../consents/index.js';
import type { MatchDocuments, OpenVersion } from '../documents/index.js';
import type { DossiersStore } from '../dossiers/index.js';
import type { Transact } from '../platform/transaction.js';
import { type BasisDeps, makeGrantItem } from './basis-check.js';
import { makeCiteItem } from './cite-item.js';
import { makeEvidenceStore } from './evidence.store.js';
import { makeGetEvidenceRequest, makeListEvidenceRequests } from './get-evidence-request.js';
import { makeOpenEvidenceRequest, type OpenEvidenceDeps } from './open-evidence-request.js';
import { makeReadItemContent, makeReadItemManifest } from './read-item.js';

export type { GrantItem } from './basis-check.js';
export { makeEvidenceModel } from './evidence.model.js';
export { asClerk, type EvidenceUseCases, evidenceEndpoints } from './evidence.routes.js';
export { citeSchema, openEvidenceAsClerkSchema } from './evidence.schemas.js';
export {
  type EvidenceRequestView,
  evidenceRequestView,
  type ListEvidenceRequests,
} from './get-evidence-request.js';

export function makeEvidence(deps: {
  connection: Connection;
  catalogue: Catalogue;
  dossiers: DossiersStore;
  findDossier: BasisDeps['findDossier'];
  findDocument: BasisDeps['findDocument'];
  findConsent: BasisDeps['findConsent'];
  matchDocuments: MatchDocuments;
  requestConsent: RequestConsent;
  useConsentOnce: UseConsentOnce;
  holdConsent: HoldConsent;
  countCitation: Parameters<typeof makeCiteItem>[0]['countCitation'];
  identityFits: OpenEvidenceDeps['identityFits'];
  openVersion: OpenVersion;
  log: BasisDeps['log'];
  notify: OpenEvidenceDeps['notify'];
  sign: Sign;
  transact: Transact;
  clock: BasisDeps['clock'];
  scanning: boolean;
}) {
  const all = { ...deps, evidence: makeEvidenceStore(deps.connection) };
  const grantItem = makeGrantItem(all);
  return {
    openEvidenceRequest: makeOpenEvidenceRequest(all),
    getEvidenceRequest: makeGetEvidenceRequest(all),
    listEvidenceRequests: makeListEvidenceRequests(all),
    grantItem,
    readItemManifest: makeReadItemManifest({ ...all, grantItem }),
    readItemContent: makeReadItemContent({ ...all, grantItem }),
    citeItem: makeCiteItem({ ...all, grantItem }),
  };
}
