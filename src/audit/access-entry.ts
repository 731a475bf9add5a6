import type { Actor, MandateKind } from '../platform/actor.js';
import type { ProblemCode } from '../platform/problem-codes.js';

export const accessActions = [
  'LOOK_UP',
  'MANIFEST',
  'READ_CONTENT',
  'CITE',
  'COMPARE',
  'UPLOAD',
  'DOWNLOAD',
  'DEPOSIT',
  'RELEASE',
  'REVOKE',
  'SHARE',
  'DELETE',
  'DISOWN',
  'MANDATE',
] as const;
export type AccessAction = (typeof accessActions)[number];

export type Basis = 'CONSENT' | 'STATUTORY_DUTY';

/** Who looked, in the words that the owner reads. */
export interface LoggedActor {
  readonly kind: Actor['kind'] | 'OPERATOR';
  readonly name: string;
  readonly position: string | null;
  readonly agency: string | null;
  /** The partner system's name. */
  readonly client: string | null;
  /** By what a person acted for the owner; null or absent when it was herself. */
  readonly capacity?: MandateKind | null;
  /** Name of the owner for whom she acted. */
  readonly onBehalfOf?: string | null;
}

/** What a look was for; absent where the owner looked herself. */
export interface LookContext {
  readonly dossierCode: string;
  readonly procedureCode: string;
  readonly componentCode: string | null;
  readonly purpose: { readonly code: string; readonly text: string } | null;
  readonly basis: Basis | null;
  /** The caller's words. */
  readonly legalGround: string | null;
  readonly catalogueGround: string | null;
  readonly consentId: string | null;
  readonly evidenceRequestId: string | null;
}

/** One look, refused or allowed. Never changed once written. */
export interface AccessEntry extends Omit<LookContext, 'dossierCode' | 'procedureCode'> {
  readonly dossierCode: string | null;
  readonly procedureCode: string | null;
  readonly id: string;
  readonly ownerId: string;
  readonly at: Date;
  readonly action: AccessAction;
  readonly actor: LoggedActor;
  /** The acting account: client, officer or owner. For inspectors; the owner sees `actor`. */
  readonly actorId: string;
  readonly documentId: string | null;
  readonly version: number | null;
  readonly outcome: 'ALLOWED' | 'REFUSED';
  readonly refusalCode: ProblemCode | null;
}

/** What the writer of a line gives; id and time are the log's own. */
export type NewAccess = Pick<AccessEntry, 'ownerId' | 'action' | 'actor' | 'actorId'> &
  Partial<Omit<AccessEntry, 'id' | 'at'>>;

/** The log's words for an operator of the service, who is no account of it. */
export function loggedOperator(name: string): LoggedActor {
  return { kind: 'OPERATOR', name, position: null, agency: null, client: null };
}

/** The log's words for an actor; for a partner the officer it names stands in front. */
export function loggedActor(
  actor: Actor,
  officer?: { readonly name: string; readonly position: string },
): LoggedActor {
  switch (actor.kind) {
    case 'OWNER':
      return {
        kind: 'OWNER',
        name: actor.name,
        position: null,
        agency: null,
        client: null,
        ...(actor.mandate ? { capacity: actor.mandate.kind, onBehalfOf: actor.forName ?? null } : {}),
      };
    case 'STAFF':
      return {
        kind: 'STAFF',
        name: actor.name,
        position: actor.position,
        agency: actor.agency,
        client: null,
      };
    case 'CLIENT':
      return {
        kind: 'CLIENT',
        name: officer?.name ?? actor.name,
        position: officer?.position ?? null,
        agency: actor.agency,
        client: actor.name,
      };
  }
}
