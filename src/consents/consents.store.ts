import type { ClientSession, Connection } from 'mongoose';
import type { Consent, ConsentItem, ConsentState, DecidedBy } from './consent.js';
import { type ConsentRecord, makeConsentModel } from './consents.model.js';

export type ConsentsStore = ReturnType<typeof makeConsentsStore>;

/** Every change of a consent is one conditional update: of two at once, one finds its condition gone. */
export function makeConsentsStore(connection: Connection) {
  const model = makeConsentModel(connection);
  const change = async (
    filter: Record<string, unknown>,
    update: Record<string, unknown>,
    session?: ClientSession,
  ): Promise<Consent | null> =>
    one(
      await model
        .findOneAndUpdate(filter, update, { returnDocument: 'after', ...(session ? { session } : {}) })
        .lean<ConsentRecord>()
        .exec(),
    );

  return {
    async insert({ id, ...rest }: Consent, session: ClientSession): Promise<void> {
      await model.create([{ _id: id, ...rest }], { session });
    },

    /** With `session` as that transaction sees it, which may be ahead of what others read. */
    async byId(id: string, session?: ClientSession): Promise<Consent | null> {
      return one(
        await model
          .findById(id)
          .session(session ?? null)
          .lean<ConsentRecord>()
          .exec(),
      );
    },

    async ofOwner(ownerId: string, id: string): Promise<Consent | null> {
      return one(await model.findOne({ _id: id, ownerId }).lean<ConsentRecord>().exec());
    },

    /** An owner's consents, newest first: at most `limit + 1`. */
    async list(query: {
      readonly ownerId: string;
      readonly state?: ConsentState | undefined;
      readonly now: Date;
      readonly before?: string | undefined;
      readonly limit: number;
    }): Promise<Consent[]> {
      const found = await model
        .find({
          ownerId: query.ownerId,
          ...stateFilter(query.state, query.now),
          ...(query.before === undefined ? {} : { _id: { $lt: query.before } }),
        })
        .sort({ _id: -1 })
        // Named, because the planner may take the sweep's index, over everybody's consents.
        .hint(isOneState(query.state) ? { ownerId: 1, state: 1, _id: -1 } : { ownerId: 1, _id: -1 })
        .limit(query.limit + 1)
        .lean<ConsentRecord[]>()
        .exec();
      return found.map(consentOf);
    },

    give(
      where: { readonly id: string; readonly ownerId: string; readonly now: Date },
      given: {
        readonly items: readonly ConsentItem[];
        readonly artefact: string;
        readonly expiresAt: Date;
        readonly decidedBy: DecidedBy;
      },
      session: ClientSession,
    ): Promise<Consent | null> {
      return change(
        { _id: where.id, ownerId: where.ownerId, state: 'REQUESTED', expiresAt: { $gt: where.now } },
        { $set: { state: 'GIVEN', decidedAt: where.now, ...given } },
        session,
      );
    },

    /** Ends a consent that is in one of the states `from`. */
    end(
      where: {
        readonly id: string;
        readonly ownerId: string;
        readonly now: Date;
        readonly from: ConsentState;
        readonly endedBy: DecidedBy;
      },
      state: 'DENIED' | 'WITHDRAWN',
      session: ClientSession,
    ): Promise<Consent | null> {
      return change(
        { _id: where.id, ownerId: where.ownerId, state: where.from, expiresAt: { $gt: where.now } },
        { $set: { state, decidedAt: where.now, endedBy: where.endedBy } },
        session,
      );
    },

    /** Counts a read that leaves at least one more; only the true primary can answer this, so a withdrawal is seen. */
    countRead(id: string, now: Date): Promise<Consent | null> {
      return change(
        {
          _id: id,
          state: 'GIVEN',
          expiresAt: { $gt: now },
          $expr: {
            $or: [{ $eq: ['$use.maxReads', null] }, { $lt: ['$reads', { $subtract: ['$use.maxReads', 1] }] }],
          },
        },
        { $inc: { reads: 1 } },
      );
    },

    /** Counts the last read that was agreed to. */
    countLastRead(id: string, now: Date, session: ClientSession): Promise<Consent | null> {
      return change(
        {
          _id: id,
          state: 'GIVEN',
          expiresAt: { $gt: now },
          $expr: {
            $and: [
              { $ne: ['$use.maxReads', null] },
              { $eq: ['$reads', { $subtract: ['$use.maxReads', 1] }] },
            ],
          },
        },
        { $inc: { reads: 1 }, $set: { state: 'USED_UP' } },
        session,
      );
    },

    /** Holds a given consent fast within a transaction: a withdrawal at the same moment comes before or after it. */
    holdFast(id: string, now: Date, session: ClientSession): Promise<Consent | null> {
      return change(
        { _id: id, state: 'GIVEN', expiresAt: { $gt: now } },
        { $inc: { citations: 1 } },
        session,
      );
    },

    expire(id: string, now: Date, session: ClientSession): Promise<Consent | null> {
      return change(
        { _id: id, state: { $in: ['REQUESTED', 'GIVEN'] }, expiresAt: { $lte: now } },
        { $set: { state: 'EXPIRED' } },
        session,
      );
    },

    async due(now: Date, limit: number): Promise<string[]> {
      const found = await model
        .find({ state: { $in: ['REQUESTED', 'GIVEN'] }, expiresAt: { $lte: now } }, { _id: 1 })
        .limit(limit)
        .lean<{ _id: string }[]>()
        .exec();
      return found.map((record) => record._id);
    },
  };
}

function one(record: ConsentRecord | null): Consent | null {
  return record ? consentOf(record) : null;
}

function stateFilter(state: ConsentState | undefined, now: Date): Record<string, unknown> {
  switch (state) {
    case undefined:
      return {};
    case 'REQUESTED':
    case 'GIVEN':
      return { state, expiresAt: { $gt: now } };
    case 'EXPIRED':
      return { $or: [{ state }, { state: { $in: ['REQUESTED', 'GIVEN'] }, expiresAt: { $lte: now } }] };
    case 'DENIED':
    case 'WITHDRAWN':
    case 'USED_UP':
      return { state };
  }
}

/** Whether the filter for this state is one value of the record's: what is past its time counts as EXPIRED too. */
function isOneState(state: ConsentState | undefined): boolean {
  return state !== undefined && state !== 'EXPIRED';
}

function consentOf({ _id, ...rest }: ConsentRecord): Consent {
  return { id: _id, ...rest };
}
