import type { ClientSession, Model } from 'mongoose';
import type { ScanResult, StoredDocument } from './document.js';
import { documentOf } from './document-record.js';
import { type DocumentRecord } from './documents.model.js';

/** What jobs find and settle: objects to remove, versions to scan. */
export function documentUpkeep(model: Model<DocumentRecord>) {
  return {
    async pendingRemovals(limit: number): Promise<StoredDocument[]> {
      const found = await model
        .find({ pendingRemoval: true })
        .sort({ pendingRemoval: 1, _id: 1 })
        .limit(limit)
        .lean<DocumentRecord[]>()
        .exec();
      return found.map(documentOf);
    },

    /** The objects are gone: what stays is a tombstone with hashes and times. */
    async reduceToTombstone(id: string): Promise<void> {
      await model
        .updateOne(
          { _id: id, status: 'DELETED' },
          {
            $set: {
              title: '',
              titleFolded: '',
              number: null,
              issuer: null,
              'versions.$[].fileName': '',
              // No object is left, so nothing refers to its key any more.
              'versions.$[].keyId': '',
            },
            $unset: { pendingRemoval: 1 },
          },
        )
        .exec();
    },

    async pendingScans(limit: number, after = ''): Promise<StoredDocument[]> {
      const found = await model
        .find({ pendingScan: true, _id: { $gt: after } })
        .sort({ pendingScan: 1, _id: 1 })
        .limit(limit)
        .lean<DocumentRecord[]>()
        .exec();
      return found.map(documentOf);
    },

    async endingOn(
      day: string,
      { after, limit }: { readonly after: string; readonly limit: number },
    ): Promise<StoredDocument[]> {
      const found = await model
        .find({ validTo: day, shown: true, status: 'VALID', _id: { $gt: after } })
        .sort({ _id: 1 })
        .limit(limit)
        .hint({ validTo: 1, _id: 1 })
        .lean<DocumentRecord[]>()
        .exec();
      return found.map(documentOf);
    },

    async setScan(id: string, version: number, scan: ScanResult, session: ClientSession): Promise<void> {
      await model
        .updateOne(
          { _id: id, versions: { $elemMatch: { version, 'scan.state': 'NOT_SCANNED' } } },
          { $set: { 'versions.$.scan': scan } },
          { session },
        )
        .exec();
      await model
        .updateOne(
          { _id: id, 'versions.scan.state': { $ne: 'NOT_SCANNED' } },
          { $unset: { pendingScan: 1 } },
          { session },
        )
        .exec();
    },
  };
}
