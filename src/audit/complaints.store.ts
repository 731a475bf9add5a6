import type { ClientSession, Connection } from 'mongoose';
import { isDuplicateKey } from '../platform/mongo-model.js';
import {
  type Complaint,
  type ComplaintEvent,
  type ComplaintState,
  livingStates,
  MOST_EVENTS,
} from './complaint.js';
import { type ComplaintRecord, makeComplaintModel, ONE_AT_A_TIME } from './complaints.model.js';

export type Complaints = ReturnType<typeof makeComplaints>;

/** One step: only from one of these states, and only while there is room in the history. */
export interface ComplaintChange {
  readonly id: string;
  /** Given: only when it is this owner's. */
  readonly ownerId?: string;
  readonly from: readonly ComplaintState[];
  readonly to: ComplaintState;
  readonly event: ComplaintEvent;
  /** Given: not when the owner has said this already. */
  readonly unlessSaid?: string;
}

/** There is one about this line or paper already. */
export class HasComplaint extends Error {
  override readonly name = 'HasComplaint';
}

/** Every change is one conditional update: of two steps at once, one finds the state gone. */
export function makeComplaints(connection: Connection) {
  const model = makeComplaintModel(connection);
  return {
    /** @throws HasComplaint: a form sent twice, or a retry after a lost answer */
    async add({ id, ...complaint }: Complaint, session: ClientSession): Promise<void> {
      try {
        await model.create([{ _id: id, ...complaint }], { session });
      } catch (error) {
        if (isDuplicateKey(error)) throw new HasComplaint();
        throw error;
      }
    },

    async ofOwner(ownerId: string, id: string): Promise<Complaint | null> {
      return one(
        await model
          .findOne({ _id: id, ownerId, ...numbered })
          .lean<ComplaintRecord>()
          .exec(),
      );
    },

    /** Those about some of an owner's lines. */
    async aboutLines(ownerId: string, accessIds: readonly string[]): Promise<Complaint[]> {
      const found = await model
        .find({ ownerId, accessId: { $in: [...accessIds] }, ...numbered })
        .limit(accessIds.length)
        .lean<ComplaintRecord[]>()
        .exec();
      return found.map(complaintOf);
    },

    /** The one about a mistake in a paper that is not closed. */
    async aboutPaper(ownerId: string, documentId: string): Promise<Complaint | null> {
      return one(
        await model
          .findOne({ ownerId, documentId, state: { $in: [...livingStates] } })
          .hint(ONE_AT_A_TIME)
          .lean<ComplaintRecord>()
          .exec(),
      );
    },

    /** An owner's, newest first: at most `limit + 1`. */
    async list(query: { ownerId: string; before?: string | undefined; limit: number }): Promise<Complaint[]> {
      const { ownerId, before, limit } = query;
      const found = await model
        .find({ ownerId, ...numbered, ...(before === undefined ? {} : { _id: { $lt: before } }) })
        .sort({ _id: -1 })
        .hint({ ownerId: 1, _id: -1 })
        .limit(limit + 1)
        .lean<ComplaintRecord[]>()
        .exec();
      return found.map(complaintOf);
    },

    /** Everybody's in some states, oldest first, which is the order in which they fall due: at most `limit + 1`. */
    async queue(query: {
      readonly states: readonly ComplaintState[];
      readonly after?: string | undefined;
      readonly limit: number;
    }): Promise<Complaint[]> {
      const found = await model
        .find({
          state: { $in: [...query.states] },
          ...numbered,
          ...(query.after === undefined ? {} : { _id: { $gt: query.after } }),
        })
        .sort({ _id: 1 })
        .hint({ state: 1, _id: 1 })
        .limit(query.limit + 1)
        .lean<ComplaintRecord[]>()
        .exec();
      return found.map(complaintOf);
    },

    async byId(id: string): Promise<Complaint | null> {
      return one(
        await model
          .findOne({ _id: id, ...numbered })
          .lean<ComplaintRecord>()
          .exec(),
      );
    },

    /** Null when its conditions do not hold; then nothing is changed. */
    async change(
      { id, ownerId, from, to, event, unlessSaid }: ComplaintChange,
      session: ClientSession,
    ): Promise<Complaint | null> {
      return one(
        await model
          .findOneAndUpdate(
            {
              _id: id,
              ...numbered,
              ...(ownerId === undefined ? {} : { ownerId }),
              state: { $in: [...from] },
              ...(unlessSaid === undefined
                ? {}
                : { events: { $not: { $elemMatch: { 'by.kind': 'OWNER', text: unlessSaid } } } }),
              [`events.${MOST_EVENTS - 1}`]: { $exists: false },
            },
            { $set: { state: to }, $push: { events: event } },
            { returnDocument: 'after', session },
          )
          .lean<ComplaintRecord>()
          .exec(),
      );
    },
  };
}

/** Of before complaints had numbers nothing is known but the words; they have no state to follow. */
const numbered = { number: { $type: 'string' } } as const;

function one(found: ComplaintRecord | null): Complaint | null {
  return found && complaintOf(found);
}

function complaintOf({ _id, accessId, documentId, ...rest }: ComplaintRecord): Complaint {
  const complaint = { id: _id, ...rest };
  if (accessId) return { ...complaint, accessId, documentId: null };
  if (documentId) return { ...complaint, accessId: null, documentId };
  throw new Error(`complaint ${_id} is about nothing`);
}
