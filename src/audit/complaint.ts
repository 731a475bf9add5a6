import type { StaffActor } from '../platform/actor.js';
import { spokenNumber } from '../platform/spoken-number.js';

/** What has become of "I do not recognise this look" or "there is a mistake in it". */
export const complaintStates = ['RECEIVED', 'IN_REVIEW', 'ANSWERED', 'CLOSED'] as const;
export type ComplaintState = (typeof complaintStates)[number];
/** Those that an inspector has to do something about. */
export const openStates = ['RECEIVED', 'IN_REVIEW'] as const satisfies readonly ComplaintState[];
/** Those in which more may be said. */
export const livingStates = [...openStates, 'ANSWERED'] as const satisfies readonly ComplaintState[];

export const complaintSteps = ['RECEIVED', 'TAKEN_UP', 'ADDED', 'ANSWERED', 'CLOSED'] as const;
export type ComplaintStep = (typeof complaintSteps)[number];

/** Who took a step: the owner's side, or an inspector, by name as the owner reads it. */
export interface StepBy {
  readonly kind: 'OWNER' | 'INSPECTOR';
  /** The acting account. For the record; the owner sees the rest. */
  readonly id: string;
  readonly name: string;
  readonly position: string | null;
  readonly agency: string | null;
}

export interface ComplaintEvent {
  readonly step: ComplaintStep;
  readonly at: Date;
  readonly by: StepBy;
  /** The owner's words, or the inspector's answer. */
  readonly text: string | null;
}

/** What a complaint is about: a line of the owner's log, or a mistake in one of her papers. */
export type ComplaintSubject =
  | { readonly accessId: string; readonly documentId: null }
  | { readonly accessId: null; readonly documentId: string };

/** An owner's complaint; each line has one at most, each paper one at a time. */
export type Complaint = ComplaintSubject & {
  readonly id: string;
  /** What people say to each other: `PA-7K3MQ-9XDWT`. */
  readonly number: string;
  readonly ownerId: string;
  /** Her words when she filed it. */
  readonly text: string;
  readonly state: ComplaintState;
  readonly at: Date;
  /** The day by which it is to be answered, as a date of law. */
  readonly dueOn: string;
  /** Oldest first, at most `MOST_EVENTS`. */
  readonly events: readonly ComplaintEvent[];
};

/** Enough for any honest exchange; nothing grows for ever inside one record. */
export const MOST_EVENTS = 50;

/** The number of a complaint. */
export function complaintNumber(id: string): string {
  return spokenNumber('PA', id);
}

/** Whether words were said before: a form sent twice says nothing new. */
export function wasSaid(complaint: Complaint, text: string): boolean {
  return complaint.events.some((event) => event.by.kind === 'OWNER' && event.text === text);
}

export function inspectorStep({ id, name, position, agency }: StaffActor): StepBy {
  return { kind: 'INSPECTOR', id, name, position, agency };
}
