import { mayBeReadByOthers, type OwnerQuota, type StoredDocument } from '../documents/index.js';
import { confirmedIdentities, fitsIdentities, type IdentityFeature } from '../identity/index.js';
import type { Config } from '../platform/config.js';

/** Whether a document may be offered in an answer to a consent request. */
export function canBeShared(document: StoredDocument): boolean {
  try {
    mayBeReadByOthers(document);
    return true;
  } catch {
    return false;
  }
}

/** Whether a name and birth date that somebody typed fit the e-ID's, as far as they are known. */
export function makeIdentityFits(identity: IdentityFeature) {
  return async (
    ownerId: string,
    typed: { readonly name: string | null; readonly birthDate: string | null },
  ) => {
    const owner = await identity.findOwnerById(ownerId);
    return owner === null || fitsIdentities(typed, confirmedIdentities(owner));
  };
}

/** An owner's space, as documents count it: what identity keeps, within the limits of the settings. */
export function ownerQuota(identity: IdentityFeature, { quota: limits }: Config): OwnerQuota {
  return {
    read: async (ownerId) => ({
      ...(await identity.quota.read(ownerId)),
      limitBytes: limits.bytes,
      limitDocuments: limits.documents,
    }),
    hasRoom: async (ownerId, { bytes, documents }) => {
      const used = await identity.quota.read(ownerId);
      return used.usedBytes + bytes <= limits.bytes && used.usedDocuments + documents <= limits.documents;
    },
    reserve: (ownerId, use, session) =>
      identity.quota.reserve({
        ownerId,
        ...use,
        session,
        limitBytes: limits.bytes,
        limitDocuments: limits.documents,
      }),
    release: (ownerId, use, session) => identity.quota.release({ ownerId, ...use, session }),
  };
}
