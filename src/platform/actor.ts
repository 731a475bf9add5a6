/** Who acts. Made by authentication alone; every policy decides by it. */
export type Actor = OwnerActor | StaffActor | ClientActor;

/** e-ID account levels 1 and 2 (NĐ 69/2024). */
export type AccountLevel = 1 | 2;
/** Authentication levels 1 to 4 of one sign-in (NĐ 69/2024). */
export type AuthLevel = 1 | 2 | 3 | 4;

export interface OwnerActor {
  readonly kind: 'OWNER';
  /** The person signed in; differs from `ownerId` when she acts for another. */
  readonly id: string;
  /** Whose documents are acted upon. */
  readonly ownerId: string;
  readonly name: string;
  readonly accountLevel: AccountLevel;
  readonly authLevel: AuthLevel;
  /** By what she acts for another; absent when she acts for herself. */
  readonly mandate?: ActiveMandate | undefined;
  /** Name of the owner acted for, when that is another. */
  readonly forName?: string | undefined;
}

export const mandateKinds = [
  'LEGAL_REPRESENTATIVE',
  'HOUSEHOLD_OWNER',
  'DELEGATE',
  'ATTORNEY',
  'PARENT',
] as const;
export type MandateKind = (typeof mandateKinds)[number];

/** A mandate that was found to hold at this request. */
export interface ActiveMandate {
  readonly id: string;
  readonly kind: MandateKind;
  /** Document types that may be seen; null: everything that the owner herself may do. */
  readonly types: readonly string[] | null;
  readonly mayAdd: boolean;
}

/** For whom a person acts. */
export interface ActingFor {
  readonly ownerId: string;
  readonly name: string;
  readonly mandate: ActiveMandate;
}

/** An agency's system or officer as people read it: name, and code of the agency. */
export function nameWithAgency({ name, agency }: { readonly name: string; readonly agency: string }): string {
  return `${name} (${agency})`;
}

/** Whether somebody may do only what a delegation names. */
export function isDelegate(actor: Pick<OwnerActor, 'mandate'>): boolean {
  return (actor.mandate?.types ?? null) !== null;
}

export type StaffRole = 'RECEIVER' | 'PROCESSOR' | 'ADMINISTRATOR' | 'INSPECTOR';

export interface StaffActor {
  readonly kind: 'STAFF';
  /** The staff account: issuer's subject, opaque. */
  readonly id: string;
  readonly name: string;
  readonly position: string;
  readonly roles: readonly StaffRole[];
  /** Agency code of the service centre, like H09.27. */
  readonly agency: string;
}

export type Scope = 'dossiers' | 'evidence' | 'results';

export interface ClientActor {
  readonly kind: 'CLIENT';
  /** The OAuth 2 client_id. */
  readonly id: string;
  readonly name: string;
  /** Agency code, like H09. */
  readonly agency: string;
  readonly scopes: readonly Scope[];
  /** Procedures the client may ask for; null = all. */
  readonly procedures: readonly string[] | null;
  readonly returnUrls: readonly string[];
  readonly tokenExpiresAt: Date;
}
