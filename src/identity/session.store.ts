import { createHash } from 'node:crypto';
import { callbackify } from 'node:util';
import { MongoStore } from 'connect-mongo';
import type { SessionData } from 'express-session';
import type { Connection } from 'mongoose';
import type { Clock } from '../platform/clock.js';
import { type SessionLimits, sessionEnd } from './session.js';
import { makeSessionModel } from './session.model.js';

type Done = (error?: unknown) => void;

/** The session as kept; both instants are there from the sign-in on. */
type Kept = SessionData & { readonly signedInAt: Date; readonly seenAt: Date };

/**
 * Sessions in MongoDB. A session is written once, at sign-in, and then only its last use is noted. So a request that
 * was under way while the person signed out cannot write the session back (connect-mongo's own `set` would), and two
 * requests at once cannot undo each other's change.
 */
export class SessionStore extends MongoStore {
  readonly #records: ReturnType<typeof makeSessionModel>;
  readonly #limits: SessionLimits;
  readonly #clock: Clock;
  readonly #fresh = new WeakSet<object>();

  constructor(deps: { connection: Connection; limits: SessionLimits; clock: Clock }) {
    super({
      client: deps.connection.getClient(),
      dbName: deps.connection.name,
      collectionName: 'sessions',
      stringify: false,
      transformId: storedId,
      ttl: Math.ceil(deps.limits.idleMs / 1000),
      // The index is made by the explicit step at start.
      autoRemove: 'disabled',
      writeOperationOptions: { w: 'majority', journal: true, wtimeoutMS: 2500 },
    });
    this.#records = makeSessionModel(deps.connection);
    this.#limits = deps.limits;
    this.#clock = deps.clock;
  }

  /** Lets this session be written: for the sign-in, right after it was made. */
  allowWrite(session: object): void {
    this.#fresh.add(session);
  }

  override get(sid: string, done: (error: unknown, session?: SessionData | null) => void): void {
    super.get(sid, (error, session) => {
      if (error) done(error);
      else done(null, session && this.#isLive(session) ? session : null);
    });
  }

  override set(sid: string, session: SessionData, done?: Done): void {
    if (this.#fresh.has(session)) super.set(sid, session, done);
    else done?.(new Error('a session is written at sign-in only'));
  }

  override touch(sid: string, session: SessionData, done?: Done): void {
    const now = this.#clock.now();
    if (!isKept(session) || now.getTime() - session.seenAt.getTime() < this.#limits.noteEveryMs) {
      done?.();
      return;
    }
    const expires = sessionEnd({ signedInAt: session.signedInAt, seenAt: now }, this.#limits);
    // Nothing is found after a sign-out meanwhile: that is no error.
    const noted = this.#records
      .updateOne({ _id: storedId(sid) }, { $set: { expires, 'session.seenAt': now } })
      .exec();
    callbackify(() => noted)((error) => done?.(error ?? undefined));
  }

  /** Has a session act under a mandate, or for the person herself, from the next request on. Forms of before are void. */
  async actAs(sid: string, mandateId: string | null, csrfToken: string): Promise<void> {
    const change =
      mandateId === null
        ? { $set: { 'session.csrfToken': csrfToken }, $unset: { 'session.actingAs': 1 } }
        : { $set: { 'session.csrfToken': csrfToken, 'session.actingAs': mandateId } };
    await this.#records
      .updateOne({ _id: storedId(sid) }, change, { writeConcern: { w: 'majority', j: true } })
      .exec();
  }

  #isLive(session: SessionData): boolean {
    return isKept(session) && sessionEnd(session, this.#limits).getTime() > this.#clock.now().getTime();
  }
}

function isKept(session: SessionData): session is Kept {
  return session.signedInAt instanceof Date && session.seenAt instanceof Date;
}

function storedId(sid: string): string {
  return createHash('sha256').update(sid).digest('hex');
}
