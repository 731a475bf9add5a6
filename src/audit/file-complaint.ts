import type { OwnerActor } from '../platform/actor.js';
import { type Clock, vietnamDate } from '../platform/clock.js';
import type { Transact } from '../platform/transaction.js';
import { type Complaint, complaintNumber } from './complaint.js';
import { type Complaints, LineHasComplaint } from './complaints.store.js';
import type { FindAccess } from './find-access.js';
import { type AddToComplaint, ownerStep } from './follow-complaint.js';

/**
 * "I do not recognise this look": an owner complains about one of her own lines. Each line has one complaint: said again
 * it is the same one, and other words are added to it.
 * @throws AppError NOT_FOUND; COMPLAINT_CLOSED, COMPLAINT_FULL for further words about a line
 */
export type FileComplaint = (input: {
  readonly actor: OwnerActor;
  readonly accessId: string;
  readonly text: string;
  readonly id: string;
}) => Promise<Complaint>;

const DAY_MS = 24 * 60 * 60 * 1000;

export function makeFileComplaint(deps: {
  findAccess: FindAccess;
  complaints: Complaints;
  addToComplaint: AddToComplaint;
  transact: Transact;
  clock: Clock;
  /** By when it is to be answered. */
  answerDays: number;
}): FileComplaint {
  return async ({ actor, accessId, text, id }) => {
    await deps.findAccess({ actor, id: accessId });
    const { ownerId } = actor;
    const known = async () => (await deps.complaints.aboutLines(ownerId, [accessId]))[0];
    const before = await known();
    if (before) return deps.addToComplaint({ actor, id: before.id, text });
    const at = deps.clock.now();
    const fresh: Complaint = {
      id,
      number: complaintNumber(id),
      ownerId,
      accessId,
      text,
      state: 'RECEIVED',
      at,
      dueOn: vietnamDate(new Date(at.getTime() + deps.answerDays * DAY_MS)),
      events: [{ step: 'RECEIVED', at, by: ownerStep(actor), text }],
    };
    try {
      await deps.transact((session) => deps.complaints.add(fresh, session));
      return fresh;
    } catch (error) {
      if (!(error instanceof LineHasComplaint)) throw error;
    }
    const first = await known();
    if (!first) throw new Error(`complaint ${id} is neither new nor there`);
    return deps.addToComplaint({ actor, id: first.id, text });
  };
}
