import type { Connection } from 'mongoose';
import type { Device } from './device.js';
import { makeSessionModel } from './session.model.js';

/** Whose sessions: an owner's account or an officer's. */
export interface Account {
  readonly kind: 'OWNER' | 'STAFF';
  readonly id: string;
}

/** A session as its person may know it. What would open it, its id or the hash of that, is not among it. */
export interface OpenSession {
  /** Names it to its own person; null for one of before sessions had names, which ends with all the others only. */
  readonly handle: string | null;
  readonly device: Device | null;
  readonly signedInAt: Date;
  /** Of the last use that was noted, at most half a minute ago while in use. */
  readonly seenAt: Date;
}

export type OpenSessions = ReturnType<typeof makeOpenSessions>;

/** More than anybody signs in within a session's life. */
const MOST_SHOWN = 100;

/** The sessions of a person, found by the person; each request looks its session up, so an end is at once and for all. */
export function makeOpenSessions(connection: Connection) {
  const model = makeSessionModel(connection);
  return {
    /** Latest sign-in first. */
    async list(account: Account, now: Date): Promise<OpenSession[]> {
      const found = await model
        .find(
          { ...of(account), expires: { $gt: now } },
          {
            _id: 0,
            'session.handle': 1,
            'session.device': 1,
            'session.signedInAt': 1,
            'session.seenAt': 1,
          },
        )
        .sort({ 'session.signedInAt': -1 })
        .hint({ 'session.user.kind': 1, 'session.user.id': 1, 'session.signedInAt': -1 })
        .limit(MOST_SHOWN)
        .lean<{ session: Partial<OpenSession> & Pick<OpenSession, 'signedInAt' | 'seenAt'> }[]>()
        .exec();
      return found.map(({ session: { handle = null, device = null, signedInAt, seenAt } }) => ({
        handle,
        device,
        signedInAt,
        seenAt,
      }));
    },

    /** False when the person has no such session. */
    async end(account: Account, handle: string): Promise<boolean> {
      const { deletedCount } = await model.deleteOne({ ...of(account), 'session.handle': handle }).exec();
      return deletedCount === 1;
    },

    /** How many there were. */
    async endAll(account: Account): Promise<number> {
      return (await model.deleteMany(of(account)).exec()).deletedCount;
    },
  };
}

function of({ kind, id }: Account) {
  return { 'session.user.kind': kind, 'session.user.id': id };
}
