import type { AccountLevel } from '../platform/actor.js';
import type { OwnerKey } from './owner-key.js';
import type { Identity } from './same-identity.js';

/** Who told a name: the e-ID, a dossier (procedure system or clerk), a deposited result. */
export type IdentitySource = 'E_ID' | 'DOSSIER' | 'RESULT';

export interface ToldIdentity extends Identity {
  readonly source: IdentitySource;
  readonly at: Date;
}

/** A person or organisation; may exist before its first sign-in. */
export interface Owner extends Identity {
  readonly id: string;
  readonly keys: readonly (OwnerKey & { readonly since: Date })[];
  /** Whether name and birth date are the e-ID's, which win over all others. */
  readonly confirmed: boolean;
  /** Every identity told, oldest first. */
  readonly identities: readonly ToldIdentity[];
  /** Of the last sign-in; null before the first. */
  readonly accountLevel: AccountLevel | null;
}

/** The identities that the e-ID has confirmed: today's first, then earlier ones, each once. Empty before the first sign-in. */
export function confirmedIdentities(owner: Owner): readonly Identity[] {
  if (!owner.confirmed) return [];
  const found = new Map<string, Identity>();
  const earlier = owner.identities.filter((told) => told.source === 'E_ID').toReversed();
  for (const { name, birthDate } of [owner, ...earlier]) {
    found.set(JSON.stringify([name, birthDate]), { name, birthDate });
  }
  return [...found.values()];
}
