import type { AccessAction } from './access-entry.js';

/** What was done, in the few kinds by which an owner looks through her log. */
export const accessActs = [
  'LOOKED_UP',
  'OPENED',
  'CITED',
  'COMPARED',
  'PUT_IN',
  'TAKEN_OUT',
  'ENDED',
  'ACTING',
] as const;
export type AccessAct = (typeof accessActs)[number];

/** Each action belongs to one kind; a new action does not compile before it has one. */
const actOf: Readonly<Record<AccessAction, AccessAct>> = {
  LOOK_UP: 'LOOKED_UP',
  MANIFEST: 'OPENED',
  READ_CONTENT: 'OPENED',
  CITE: 'CITED',
  COMPARE: 'COMPARED',
  UPLOAD: 'PUT_IN',
  DEPOSIT: 'PUT_IN',
  RELEASE: 'PUT_IN',
  DOWNLOAD: 'TAKEN_OUT',
  SHARE: 'TAKEN_OUT',
  REVOKE: 'ENDED',
  DELETE: 'ENDED',
  DISOWN: 'ENDED',
  MANDATE: 'ACTING',
};

/** The actions of one kind. */
export function actionsOf(act: AccessAct): AccessAction[] {
  return (Object.keys(actOf) as AccessAction[]).filter((action) => actOf[action] === act);
}
