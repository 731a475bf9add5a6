import { everyPage, type Page, pageById } from '../http/paging.js';
import type { OwnerActor } from '../platform/actor.js';
import { AppError } from '../platform/app-error.js';
import type { Clock } from '../platform/clock.js';
import type { Transact } from '../platform/transaction.js';
import { type Complaint, type ComplaintState, livingStates, type StepBy, wasSaid } from './complaint.js';
import type { Complaints } from './complaints.store.js';

/** An owner's complaints, newest first. */
export type ListComplaints = (input: {
  readonly actor: OwnerActor;
  readonly after?: string | undefined;
  readonly limit: number;
}) => Promise<Page<Complaint>>;

export function makeListComplaints(deps: { complaints: Complaints }): ListComplaints {
  return async ({ actor, after, limit }) =>
    pageById(await deps.complaints.list({ ownerId: actor.ownerId, before: after, limit }), limit);
}

/** All of an owner's complaints, newest first, page by page. */
export type ReadComplaints = (input: { readonly actor: OwnerActor }) => AsyncGenerator<readonly Complaint[]>;

export function makeReadComplaints(deps: { complaints: Complaints }): ReadComplaints {
  return ({ actor: { ownerId } }) => everyPage((place) => deps.complaints.list({ ownerId, ...place }));
}

/** Those about some of an owner's lines, by the line's id. */
export type ComplaintsAbout = (input: {
  readonly actor: OwnerActor;
  readonly accessIds: readonly string[];
}) => Promise<ReadonlyMap<string, Complaint>>;

export function makeComplaintsAbout(deps: { complaints: Complaints }): ComplaintsAbout {
  return async ({ actor, accessIds }) => {
    if (accessIds.length === 0) return new Map();
    const found = await deps.complaints.aboutLines(actor.ownerId, accessIds);
    return new Map(
      found.flatMap((complaint) => (complaint.accessId ? [[complaint.accessId, complaint]] : [])),
    );
  };
}

/** The one about a mistake in a paper that is not closed; null where there is none. */
export type MistakeIn = (input: {
  readonly actor: OwnerActor;
  readonly documentId: string;
}) => Promise<Complaint | null>;

export function makeMistakeIn(deps: { complaints: Complaints }): MistakeIn {
  return ({ actor, documentId }) => deps.complaints.aboutPaper(actor.ownerId, documentId);
}

/** @throws AppError NOT_FOUND */
export type GetComplaint = (input: { readonly actor: OwnerActor; readonly id: string }) => Promise<Complaint>;

export function makeGetComplaint(deps: { complaints: Complaints }): GetComplaint {
  return async ({ actor, id }) => {
    const found = await deps.complaints.ofOwner(actor.ownerId, id);
    if (!found) throw new AppError('NOT_FOUND');
    return found;
  };
}

/**
 * More words on a complaint. After an answer they put it before the inspector again; the same words again change nothing.
 * @throws AppError NOT_FOUND, COMPLAINT_CLOSED, COMPLAINT_FULL
 */
export type AddToComplaint = (input: {
  readonly actor: OwnerActor;
  readonly id: string;
  readonly text: string;
}) => Promise<Complaint>;

/** Its owner needs no more. Closing it again changes nothing. @throws AppError NOT_FOUND, COMPLAINT_FULL */
export type CloseOwnComplaint = (input: {
  readonly actor: OwnerActor;
  readonly id: string;
}) => Promise<Complaint>;

interface Deps {
  readonly complaints: Complaints;
  readonly transact: Transact;
  readonly clock: Clock;
}

export function makeAddToComplaint(deps: Deps): AddToComplaint {
  const get = makeGetComplaint(deps);
  return async ({ actor, id, text }) => {
    const found = await get({ actor, id });
    if (wasSaid(found, text)) return found;
    const event = { step: 'ADDED', at: deps.clock.now(), by: ownerStep(actor), text } as const;
    const change = (from: readonly ComplaintState[], to: ComplaintState) =>
      deps.transact((session) =>
        deps.complaints.change({ id, ownerId: actor.ownerId, from, to, event, unlessSaid: text }, session),
      );
    const changed =
      (await change(['RECEIVED'], 'RECEIVED')) ?? (await change(['IN_REVIEW', 'ANSWERED'], 'IN_REVIEW'));
    if (changed) return changed;
    const now = await get({ actor, id });
    if (wasSaid(now, text)) return now;
    throw new AppError(now.state === 'CLOSED' ? 'COMPLAINT_CLOSED' : 'COMPLAINT_FULL');
  };
}

export function makeCloseOwnComplaint(deps: Deps): CloseOwnComplaint {
  const get = makeGetComplaint(deps);
  return async ({ actor, id }) => {
    await get({ actor, id });
    const event = { step: 'CLOSED', at: deps.clock.now(), by: ownerStep(actor), text: null } as const;
    const changed = await deps.transact((session) =>
      deps.complaints.change(
        { id, ownerId: actor.ownerId, from: livingStates, to: 'CLOSED', event },
        session,
      ),
    );
    if (changed) return changed;
    const now = await get({ actor, id });
    if (now.state === 'CLOSED') return now;
    throw new AppError('COMPLAINT_FULL');
  };
}

export function ownerStep({ id, name }: OwnerActor): StepBy {
  return { kind: 'OWNER', id, name, position: null, agency: null };
}
