import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigError } from '../platform/config.js';

const claim = z.string().min(1).max(100);
const scope = z.string().regex(/^openid(?: [\x21\x23-\x5b\x5d-\x7e]+)*$/, 'must begin with "openid"');
const level = z.union([z.literal(1), z.literal(2)]);
const authLevels = z.record(z.string(), z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]));
const staffRole = z.enum(['RECEIVER', 'PROCESSOR', 'ADMINISTRATOR', 'INSPECTOR']);

const mapping = z.strictObject({
  owner: z.strictObject({
    scope,
    claims: z.strictObject({
      personalId: claim,
      name: claim,
      birthDate: claim,
      accountKind: claim,
      technicalId: claim,
      identityProvider: claim,
      accountLevel: claim,
      /** A list of `{MaSoThue, Ten}`; left out where the e-ID does not tell whom people represent. */
      represents: claim.optional(),
    }),
    /** Values of the account kind that mean a natural person; others are refused. */
    personAccountKinds: z.array(z.string().min(1)).min(1),
    /** Identity providers that are trusted behind the single sign-on; empty: not looked at. */
    identityProviders: z.array(z.string().min(1)),
    /** Value of the claim → level; another value is refused. */
    accountLevels: z.record(z.string(), level),
    accountLevelWhenAbsent: level,
    /** Value of `acr` → level; another value or none is level 1. */
    authLevels,
  }),
  staff: z.strictObject({
    scope,
    claims: z.strictObject({ id: claim, name: claim, position: claim, roles: claim, agency: claim }),
    /** Value among the roles → role; others say nothing to us. */
    roles: z.record(z.string(), staffRole),
    /** One of these must stand in `amr`; empty: not looked at. */
    secondFactors: z.array(z.string().min(1)),
    authLevels,
  }),
});

/** Which claim of the e-ID and of the staff directory means what: `config/claims.json`. */
export type ClaimMapping = z.output<typeof mapping>;

/**
 * Reads and checks `claims.json`.
 * @throws ConfigError naming file and field of every fault
 */
export async function loadClaimMapping(configDir: string): Promise<ClaimMapping> {
  const path = join(configDir, 'claims.json');
  let json: unknown;
  try {
    json = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new ConfigError([`${path}: ${code ? `cannot be read (${code})` : 'is not JSON'}`]);
  }
  return parseClaimMapping(json, path);
}

/** @throws ConfigError naming every faulty field */
export function parseClaimMapping(json: unknown, path: string): ClaimMapping {
  const parsed = mapping.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new ConfigError(
    parsed.error.issues.map((issue) => `${path}: ${issue.path.map(String).join('.')}: ${issue.message}`),
  );
}
