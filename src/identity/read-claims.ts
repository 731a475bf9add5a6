import type { AuthLevel, StaffRole } from '../platform/actor.js';
import type { ClaimMapping } from './claim-mapping.js';
import type { EidPerson } from './confirm-identity.js';
import { normaliseOwnerKey } from './owner-key.js';
import { ownerNameSchema } from './owners.schemas.js';
import { claimFailed, signInFailed } from './sign-in-failure.js';

/** Checked claims: those of the ID token over those of the userinfo endpoint. */
export type Claims = Readonly<Record<string, unknown>>;

/** Whom the e-ID says that a person represents. */
export interface RepresentedByEid {
  readonly taxCode: string;
  readonly name: string;
}

export interface StaffAccount {
  readonly id: string;
  readonly name: string;
  readonly position: string;
  readonly roles: readonly StaffRole[];
  readonly agency: string;
  readonly authLevel: AuthLevel;
}

/**
 * The person an e-ID speaks of. Claim names and values: national single sign-on, `config/claims.json`.
 * @throws AppError SIGN_IN_FAILED naming the claim that is missing or not valid, or why the account is refused
 */
export function readOwnerClaims(
  claims: Claims,
  mapping: ClaimMapping['owner'],
): {
  readonly person: EidPerson;
  readonly authLevel: AuthLevel;
  /** Null where the e-ID does not tell whom people represent. */
  readonly represented: readonly RepresentedByEid[] | null;
} {
  const names = mapping.claims;
  const kind = required(claims, names.accountKind);
  if (!mapping.personAccountKinds.includes(kind)) throw signInFailed('ACCOUNT_KIND_UNKNOWN');
  if (mapping.identityProviders.length > 0) {
    const provider = required(claims, names.identityProvider);
    if (!mapping.identityProviders.includes(provider)) throw signInFailed('PROVIDER_NOT_TRUSTED');
  }
  const personalId = normaliseOwnerKey({ kind: 'PERSONAL_ID', value: required(claims, names.personalId) });
  if (!personalId.ok) throw claimFailed(names.personalId, 'INVALID');
  const level = optional(claims, names.accountLevel);
  const accountLevel = level === null ? mapping.accountLevelWhenAbsent : own(mapping.accountLevels, level);
  if (accountLevel === undefined) throw signInFailed('LEVEL_UNKNOWN');
  return {
    person: {
      personalId: personalId.key.value,
      name: nameOf(claims, names.name),
      birthDate: birthDateOf(claims, names.birthDate),
      accountLevel,
      technicalId: optional(claims, names.technicalId),
    },
    authLevel: authLevelOf(claims, mapping.authLevels),
    represented: names.represents === undefined ? null : representedIn(claims, names.represents),
  };
}

/**
 * Organisations and household businesses. An entry that is not understood is left out: who is not surely named is not
 * represented.
 */
function representedIn(claims: Claims, claim: string): RepresentedByEid[] | null {
  if (!Object.hasOwn(claims, claim)) return null;
  const said = claims[claim];
  const entries = Array.isArray(said) ? (said as unknown[]).slice(0, MOST_REPRESENTED) : [];
  return entries.flatMap((entry) => {
    const { MaSoThue: taxCode, Ten: name } = (entry ?? {}) as Record<string, unknown>;
    const parsed = ownerNameSchema.safeParse(name);
    return typeof taxCode === 'string' && parsed.success ? [{ taxCode, name: parsed.data }] : [];
  });
}

const MOST_REPRESENTED = 50;

/** @throws AppError SIGN_IN_FAILED */
export function readStaffClaims(claims: Claims, mapping: ClaimMapping['staff']): StaffAccount {
  const names = mapping.claims;
  const wanted = mapping.secondFactors;
  if (wanted.length > 0 && !wanted.some((factor) => list(claims['amr']).includes(factor))) {
    throw signInFailed('SECOND_FACTOR_MISSING');
  }
  const roles = list(claims[names.roles])
    .map((role) => own(mapping.roles, role))
    .filter((role) => role !== undefined);
  if (roles.length === 0) throw signInFailed('NO_ROLE');
  const agency = required(claims, names.agency);
  if (!/^[A-Z]\d{2}(?:\.\d{1,3}){0,3}$/.test(agency)) throw claimFailed(names.agency, 'INVALID');
  return {
    id: required(claims, names.id),
    name: nameOf(claims, names.name),
    position: required(claims, names.position),
    roles: [...new Set(roles)],
    agency,
    authLevel: authLevelOf(claims, mapping.authLevels),
  };
}

/** A claim's text; numbers and booleans as they are written. */
function optional(claims: Claims, name: string): string | null {
  const value = Object.hasOwn(claims, name) ? claims[name] : undefined;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

function required(claims: Claims, name: string): string {
  const value = optional(claims, name);
  if (value === null) throw claimFailed(name, 'MISSING');
  return value;
}

function nameOf(claims: Claims, claim: string): string {
  const parsed = ownerNameSchema.safeParse(required(claims, claim));
  if (!parsed.success) throw claimFailed(claim, 'INVALID');
  return parsed.data;
}

/** yyyyMMdd → YYYY-MM-DD. Old papers give only a year (month and day 00): then the date is not told. */
function birthDateOf(claims: Claims, claim: string): string | null {
  const text = optional(claims, claim);
  if (text === null) return null;
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? [];
  if (year === undefined || month === undefined || day === undefined) throw claimFailed(claim, 'INVALID');
  if (month === '00' || day === '00') return null;
  const date = `${year}-${month}-${day}`;
  const real = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(real.getTime()) || real.toISOString().slice(0, 10) !== date) {
    throw claimFailed(claim, 'INVALID');
  }
  return date;
}

function authLevelOf(claims: Claims, levels: Readonly<Record<string, AuthLevel>>): AuthLevel {
  const acr = optional(claims, 'acr');
  return (acr === null ? undefined : own(levels, acr)) ?? 1;
}

function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function list(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}
