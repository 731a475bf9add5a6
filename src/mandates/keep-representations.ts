import type { KeepRepresentations } from '../identity/index.js';
import type { Clock } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import type { Transact } from '../platform/transaction.js';
import { MandateIsThere, type MandatesStore } from './mandates.store.js';
import { changedBySignIn, type TellOfMandate } from './tell-of-mandate.js';

/**
 * At each sign-in: what the e-ID says of whom a person represents is what holds. What it no longer says ends, and with
 * it every delegation that was given through it; what a counter recorded is left alone.
 */
export function makeKeepRepresentations(deps: {
  mandates: MandatesStore;
  tell: TellOfMandate;
  transact: Transact;
  clock: Clock;
}): KeepRepresentations {
  const { mandates, tell, transact, clock } = deps;
  return async (person, represented) => {
    const now = clock.now();
    const by = changedBySignIn(person);
    const held = (await mandates.ofPerson(person.id, now)).filter(({ source }) => source === 'E_ID');
    for (const { id, ownerId, kind } of held) {
      if (represented.some((one) => one.ownerId === ownerId && one.kind === kind)) continue;
      await transact(async (session) => {
        for (const ended of await mandates.end({ id, personId: person.id }, now, session))
          await tell(ended, by, session);
      });
    }
    for (const { ownerId, name, kind } of represented) {
      if (held.some((one) => one.ownerId === ownerId && one.kind === kind)) continue;
      const mandate = {
        id: newId(),
        kind,
        personId: person.id,
        personName: person.name,
        ownerId,
        ownerName: name,
        source: 'E_ID' as const,
        types: null,
        mayAdd: true,
        until: null,
        through: null,
        proof: null,
        createdAt: now,
        endedAt: null,
      };
      try {
        await transact(async (session) => {
          await mandates.endOverdue({ personId: person.id, ownerId, kind }, now, session);
          await mandates.insert(mandate, session);
          await tell(mandate, by, session);
        });
      } catch (error) {
        // Signing in at two devices at once, or recorded at a counter before.
        if (!(error instanceof MandateIsThere)) throw error;
      }
    }
  };
}
