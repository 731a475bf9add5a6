import type { ClientSession, Connection } from 'mongoose';
import type { MandateKind } from '../platform/actor.js';
import { isDuplicateKey } from '../platform/mongo-model.js';
import type { Mandate } from './mandate.js';
import { type MandateRecord, makeMandateModel } from './mandates.model.js';

export type MandatesStore = ReturnType<typeof makeMandatesStore>;

/** The person has this kind of mandate for this owner already. */
export class MandateIsThere extends Error {
  override readonly name = 'MandateIsThere';
}

const MOST = 200;

export function makeMandatesStore(connection: Connection) {
  const model = makeMandateModel(connection);
  return {
    /** One that holds now. */
    async holding(personId: string, id: string, now: Date): Promise<Mandate | null> {
      return one(
        await model
          .findOne({ _id: id, personId, ...holds(now) })
          .lean<MandateRecord>()
          .exec(),
      );
    },

    /** All by which a person may act now, newest first. */
    async ofPerson(personId: string, now: Date): Promise<Mandate[]> {
      const found = await model
        .find({ personId, ...holds(now) })
        .sort({ _id: -1 })
        .hint({ personId: 1, active: 1, _id: -1 })
        .limit(MOST)
        .lean<MandateRecord[]>()
        .exec();
      return found.map(mandateOf);
    },

    /** All by which others may act for an owner now, newest first. */
    async forOwner(ownerId: string, now: Date): Promise<Mandate[]> {
      const found = await model
        .find({ ownerId, ...holds(now) })
        .sort({ _id: -1 })
        .hint({ ownerId: 1, active: 1, _id: -1 })
        .limit(MOST)
        .lean<MandateRecord[]>()
        .exec();
      return found.map(mandateOf);
    },

    /** @throws MandateIsThere */
    async insert({ id, ...rest }: Mandate, session: ClientSession): Promise<void> {
      try {
        await model.create([{ _id: id, ...rest, active: true }], { session });
      } catch (error) {
        if (isDuplicateKey(error)) throw new MandateIsThere();
        throw error;
      }
    },

    /** Takes the place of one whose time is over, so that a new one of its kind may come. */
    async endOverdue(
      where: { readonly personId: string; readonly ownerId: string; readonly kind: MandateKind },
      now: Date,
      session: ClientSession,
    ): Promise<void> {
      await model
        .updateMany(
          { ...where, active: true, until: { $lte: now } },
          { $set: { endedAt: now }, $unset: { active: 1 } },
          { session },
        )
        .exec();
    },

    /** Marks that another is given by one that holds; null when it does not. */
    async giveBy(id: string, personId: string, now: Date, session: ClientSession): Promise<Mandate | null> {
      return one(
        await model
          .findOneAndUpdate(
            { _id: id, personId, ...holds(now) },
            { $inc: { given: 1 } },
            { session, returnDocument: 'after' },
          )
          .lean<MandateRecord>()
          .exec(),
      );
    },

    /** Ends one, and with it all that were given by it. @returns it and those; nothing when it did not hold */
    async end(
      where: { readonly id: string; readonly ownerId?: string; readonly personId?: string },
      now: Date,
      session: ClientSession,
    ): Promise<Mandate[]> {
      const { id, ...owned } = where;
      const over = { $set: { endedAt: now }, $unset: { active: 1 } };
      const ended = await model
        .findOneAndUpdate({ _id: id, ...owned, active: true }, over, { session, returnDocument: 'after' })
        .lean<MandateRecord>()
        .exec();
      if (!ended) return [];
      const given = await model
        .find({ through: id, active: true })
        .session(session)
        .lean<MandateRecord[]>()
        .exec();
      await model.updateMany({ through: id, active: true }, over, { session }).exec();
      return [ended, ...given.map((record) => ({ ...record, endedAt: now }))].map(mandateOf);
    },
  };
}

function holds(now: Date) {
  return { active: true as const, $or: [{ until: null }, { until: { $gt: now } }] };
}

function one(found: MandateRecord | null): Mandate | null {
  return found && mandateOf(found);
}

function mandateOf({ _id, active: _active, given: _given, ...rest }: MandateRecord): Mandate {
  return { id: _id, ...rest };
}
