import type { ClaimMapping } from '../identity/index.js';
import type { Persona } from './personas.js';

export interface PersonaClaims {
  /** Under the names that `config/claims.json` gives them, so that one mapping serves here and in production. */
  readonly claims: Readonly<Record<string, unknown>>;
  readonly acr: string;
  readonly amr: string[];
}

/** What the e-ID says of a persona. @throws Error when the mapping has no value for what the persona is */
export function personaClaims(persona: Persona, mapping: ClaimMapping): PersonaClaims {
  if (persona.kind === 'owner') {
    const { claims: names, personAccountKinds, identityProviders, accountLevels, authLevels } = mapping.owner;
    return {
      claims: {
        [names.personalId]: persona.personalId,
        [names.name]: persona.name,
        [names.birthDate]: persona.birthDate,
        [names.accountKind]: personAccountKinds[0],
        [names.technicalId]: `dev-tech-${persona.key}`,
        [names.identityProvider]: identityProviders[0] ?? 'DEV',
        ...(names.represents === undefined ? {} : { [names.represents]: persona.represents ?? [] }),
        [names.accountLevel]: wordFor(accountLevels, persona.accountLevel),
      },
      acr: wordFor(authLevels, 2),
      amr: ['pwd', 'otp'],
    };
  }
  const { claims: names, roles, secondFactors, authLevels } = mapping.staff;
  return {
    claims: {
      [names.name]: persona.name,
      [names.position]: persona.position,
      [names.roles]: [wordFor(roles, persona.role)],
      [names.agency]: persona.agency,
      [names.id]: subjectOf(persona),
    },
    acr: wordFor(authLevels, 2),
    amr: ['pwd', ...secondFactors.slice(0, 1)],
  };
}

/** The `sub` of a persona. */
export function subjectOf(persona: Persona): string {
  return `dev-${persona.key}`;
}

function wordFor<T>(table: Readonly<Record<string, T>>, meaning: T): string {
  const found = Object.entries(table).find(([, value]) => value === meaning);
  if (!found) throw new Error(`claims.json has no word for ${String(meaning)}`);
  return found[0];
}
