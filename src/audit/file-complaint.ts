import type { OwnerActor } from '../platform/actor.js';
import { AppError } from '../platform/app-error.js';
import type { Clock } from '../platform/clock.js';
import type { AccessLog } from './access-log.store.js';
import type { Complaints } from './complaints.store.js';

/**
 * "I do not recognise this look": an owner complains about one of her own lines.
 * @throws AppError NOT_FOUND
 */
export type FileComplaint = (input: {
  readonly actor: OwnerActor;
  readonly accessId: string;
  readonly text: string;
  readonly id: string;
}) => Promise<{ readonly id: string }>;

export function makeFileComplaint(deps: {
  log: AccessLog;
  complaints: Complaints;
  clock: Clock;
}): FileComplaint {
  return async ({ actor, accessId, text, id }) => {
    const line = await deps.log.find(actor.ownerId, accessId);
    if (!line) throw new AppError('NOT_FOUND');
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
