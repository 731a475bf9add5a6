import type { ClientSession, Connection } from 'mongoose';
import type { Clock } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import type { AccessEntry, NewAccess } from './access-entry.js';
import { type AccessRecord, makeAccessLogModel } from './access-log.model.js';

/** The one way to write and read the access log. There is no way to change it. */
export interface AccessLog {
  /**
   * Writes one line with majority and journal. Resolves only when it is durable: callers let nothing out before.
   * With `session` the line becomes durable with that transaction.
   */
  append(entry: NewAccess, session?: ClientSession): Promise<void>;
  /** An owner's lines, newest first: at most `limit + 1`, older than the line `before`. */
  list(query: AccessQuery): Promise<AccessEntry[]>;
  /** One of the owner's own lines. */
  find(ownerId: string, id: string): Promise<AccessEntry | null>;
}

export interface AccessQuery {
  readonly ownerId: string;
  readonly documentId?: string | undefined;
  /** Documents that the owner may not know of yet, so neither of the looks at them. */
  readonly withoutDocuments: readonly string[];
  readonly before?: string | undefined;
  readonly limit: number;
}

export function makeAccessLog({ connection, clock }: { connection: Connection; clock: Clock }): AccessLog {
  const model = makeAccessLogModel(connection);
  // By the driver, under the same write concern: a line is whole and of our own making, and each read of a document waits
  // for one; mongoose's document around it would cost as much again.
  const lines = connection.getClient().db(connection.name).collection<AccessRecord>(model.collection.name);
  return {
    async append(entry, session) {
      const record: AccessRecord = {
        ...none,
        ...entry,
        _id: newId(),
        at: clock.now(),
      };
      await lines.insertOne(record, session ? { session } : {});
    },

    async list({ ownerId, documentId, withoutDocuments, before, limit }) {
      const found = await model
        .find({
          ownerId,
          ...(documentId === undefined ? {} : { documentId }),
          ...(withoutDocuments.length > 0 ? { $nor: [{ documentId: { $in: [...withoutDocuments] } }] } : {}),
          ...(before === undefined ? {} : { _id: { $lt: before } }),
        })
        .sort({ _id: -1 })
        .hint(documentId === undefined ? { ownerId: 1, _id: -1 } : { ownerId: 1, documentId: 1, _id: -1 })
        .limit(limit + 1)
        .lean<AccessRecord[]>()
        .exec();
      return found.map(entryOf);
    },

    async find(ownerId, id) {
      const found = await model.findOne({ _id: id, ownerId }).lean<AccessRecord>().exec();
      return found ? entryOf(found) : null;
    },
  };
}

const none = {
  dossierCode: null,
  procedureCode: null,
  componentCode: null,
  purpose: null,
  basis: null,
  legalGround: null,
  catalogueGround: null,
  consentId: null,
  evidenceRequestId: null,
  documentId: null,
  version: null,
  outcome: 'ALLOWED' as const,
  refusalCode: null,
};

function entryOf({ _id, ...rest }: AccessRecord): AccessEntry {
  return { id: _id, ...rest };
}
