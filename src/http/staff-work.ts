import type { OwnerActor, StaffActor } from '../platform/actor.js';

/** Whether an officer serves at a counter. */
export function mayServe({ roles }: Pick<StaffActor, 'roles'>): boolean {
  return roles.some((role) => role === 'RECEIVER' || role === 'PROCESSOR');
}

/** Whether somebody answers complaints. */
export function inspects(signedIn: OwnerActor | StaffActor): signedIn is StaffActor {
  return signedIn.kind === 'STAFF' && signedIn.roles.includes('INSPECTOR');
}
