import type { MandateKind, OwnerActor } from '../platform/actor.js';

/**
 * One person may act for one owner (NĐ 69/2024: organisation accounts; Luật 91/2025/QH15: guardians). LEGAL_REPRESENTATIVE
 * by the e-ID or a proof at a counter; HOUSEHOLD_OWNER of a household business; DELEGATE named by one of these two;
 * ATTORNEY by a power of attorney, PARENT of a minor, both by a proof compared at a counter.
 */
export interface Mandate {
  readonly id: string;
  readonly kind: MandateKind;
  /** Who acts. */
  readonly personId: string;
  readonly personName: string | null;
  /** For whom. */
  readonly ownerId: string;
  readonly ownerName: string;
  readonly source: 'E_ID' | 'COUNTER' | 'GRANTED';
  /** The document types that a delegate may see; null: all that the owner herself may do. */
  readonly types: readonly string[] | null;
  /** Whether a delegate may add papers of these types. */
  readonly mayAdd: boolean;
  /** Exclusive; null: until it is ended. */
  readonly until: Date | null;
  /** The mandate by which it was given: it ends with that one. */
  readonly through: string | null;
  /** What was compared at a counter, and by whom. */
  readonly proof: MandateProof | null;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}

export interface MandateProof {
  /** Kind, number and date of the paper, as the officer wrote them. */
  readonly text: string;
  readonly officerId: string;
  readonly officerName: string;
  readonly agency: string;
  readonly at: Date;
}

const representing: readonly MandateKind[] = ['LEGAL_REPRESENTATIVE', 'HOUSEHOLD_OWNER'];

/** Whether by a mandate a person speaks for the owner as the owner would: names delegates, ends what others were given. */
export function represents(mandate: { readonly kind: MandateKind }): boolean {
  return representing.includes(mandate.kind);
}

/** Whether a person may end what anybody was given for the owner: she herself, and who represents her. */
export function endsAll({ mandate }: Pick<OwnerActor, 'mandate'>): boolean {
  return mandate === undefined || represents(mandate);
}

/** The first instant at which somebody born on a day is eighteen, in Vietnam. */
export function majorityOf(birthDate: string): Date {
  const [year = 0, month = 1, day = 1] = birthDate.split('-').map(Number);
  // Born on 29 February: of age on 1 March, as Date.UTC counts it.
  return new Date(Date.UTC(year + 18, month - 1, day) - 7 * 3_600_000);
}

/** Whether a child's own agreement is asked for beside the parent's: from seven years (Luật 91/2025/QH15). */
export function isAskedHerself(birthDate: string, now: Date): boolean {
  const [year = 0, month = 1, day = 1] = birthDate.split('-').map(Number);
  return now.getTime() >= Date.UTC(year + 7, month - 1, day) - 7 * 3_600_000;
}
