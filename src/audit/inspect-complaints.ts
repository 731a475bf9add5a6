import { type Page, pageById } from '../http/paging.js';
import type { Notify } from '../notices/index.js';
import type { StaffActor } from '../platform/actor.js';
import { AppError } from '../platform/app-error.js';
import type { Clock } from '../platform/clock.js';
import type { Transact } from '../platform/transaction.js';
import type { AccessEntry } from './access-entry.js';
import type { AccessLog } from './access-log.store.js';
import { type Complaint, type ComplaintState, inspectorStep, openStates } from './complaint.js';
import type { ComplaintChange, Complaints } from './complaints.store.js';

/** Complaints in a state, everybody's, the one that is due first in front; without a state those to be answered. */
export type ListComplaintQueue = (input: {
  readonly actor: StaffActor;
  readonly state?: ComplaintState | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}) => Promise<Page<Complaint>>;

/** What an inspector is told of a paper in which there is said to be a mistake: where it came from, not what it says. */
export interface PaperInQuestion {
  readonly typeCode: string;
  /** Who put it in or compared it; null where nobody can be named. */
  readonly agency: string | null;
  readonly dossierCode: string | null;
  readonly resultCode: string | null;
  /** Accounts of officers who vouched for it. */
  readonly vouchedBy: readonly string[];
}

/**
 * A complaint with the line or the paper that it is about; either is null when it is gone, and nothing of a paper itself
 * is told. @throws AppError NOT_FOUND
 */
export type InspectComplaint = (input: { readonly actor: StaffActor; readonly id: string }) => Promise<{
  readonly complaint: Complaint;
  readonly access: AccessEntry | null;
  readonly paper: PaperInQuestion | null;
}>;

/**
 * An inspector's step. The same step again by the same inspector changes nothing.
 * @throws AppError NOT_FOUND; COMPLAINT_MOVED_ON when another came first; OWN_LOOK when it is about the inspector's own
 *   look or work; COMPLAINT_FULL
 */
export type InspectorStep<Words = unknown> = (
  input: { readonly actor: StaffActor; readonly id: string } & Words,
) => Promise<Complaint>;

interface Deps {
  readonly complaints: Complaints;
  readonly log: AccessLog;
  readonly notify: Notify;
  readonly transact: Transact;
  readonly clock: Clock;
  /** From above: audit knows no documents. */
  readonly paperInQuestion: (documentId: string) => Promise<PaperInQuestion | null>;
}

/** The inspector's side of complaints. Who is an inspector is settled where a call comes in. */
export function makeInspectComplaints(deps: Deps) {
  const { complaints, log } = deps;
  const listQueue: ListComplaintQueue = async ({ state, after, limit }) =>
    pageById(await complaints.queue({ states: state ? [state] : openStates, after, limit }), limit);

  const inspect: InspectComplaint = async ({ id }) => {
    const complaint = await complaints.byId(id);
    if (!complaint) throw new AppError('NOT_FOUND');
    const { ownerId, accessId, documentId } = complaint;
    return {
      complaint,
      access: accessId ? await log.find(ownerId, accessId) : null,
      paper: documentId ? await deps.paperInQuestion(documentId) : null,
    };
  };

  const step = async (
    actor: StaffActor,
    id: string,
    change: Pick<ComplaintChange, 'from' | 'to'> & {
      readonly step: 'TAKEN_UP' | 'ANSWERED' | 'CLOSED';
      readonly text: string | null;
    },
  ): Promise<Complaint> => {
    const { access, paper } = await inspect({ actor, id });
    // Nobody judges her own look or work.
    if (access?.actorId === actor.id || paper?.vouchedBy.includes(actor.id)) throw new AppError('OWN_LOOK');
    const { from, to, text } = change;
    const event = { step: change.step, at: deps.clock.now(), by: inspectorStep(actor), text };
    const changed = await deps.transact(async (session) => {
      const moved = await complaints.change({ id, from, to, event }, session);
      if (moved) await deps.notify(noticeOf(moved), session);
      return moved;
    });
    if (changed) return changed;
    const { complaint } = await inspect({ actor, id });
    const last = complaint.events.at(-1);
    if (last?.step === change.step && last.by.id === actor.id && last.text === text) return complaint;
    throw new AppError(from.includes(complaint.state) ? 'COMPLAINT_FULL' : 'COMPLAINT_MOVED_ON');
  };

  const takeUpComplaint: InspectorStep = ({ actor, id }) =>
    step(actor, id, { step: 'TAKEN_UP', from: ['RECEIVED'], to: 'IN_REVIEW', text: null });
  const answerComplaint: InspectorStep<{ readonly text: string }> = ({ actor, id, text }) =>
    step(actor, id, { step: 'ANSWERED', from: openStates, to: 'ANSWERED', text });
  const closeComplaint: InspectorStep = ({ actor, id }) =>
    step(actor, id, { step: 'CLOSED', from: ['ANSWERED'], to: 'CLOSED', text: null });

  return { listQueue, inspect, takeUpComplaint, answerComplaint, closeComplaint };
}

function noticeOf({ id, ownerId, number, events }: Complaint) {
  const about = { complaintId: id, complaintNumber: number };
  return { ownerId, kind: 'COMPLAINT_MOVED' as const, key: `complaint:${id}:${events.length}`, about };
}

export type InspectComplaints = ReturnType<typeof makeInspectComplaints>;
