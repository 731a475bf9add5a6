/** Trust classes, best first (requirement 10). */
export const trustClasses = [
  'DB_SHARED',
  'E_RESULT_SIGNED',
  'E_COPY_FROM_REGISTER',
  'E_COPY_CERTIFIED',
  'DIGITISED_AGENCY_SIGNED',
  'DIGITISED_OFFICER_SIGNED',
  'AGENCY_DEPOSITED',
  'PHOTO_COMPARED',
  'SELF_UPLOADED',
] as const;

export type TrustClass = (typeof trustClasses)[number];

/** 0 for the best class, growing downwards. */
export function trustRank(trustClass: TrustClass): number {
  return trustClasses.indexOf(trustClass);
}

export function atLeast(trustClass: TrustClass, least: TrustClass): boolean {
  return trustRank(trustClass) <= trustRank(least);
}
