import type { Connection } from 'mongoose';
import type { Notify } from '../notices/index.js';
import type { Clock } from '../platform/clock.js';
import type { Transact } from '../platform/transaction.js';
import { type AccessLog, makeAccessLog } from './access-log.store.js';
import { makeComplaints } from './complaints.store.js';
import { makeFileComplaint } from './file-complaint.js';
import { makeFindAccess } from './find-access.js';
import {
  makeAddToComplaint,
  makeCloseOwnComplaint,
  makeComplaintsAbout,
  makeGetComplaint,
  makeListComplaints,
  makeReadComplaints,
} from './follow-complaint.js';
import { makeInspectComplaints } from './inspect-complaints.js';
import { makeListAccesses, makeListLookingAgencies, makeReadAccesses } from './list-accesses.js';

export {
  type AccessEntry,
  type Basis,
  type LoggedActor,
  type LookContext,
  loggedActor,
} from './access-entry.js';
export type { AccessLog } from './access-log.store.js';
export { makeAuditPages } from './audit.pages.routes.js';
export { auditEndpoints, viewOf as accessView } from './audit.routes.js';
export { complaintView } from './complaint-view.js';
export { makeComplaintModel } from './complaints.model.js';
export type { FileComplaint } from './file-complaint.js';
export type { ReadComplaints } from './follow-complaint.js';
export type { ListAccesses, ReadAccesses } from './list-accesses.js';
export { type LogPageLook, makeLogPageLook } from './log-page-look.store.js';

/** The access log alone, for the features that write to it. */
export function makeAudit(deps: { connection: Connection; clock: Clock }): { log: AccessLog } {
  return { log: makeAccessLog(deps) };
}

/** What owners do with their log. `hiddenDocuments` comes from above: audit knows no documents. */
export function makeOwnerAudit(deps: {
  connection: Connection;
  clock: Clock;
  log: AccessLog;
  notify: Notify;
  hiddenDocuments: (ownerId: string) => Promise<readonly string[]>;
  transact: Transact;
  /** Within so many days a complaint is to be answered. */
  complaintDays: number;
}) {
  const findAccess = makeFindAccess(deps);
  const all = { ...deps, complaints: makeComplaints(deps.connection) };
  const addToComplaint = makeAddToComplaint(all);
  return {
    listAccesses: makeListAccesses(deps),
    readAccesses: makeReadAccesses(deps),
    listLookingAgencies: makeListLookingAgencies(deps),
    findAccess,
    fileComplaint: makeFileComplaint({ ...all, findAccess, addToComplaint, answerDays: deps.complaintDays }),
    listComplaints: makeListComplaints(all),
    readComplaints: makeReadComplaints(all),
    complaintsAbout: makeComplaintsAbout(all),
    getComplaint: makeGetComplaint(all),
    addToComplaint,
    closeOwnComplaint: makeCloseOwnComplaint(all),
    inspection: makeInspectComplaints(all),
  };
}
