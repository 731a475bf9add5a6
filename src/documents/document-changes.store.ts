import type { ClientSession, Model } from 'mongoose';
import { fold } from '../platform/fold.js';
import { isDuplicateKey } from '../platform/mongo-model.js';
import type { ComparedBy, DocumentFacts, DocumentVersion, StoredDocument } from './document.js';
import { documentOf, one } from './document-record.js';
import { type DocumentRecord, UNIQUE_LIVING_HASH } from './documents.model.js';
import { SameBytes } from './same-bytes.js';

/** What owners, clerks and citations change: conditions stand in the filters. */
export function documentChanges(model: Model<DocumentRecord>) {
  return {
    /** Null unless `currentVersion` is still the one before. @throws SameBytes */
    async pushVersion(
      where: { readonly ownerId: string; readonly id: string },
      version: DocumentVersion,
      session: ClientSession,
    ): Promise<StoredDocument | null> {
      try {
        return one(
          await model
            .findOneAndUpdate(
              {
                _id: where.id,
                ownerId: where.ownerId,
                currentVersion: version.version - 1,
                livingUpload: true,
              },
              {
                $push: { versions: version },
                $set: {
                  currentVersion: version.version,
                  ...(version.scan.state === 'NOT_SCANNED' ? { pendingScan: true } : {}),
                },
              },
              { session, returnDocument: 'after' },
            )
            .lean<DocumentRecord>()
            .exec(),
        );
      } catch (error) {
        if (isDuplicateKey(error, UNIQUE_LIVING_HASH)) throw new SameBytes();
        throw error;
      }
    },

    async setTitle(ownerId: string, id: string, title: string): Promise<StoredDocument | null> {
      return one(
        await model
          .findOneAndUpdate(
            { _id: id, ownerId, shown: true },
            { $set: { title, titleFolded: fold(title) } },
            { returnDocument: 'after' },
          )
          .lean<DocumentRecord>()
          .exec(),
      );
    },

    /** Null once someone vouches for the facts. */
    async setFacts(
      ownerId: string,
      id: string,
      change: { readonly title: string; readonly facts: DocumentFacts; readonly revision: number },
      session: ClientSession,
    ): Promise<StoredDocument | null> {
      return one(
        await model
          .findOneAndUpdate(
            {
              _id: id,
              ownerId,
              livingUpload: true,
              factsRevision: change.revision,
              'versions.comparedBy.officerId': { $exists: false },
            },
            {
              $set: { ...change.facts, title: change.title, titleFolded: fold(change.title) },
              $inc: { factsRevision: 1 },
            },
            { returnDocument: 'after', session },
          )
          .lean<DocumentRecord>()
          .exec(),
      );
    },

    /** Null when the version is gone or its facts changed since `revision`. */
    async setCompared(
      where: { readonly id: string; readonly version: number; readonly revision: number },
      comparedBy: ComparedBy,
      raise: boolean,
      session: ClientSession,
    ): Promise<StoredDocument | null> {
      return one(
        await model
          .findOneAndUpdate(
            {
              _id: where.id,
              status: 'VALID',
              shown: true,
              factsRevision: where.revision,
              'versions.version': where.version,
            },
            {
              $set: {
                'versions.$.comparedBy': comparedBy,
                ...(raise ? { 'versions.$.trustClass': 'PHOTO_COMPARED' } : {}),
              },
            },
            { session, returnDocument: 'after' },
          )
          .lean<DocumentRecord>()
          .exec(),
      );
    },

    /** Counts a citation by an open dossier; false when the document is deleted, revoked or held back. */
    async countCitation(id: string, session: ClientSession): Promise<boolean> {
      const found = await model
        .updateOne(
          { _id: id, status: 'VALID', shown: true, deletedAt: null },
          { $inc: { 'citations.open': 1 } },
          { session },
        )
        .exec();
      return found.matchedCount === 1;
    },

    /** A dossier that cites these documents was closed. One entry per citation. */
    async closeCitations(ids: readonly string[], session: ClientSession): Promise<void> {
      for (const id of ids) {
        await model
          .updateOne({ _id: id }, { $inc: { 'citations.open': -1, 'citations.closed': 1 } }, { session })
          .exec();
      }
    },

    /** Removes an own upload from its owner's sight, unless an open dossier cites it. Null when it cannot be. */
    async markDeleted(
      ownerId: string,
      id: string,
      at: Date,
      session: ClientSession,
    ): Promise<StoredDocument | null> {
      const living = { _id: id, ownerId, shown: true, source: 'OWN_UPLOAD' as const, 'citations.open': 0 };
      const gone = { shown: false, deletedAt: at };
      const removed = await model
        .findOneAndUpdate(
          { ...living, 'citations.closed': 0 },
          {
            $set: { ...gone, status: 'DELETED', pendingRemoval: true },
            $unset: { livingUpload: 1, pendingScan: 1 },
          },
          { session, returnDocument: 'after' },
        )
        .lean<DocumentRecord>()
        .exec();
      if (removed) return documentOf(removed);
      return one(
        await model
          .findOneAndUpdate(
            { ...living, 'citations.closed': { $gt: 0 } },
            { $set: gone, $unset: { livingUpload: 1 } },
            { session, returnDocument: 'after' },
          )
          .lean<DocumentRecord>()
          .exec(),
      );
    },
  };
}
