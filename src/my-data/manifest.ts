export const MY_DATA_FORMAT = 'motlan-my-data';
/** Raised when a reader of today could misread what is written. */
export const MY_DATA_FORMAT_VERSION = 1;

/** A file of the package, with what it must hash to. */
export interface PackedFile {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly documentId?: string;
  readonly version?: number;
}

/** A version's bytes that are not in the package, and why. */
export interface LeftOut {
  readonly documentId: string;
  readonly version: number;
  readonly fileName: string;
  readonly reason: LeftOutReason;
  /** Given when the file is there, but cut: its stored object broke off while it was being packed. */
  readonly cutFile?: string;
}

/**
 * NOT_SCANNED: waits for the malware scan. INFECTED: malware was found. DAMAGED: the stored bytes are not those that were
 * put in. UNAVAILABLE: the store did not answer.
 */
export type LeftOutReason = 'NOT_SCANNED' | 'INFECTED' | 'DAMAGED' | 'UNAVAILABLE';

/** The last file of a package: without it the package is not whole. */
export interface Manifest {
  readonly format: typeof MY_DATA_FORMAT;
  readonly formatVersion: typeof MY_DATA_FORMAT_VERSION;
  readonly ownerId: string;
  readonly exportedAt: string;
  readonly counts: { readonly documents: number; readonly files: number; readonly leftOut: number };
  readonly files: readonly PackedFile[];
  readonly leftOut: readonly LeftOut[];
}
