import type { Connection } from 'mongoose';
import { loggedOperator } from '../audit/index.js';
import { AppError } from '../platform/app-error.js';
import type { MandateDeps } from './change-mandates.js';
import type { Mandate } from './mandate.js';
import { makeMandatesStore } from './mandates.store.js';
import { makeTellOfMandate } from './tell-of-mandate.js';

/** A mandate as operators see it: ids, no names. */
export type OperatedMandate = Pick<
  Mandate,
  'id' | 'kind' | 'personId' | 'ownerId' | 'source' | 'until' | 'through' | 'createdAt'
>;

/** For operators alone: what a court or another authority decided, and neither side has done. */
export function makeOperateMandates(
  deps: Pick<MandateDeps, 'transact' | 'clock'> &
    Parameters<typeof makeTellOfMandate>[0] & { readonly connection: Connection },
) {
  const mandates = makeMandatesStore(deps.connection);
  const tell = makeTellOfMandate(deps);
  return {
    /** All by which others may act for an owner now. */
    async forOwner(ownerId: string): Promise<OperatedMandate[]> {
      return (await mandates.forOwner(ownerId, deps.clock.now())).map(operated);
    },

    /** Ends one with all that were given by it. @returns their ids @throws AppError NOT_FOUND */
    async end({ id, operator }: { readonly id: string; readonly operator: string }): Promise<string[]> {
      const by = { actor: loggedOperator(operator), actorId: operator };
      return deps.transact(async (session) => {
        const ended = await mandates.end({ id }, deps.clock.now(), session);
        if (ended.length === 0) throw new AppError('NOT_FOUND');
        for (const one of ended) await tell(one, by, session);
        return ended.map((one) => one.id);
      });
    },
  };
}

function operated({
  id,
  kind,
  personId,
  ownerId,
  source,
  until,
  through,
  createdAt,
}: Mandate): OperatedMandate {
  return { id, kind, personId, ownerId, source, until, through, createdAt };
}
