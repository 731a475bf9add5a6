import type { OwnerActor, StaffActor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import type { Logger } from '../platform/logger.js';
import type { Account, OpenSession, OpenSessions } from './open-sessions.store.js';

type Person = OwnerActor | StaffActor;

/** Where a person is signed in, latest first. */
export type ListOwnSessions = (person: Person) => Promise<readonly OpenSession[]>;
/** Ends one of a person's own sessions from its next request on. One that is gone is no error. */
export type EndOwnSession = (person: Person, handle: string) => Promise<void>;
/** Ends all of a person's sessions, this one too. */
export type EndOwnSessions = (person: Person) => Promise<void>;

export function makeOwnSessions(deps: {
  readonly sessions: OpenSessions;
  readonly clock: Clock;
  readonly logger: Logger;
}): {
  readonly listOwnSessions: ListOwnSessions;
  readonly endOwnSession: EndOwnSession;
  readonly endOwnSessions: EndOwnSessions;
} {
  const { sessions, clock, logger } = deps;
  const tell = ({ kind, id }: Account, ended: number) =>
    logger.info({ event: 'sessions-ended', kind, actorId: id, ended }, 'sessions ended by their person');
  return {
    listOwnSessions: (person) => sessions.list(accountOf(person), clock.now()),
    async endOwnSession(person, handle) {
      if (await sessions.end(accountOf(person), handle)) tell(accountOf(person), 1);
    },
    async endOwnSessions(person) {
      tell(accountOf(person), await sessions.endAll(accountOf(person)));
    },
  };
}

function accountOf({ kind, id }: Person): Account {
  return { kind, id };
}
