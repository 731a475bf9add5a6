import { randomInt } from 'node:crypto';
import type { Partner } from './partner.js';
import type { Person } from './person.js';
import type { Verifier } from './signed.js';
import type { Terminal } from './terminal.js';

/** What every chapter of the story works with. */
export interface Run {
  readonly terminal: Terminal;
  readonly verifier: Verifier;
  readonly tuyet: Person;
  readonly ha: Person;
  readonly partner: Partner;
  /** Today in Vietnam, like 2026-11-25. */
  readonly today: string;
  /** Digits that no other run of the day has. */
  readonly number: string;
}

/** The one document of the story, as it was handed in. */
export interface HandedIn {
  readonly documentId: string;
  readonly version: number;
  readonly sha256: string;
}

/** Numbers of earlier runs begin with it too: that is how they are found again. */
export const NUMBER_PREFIX = 'TD ';

/** Whose paper it is, as the procedure system's form has it. */
export const ownerInForms = {
  kind: 'PERSONAL_ID',
  value: '999190000001',
  name: 'Nguyễn Thị Ánh Tuyết',
  birthDate: '1990-03-15',
} as const;

const clock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Ho_Chi_Minh',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** The day and a number for this run. */
export function newRunNumber(now: Date): { readonly today: string; readonly number: string } {
  const [today = '', time = ''] = clock.format(now).split(' ');
  return { today, number: `${time.replaceAll(':', '')}${String(randomInt(100)).padStart(2, '0')}` };
}

/** The code of the run's dossier number `place` (1 to 9), under the commune service centre. */
export function dossierCode({ today, number }: Pick<Run, 'today' | 'number'>, place: number): string {
  return `H09.27-${today.slice(2).replaceAll('-', '')}-${number}${place}`;
}
