export type { AlertCitingDossiers } from './add-version.js';
export {
  currentVersionOf,
  type DocumentVersion,
  type StoredDocument,
  type TypedIdentity,
  versionOf,
} from './document.js';
export { factsOf } from './document-facts.js';
export { documentView } from './document-view.js';
export { makeDocumentPages } from './documents.pages.routes.js';
export { isServable, mayBeReadByOthers, mayBeServed, mayOpenAndShare } from './documents.policy.js';
export { type DocumentUseCases, documentEndpoints, uploadRefusals } from './documents.routes.js';
export { type DocumentsStore, makeDocumentsStore } from './documents.store.js';
export {
  type HoldBackMismatches,
  type LetThrough,
  makeHoldBackMismatches,
  makeLetThrough,
  makeListHeldBack,
} from './hold-back.js';
export { type Intake, makeIntake } from './intake/make-intake.js';
export type { Examination, ExamineFile, ReceivedFile, ReceiveUpload } from './intake/received-file.js';
export { makeDocuments } from './make-documents.js';
export { type MatchDocuments, type Matching, makeMatchDocuments } from './match-documents.js';
export type { OwnerQuota, QuotaView } from './quota.js';
export { contentFactsOf, makeOpenVersion, type OpenVersion } from './reading/open-version.js';
export { makeObjectsOf, type ObjectsOf, type OwnObject } from './reading/own-objects.js';
export { makeRenditionModel } from './reading/renditions.model.js';
export { receiveDocument } from './receive-document.js';
export { makePaperInQuestion } from './report-mistake.js';
export { makeRescan } from './rescan.js';
export { AlreadyThere } from './same-bytes.js';
export { blobKeyOf, type StoreFileDeps, storeFile } from './store-file.js';
export {
  makeStoredObjectsStore,
  type RecordedObjects,
  type RecordedVersion,
  type StoredObjectsStore,
} from './stored-objects.store.js';
export { emptyIsAbsent, lawDate, typedText } from './text-fields.js';
