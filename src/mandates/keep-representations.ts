import type { KeepRepresentations } from '../identity/index.js';
import type { Clock } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import type { Transact } from '../platform/transaction.js';
import { MandateIsThere, type MandatesStore } from './mandates.store.js';

/**
 * At each sign-in: what the e-ID says of whom a person represents is what holds. What it no longer says ends, and with
 * it every delegation that was given through it; what a counter recorded is left alone.
 */
export function makeKeepRepresentations(deps: {
  mandates: MandatesStore;
  transact: Transact;
  clock: Clock;
}): KeepRepresentations {
  const { mandates, transact, clock } = deps;
  return async (person, represented) => {
    const now = clock.now();
    const held = (await mandates.ofPerson(person.id, now)).filter(({ source }) => source === 'E_ID');
    for (const { id, ownerId, kind } of held) {
      if (represented.some((one) => one.ownerId === ownerId && one.kind === kind)) continue;
      await transact((session) => mandates.end({ id, personId: person.id }, now, session));
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
        await transact((session) => mandates.insert(mandate, session));
      } catch (error) {
        // Signing in at two devices at once, or recorded at a counter before.
        if (!(error instanceof MandateIsThere)) throw error;
      }
    }
  };
}
