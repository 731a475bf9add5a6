import type { OwnerActor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import type { Complaints } from './complaints.store.js';
import type { FindAccess } from './find-access.js';

/**
 * "I do not recognise this look": an owner complains about one of her own lines. The same id again is the same complaint.
 * @throws AppError NOT_FOUND
 */
export type FileComplaint = (input: {
  readonly actor: OwnerActor;
  readonly accessId: string;
  readonly text: string;
  readonly id: string;
}) => Promise<{ readonly id: string }>;

export function makeFileComplaint(deps: {
  findAccess: FindAccess;
  complaints: Complaints;
  clock: Clock;
}): FileComplaint {
  return async ({ actor, accessId, text, id }) => {
    await deps.findAccess({ actor, id: accessId });
    await deps.complaints.add({
      _id: id,
      ownerId: actor.ownerId,
      accessId,
      text,
      state: 'OPEN',
      at: deps.clock.now(),
    });
    return { id };
  };
}
