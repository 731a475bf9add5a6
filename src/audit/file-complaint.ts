import type { ClientSession } from 'mongoose';
import type { OwnerActor } from '../platform/actor.js';
import { type Clock, vietnamDate } from '../platform/clock.js';
import type { Transact } from '../platform/transaction.js';
import { type Complaint, type ComplaintSubject, complaintNumber } from './complaint.js';
import { type Complaints, HasComplaint } from './complaints.store.js';
import type { FindAccess } from './find-access.js';
import { type AddToComplaint, ownerStep } from './follow-complaint.js';

/**
 * "I do not recognise this look": an owner complains about one of her own lines. Each line has one complaint: said again
 * it is the same one, and other words are added to it.
 * @throws AppError NOT_FOUND; COMPLAINT_CLOSED, COMPLAINT_FULL for further words about a line
 */
export type FileComplaint = (input: Filing & { readonly accessId: string }) => Promise<Complaint>;

/**
 * "There is a mistake in it": an owner says so of a paper of hers, whose facts she may not change herself. That it is hers
 * the caller has found. While one is open, other words are added to it.
 * @param input.alongWith what has to happen with a new one, in its transaction
 * @throws AppError COMPLAINT_CLOSED, COMPLAINT_FULL
 */
export type FileMistake = (
  input: Filing & {
    readonly documentId: string;
    readonly alongWith: (session: ClientSession) => Promise<void>;
  },
) => Promise<Complaint>;

interface Filing {
  readonly actor: OwnerActor;
  readonly text: string;
  readonly id: string;
}

interface Deps {
  readonly findAccess: FindAccess;
  readonly complaints: Complaints;
  readonly addToComplaint: AddToComplaint;
  readonly transact: Transact;
  readonly clock: Clock;
  /** By when it is to be answered. */
  readonly answerDays: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

export function makeFileComplaint(deps: Deps): FileComplaint {
  const file = makeFile(deps);
  return async ({ accessId, ...filing }) => {
    const { actor } = filing;
    await deps.findAccess({ actor, id: accessId });
    return file(
      filing,
      { accessId, documentId: null },
      async () => (await deps.complaints.aboutLines(actor.ownerId, [accessId]))[0],
    );
  };
}

export function makeFileMistake(deps: Deps): FileMistake {
  const file = makeFile(deps);
  return ({ documentId, alongWith, ...filing }) =>
    file(
      filing,
      { accessId: null, documentId },
      async () => (await deps.complaints.aboutPaper(filing.actor.ownerId, documentId)) ?? undefined,
      alongWith,
    );
}

function makeFile(deps: Deps) {
  return async (
    { actor, text, id }: Filing,
    about: ComplaintSubject,
    known: () => Promise<Complaint | undefined>,
    alongWith?: (session: ClientSession) => Promise<void>,
  ): Promise<Complaint> => {
    const before = await known();
    if (before) return deps.addToComplaint({ actor, id: before.id, text });
    const at = deps.clock.now();
    const fresh: Complaint = {
      id,
      number: complaintNumber(id),
      ownerId: actor.ownerId,
      ...about,
      text,
      state: 'RECEIVED',
      at,
      dueOn: vietnamDate(new Date(at.getTime() + deps.answerDays * DAY_MS)),
      events: [{ step: 'RECEIVED', at, by: ownerStep(actor), text }],
    };
    try {
      await deps.transact(async (session) => {
        await deps.complaints.add(fresh, session);
        await alongWith?.(session);
      });
      return fresh;
    } catch (error) {
      if (!(error instanceof HasComplaint)) throw error;
    }
    const first = await known();
    if (!first) throw new Error(`complaint ${id} is neither new nor there`);
    return deps.addToComplaint({ actor, id: first.id, text });
  };
}
