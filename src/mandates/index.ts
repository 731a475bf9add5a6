import type { Connection } from 'mongoose';
import type { ActingFor } from '../platform/actor.js';
import { pathTo } from '../ui/safe-href.js';
import { type MandateDeps, makeChangeMandates } from './change-mandates.js';
import { makeKeepRepresentations } from './keep-representations.js';
import { majorityOf } from './mandate.js';
import { makeMandatesStore } from './mandates.store.js';
import { makeTellOfMandate } from './tell-of-mandate.js';

export type { MandateOwner, RecordMandate } from './change-mandates.js';
export { isAskedHerself } from './mandate.js';
export { makeMandateModel } from './mandates.model.js';
export { makeMandatePages } from './mandates.pages.routes.js';
export { makeOperateMandates } from './operate-mandates.js';

/** Acting for others: who may, for whom, in what, until when. */
export function makeMandates(
  deps: Omit<MandateDeps, 'mandates' | 'tell'> &
    Parameters<typeof makeTellOfMandate>[0] & {
      connection: Connection;
      /** As the e-ID says it now; what a dossier said when a mandate was recorded may have been wrong. */
      birthDateOf: (ownerId: string) => Promise<string | null>;
    },
) {
  const { clock } = deps;
  const mandates = makeMandatesStore(deps.connection);
  const all = { ...deps, mandates, tell: makeTellOfMandate(deps) };
  return {
    ...makeChangeMandates(all),
    keepRepresentations: makeKeepRepresentations(all),
    /** For whom a person acts under a mandate now; null when it does not hold, whatever the reason. */
    async actingUnder(personId: string, id: string): Promise<ActingFor | null> {
      const found = await mandates.holding(personId, id, clock.now());
      if (!found) return null;
      const { kind, types, mayAdd, ownerId, ownerName } = found;
      if (kind === 'PARENT') {
        const birthDate = await deps.birthDateOf(ownerId);
        if (birthDate !== null && majorityOf(birthDate) <= clock.now()) return null;
      }
      return { ownerId, name: ownerName, mandate: { id: found.id, kind, types, mayAdd } };
    },
    /** For whom a person may answer requests: herself, and all but those who only gave her a sight of papers. */
    answersFor: async (personId: string): Promise<string[]> => [
      personId,
      ...(await mandates.ofPerson(personId, clock.now()))
        .filter(({ kind }) => kind !== 'DELEGATE')
        .map(({ ownerId }) => ownerId),
    ],
    /** The page on which a person chooses for whom she acts and then goes on; null when she acts for nobody else. */
    choosing: async (personId: string, next: string): Promise<string | null> =>
      (await mandates.ofPerson(personId, clock.now())).length === 0 ? null : pathTo(['acting'], { next }),
    /** By which a person may act, and by which others may for an owner. */
    listMandates: async (personId: string, ownerId: string) => {
      const now = clock.now();
      const [own, others] = await Promise.all([
        mandates.ofPerson(personId, now),
        mandates.forOwner(ownerId, now),
      ]);
      return { own, others };
    },
  };
}
export type MandateUse = Pick<
  ReturnType<typeof makeMandates>,
  'grantDelegation' | 'endMandate' | 'listMandates' | 'recordMandate' | 'actingUnder'
>;
