import type { ClientSession } from 'mongoose';
import type { MandateKind, OwnerActor, StaffActor } from '../platform/actor.js';
import { AppError, fieldError } from '../platform/app-error.js';
import type { Clock } from '../platform/clock.js';
import { fold } from '../platform/fold.js';
import { newId } from '../platform/ids.js';
import type { Transact } from '../platform/transaction.js';
import { endsAll, type Mandate, majorityOf, represents } from './mandate.js';
import { MandateIsThere, type MandatesStore } from './mandates.store.js';
import { changedBy, type TellOfMandate } from './tell-of-mandate.js';

/** What is known of an owner where a mandate is made. */
export interface MandateOwner {
  readonly id: string;
  readonly name: string | null;
  readonly birthDate: string | null;
}

export interface MandateDeps {
  readonly mandates: MandatesStore;
  /** A person by the personal ID number, made when there is none. */
  readonly findPerson: (personalId: string) => Promise<MandateOwner>;
  readonly tell: TellOfMandate;
  readonly transact: Transact;
  readonly clock: Clock;
}

/**
 * A representative names a delegate with chosen types and an end, at most that of what she represents by. The name is
 * that which she gives: a number alone tells her nothing of a person.
 * @throws AppError NOT_ALLOWED_FOR_OTHERS unless the actor represents the owner; MANDATE_EXISTS; MANDATE_ENDED when hers
 *   ends at the same time; VALIDATION_FAILED at /until, and at /name when it is not the name of that number's person
 */
export type GrantDelegation = (input: {
  readonly actor: OwnerActor;
  readonly personalId: string;
  readonly name: string;
  readonly types: readonly string[];
  readonly mayAdd: boolean;
  readonly until: Date;
}) => Promise<Mandate>;

/**
 * A clerk records what a paper proves that was compared with its original.
 * @throws AppError MANDATE_EXISTS; VALIDATION_FAILED: a parent of somebody whose birth is not known or who is of age, an end
 *   that is past or missing, a person for herself
 */
export type RecordMandate = (input: {
  readonly actor: StaffActor;
  readonly kind: Exclude<MandateKind, 'DELEGATE'>;
  readonly personalId: string;
  readonly owner: MandateOwner;
  readonly until: Date | null;
  readonly proof: string;
}) => Promise<Mandate>;

/**
 * Ends a mandate that was given for the owner, by herself or who represents her; or one's own. Others who act for her
 * end nobody else's.
 * @throws AppError NOT_FOUND
 */
export type EndMandate = (input: { readonly actor: OwnerActor; readonly id: string }) => Promise<void>;

export function makeChangeMandates(deps: MandateDeps): {
  grantDelegation: GrantDelegation;
  recordMandate: RecordMandate;
  endMandate: EndMandate;
} {
  const { mandates, tell, transact, clock } = deps;

  const insert = async (
    mandate: Mandate,
    actor: OwnerActor | StaffActor,
    check: (session: ClientSession) => Promise<void> = async () => undefined,
  ): Promise<Mandate> => {
    const { personId, ownerId, kind, createdAt } = mandate;
    try {
      await transact(async (session) => {
        await check(session);
        await mandates.endOverdue({ personId, ownerId, kind }, createdAt, session);
        await mandates.insert(mandate, session);
        await tell(mandate, changedBy(actor), session);
      });
    } catch (error) {
      if (error instanceof MandateIsThere) throw new AppError('MANDATE_EXISTS');
      throw error;
    }
    return mandate;
  };
  return {
    async grantDelegation({ actor, personalId, name, types, mayAdd, until }) {
      const own = actor.mandate;
      if (!own || !represents(own)) throw new AppError('NOT_ALLOWED_FOR_OTHERS');
      const now = clock.now();
      if (until <= now) throw fieldError('/until', 'PAST', 'lies in the past');
      if (types.length === 0) throw fieldError('/types', 'MISSING', 'at least one type');
      const person = await deps.findPerson(personalId);
      if (person.id === actor.id) throw fieldError('/personalId', 'SELF', 'not oneself');
      if (person.name !== null && fold(person.name) !== fold(name))
        throw fieldError('/name', 'DIFFERS', 'not the name of the person with this number');
      return insert(
        {
          id: newId(),
          kind: 'DELEGATE',
          personId: person.id,
          personName: name,
          ownerId: actor.ownerId,
          ownerName: actor.forName ?? '',
          source: 'GRANTED',
          types,
          mayAdd,
          until,
          through: own.id,
          proof: null,
          createdAt: now,
          endedAt: null,
        },
        actor,
        async (session) => {
          // Written, so that its end at the same time sees this delegation or makes it fail.
          const held = await mandates.giveBy(own.id, actor.id, now, session);
          if (!held) throw new AppError('MANDATE_ENDED');
          if (held.until !== null && until > held.until)
            throw fieldError('/until', 'BEYOND', 'later than the end of the own mandate');
        },
      );
    },

    async recordMandate({ actor, kind, personalId, owner, until: asked, proof }) {
      const now = clock.now();
      const person = await deps.findPerson(personalId);
      if (person.id === owner.id) throw fieldError('/personalId', 'SELF', 'not the owner herself');
      return insert(
        {
          id: newId(),
          kind,
          personId: person.id,
          personName: person.name,
          ownerId: owner.id,
          ownerName: owner.name ?? '',
          source: 'COUNTER',
          types: null,
          mayAdd: true,
          until: untilOf(kind, owner, asked, now),
          through: null,
          proof: { text: proof, officerId: actor.id, officerName: actor.name, agency: actor.agency, at: now },
          createdAt: now,
          endedAt: null,
        },
        actor,
      );
    },

    async endMandate({ actor, id }) {
      const now = clock.now();
      const count = await transact(async (session) => {
        const forOwner = endsAll(actor)
          ? await mandates.end({ id, ownerId: actor.ownerId }, now, session)
          : [];
        const ended =
          forOwner.length > 0 ? forOwner : await mandates.end({ id, personId: actor.id }, now, session);
        for (const one of ended) await tell(one, changedBy(actor), session);
        return ended.length;
      });
      if (count === 0) throw new AppError('NOT_FOUND');
    },
  };
}

function untilOf(kind: MandateKind, { birthDate }: MandateOwner, asked: Date | null, now: Date): Date | null {
  if (kind === 'PARENT') {
    if (birthDate === null) throw fieldError('/owner.value', 'BIRTH_UNKNOWN', 'the birth date must be known');
    const end = majorityOf(birthDate);
    if (end <= now) throw fieldError('/owner.value', 'OF_AGE', 'is of age');
    return end;
  }
  if (asked !== null && asked <= now) throw fieldError('/until', 'PAST', 'lies in the past');
  if (kind === 'ATTORNEY' && asked === null) throw fieldError('/until', 'MISSING', 'needs an end');
  return asked;
}
