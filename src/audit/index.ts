import type { Connection } from 'mongoose';
import type { Notify } from '../notices/index.js';
import type { Clock } from '../platform/clock.js';
import type { Transact } from '../platform/transaction.js';
import { type AccessLog, makeAccessLog } from './access-log.store.js';
import { makeComplaints } from './complaints.store.js';
import { makeFileComplaint, makeFileMistake } from './file-complaint.js';
import { makeFindAccess } from './find-access.js';
import {
  makeAddToComplaint,
  makeCloseOwnComplaint,
  makeComplaintsAbout,
  makeGetComplaint,
  makeListComplaints,
  makeMistakeIn,
  makeReadComplaints,
} from './follow-complaint.js';
import { makeInspectComplaints, type PaperInQuestion } from './inspect-complaints.js';
import { makeListAccesses, makeListLookingAgencies, makeReadAccesses } from './list-accesses.js';

export {
  type AccessEntry,
  type Basis,
  type LoggedActor,
  type LookContext,
  loggedActor,
  loggedOperator,
} from './access-entry.js';
export type { AccessLog } from './access-log.store.js';
export { makeAuditPages } from './audit.pages.routes.js';
export { auditEndpoints, viewOf as accessView } from './audit.routes.js';
export { complaintSchema } from './audit.schemas.js';
export { complaintView } from './complaint-view.js';
export { makeComplaintModel } from './complaints.model.js';
export type { FileComplaint, FileMistake } from './file-complaint.js';
export type { MistakeIn, ReadComplaints } from './follow-complaint.js';
export type { PaperInQuestion } from './inspect-complaints.js';
export type { ListAccesses, ReadAccesses } from './list-accesses.js';
export { type LogPageLook, makeLogPageLook } from './log-page-look.store.js';

/** The access log alone, for the features that write to it. */
export function makeAudit(deps: { connection: Connection; clock: Clock }): { log: AccessLog } {
  return { log: makeAccessLog(deps) };
}

/** What owners do with their log. What is said of documents comes from above: audit knows none. */
export function makeOwnerAudit(deps: {
  connection: Connection;
  clock: Clock;
  log: AccessLog;
  notify: Notify;
  hiddenDocuments: (ownerId: string) => Promise<readonly string[]>;
  paperInQuestion: (documentId: string) => Promise<PaperInQuestion | null>;
  transact: Transact;
  /** Within so many days a complaint is to be answered. */
  complaintDays: number;
}) {
  const findAccess = makeFindAccess(deps);
  const all = { ...deps, complaints: makeComplaints(deps.connection) };
  const addToComplaint = makeAddToComplaint(all);
  const filing = { ...all, findAccess, addToComplaint, answerDays: deps.complaintDays };
  return {
    listAccesses: makeListAccesses(deps),
    readAccesses: makeReadAccesses(deps),
    listLookingAgencies: makeListLookingAgencies(deps),
    findAccess,
    fileComplaint: makeFileComplaint(filing),
    fileMistake: makeFileMistake(filing),
    mistakeIn: makeMistakeIn(all),
    listComplaints: makeListComplaints(all),
    readComplaints: makeReadComplaints(all),
    complaintsAbout: makeComplaintsAbout(all),
    getComplaint: makeGetComplaint(all),
    addToComplaint,
    closeOwnComplaint: makeCloseOwnComplaint(all),
    inspection: makeInspectComplaints(all),
  };
}
