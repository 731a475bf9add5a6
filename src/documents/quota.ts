import type { ClientSession } from 'mongoose';

export interface QuotaView {
  readonly usedBytes: number;
  readonly limitBytes: number;
  readonly usedDocuments: number;
  readonly limitDocuments: number;
}

/** The space an owner's own uploads may take. Given by the feature that keeps owners. */
export interface OwnerQuota {
  read(ownerId: string): Promise<QuotaView>;
  /** A look before the work is done; `reserve` decides. */
  hasRoom(ownerId: string, use: { bytes: number; documents: number }): Promise<boolean>;
  /** False when it would pass a limit: then nothing is changed. */
  reserve(
    ownerId: string,
    use: { bytes: number; documents: number },
    session: ClientSession,
  ): Promise<boolean>;
  release(ownerId: string, use: { bytes: number; documents: number }, session: ClientSession): Promise<void>;
}
