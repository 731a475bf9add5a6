/** What the digits of a personal ID seem to say. Never a reason to refuse: the law says only "12 digits, unique". */
export interface PersonalIdHint {
  /** Code of the province or country of birth registration, three digits. */
  readonly placeCode: string;
  readonly sex: 'MALE' | 'FEMALE';
  readonly birthYear: number;
}

/**
 * Reads the old meaning of the 12 digits: 3 place, 1 century and sex (0/1 for 19xx, 2/3 for 20xx …), 2 year, 6 random.
 * Source: Law on Identity 2023 Art. 12 dropped this meaning, so it may warn and must not decide.
 * @returns null when it is not 12 digits
 */
export function personalIdHint(value: string): PersonalIdHint | null {
  const [, placeCode, century, year] = /^(\d{3})(\d)(\d{2})\d{6}$/.exec(value) ?? [];
  if (placeCode === undefined || century === undefined || year === undefined) return null;
  const digit = Number(century);
  return {
    placeCode,
    sex: digit % 2 === 0 ? 'MALE' : 'FEMALE',
    birthYear: 1900 + Math.floor(digit / 2) * 100 + Number(year),
  };
}
