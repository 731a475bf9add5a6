import type { ClientSession, Connection, QueryFilter } from 'mongoose';
import type { Clock } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import type { AccessAction, AccessEntry, NewAccess } from './access-entry.js';
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
  /** Agencies that have lines with an owner, by code; at most 100. */
  agencies(ownerId: string): Promise<string[]>;
  /** One of the owner's own lines. */
  find(ownerId: string, id: string): Promise<AccessEntry | null>;
}

export interface AccessQuery {
  readonly ownerId: string;
  readonly documentId?: string | undefined;
  /** Code of the agency that looked. */
  readonly agency?: string | undefined;
  readonly actions?: readonly AccessAction[] | undefined;
  /** Ids of the first line wanted and of the first line too late, see `idBounds`. */
  readonly least?: string | undefined;
  readonly beyond?: string | undefined;
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

    async list(query) {
      const found = await model
        .find(filterOf(query))
        .sort({ _id: -1 })
        .hint(indexFor(query))
        .limit(query.limit + 1)
        .lean<AccessRecord[]>()
        .exec();
      return found.map(entryOf);
    },

    async agencies(ownerId) {
      // From key to key of the index: as cheap with a million lines as with ten.
      const found = await model
        .aggregate<{ _id: string }>([
          { $match: { ownerId, 'actor.agency': { $gt: '' } } },
          { $sort: { ownerId: 1, 'actor.agency': 1 } },
          { $group: { _id: '$actor.agency' } },
          { $limit: MOST_AGENCIES },
        ])
        .hint({ ownerId: 1, 'actor.agency': 1, _id: -1 })
        .exec();
      return found.map(({ _id }) => _id).toSorted();
    },

    async find(ownerId, id) {
      const found = await model.findOne({ _id: id, ownerId }).lean<AccessRecord>().exec();
      return found ? entryOf(found) : null;
    },
  };
}

const MOST_AGENCIES = 100;

function filterOf(query: AccessQuery): QueryFilter<AccessRecord> {
  const { ownerId, documentId, agency, actions, withoutDocuments, before, least, beyond } = query;
  // Both are ids after which nothing is wanted: the smaller one binds.
  const under = [before, beyond].filter((id) => id !== undefined).toSorted()[0];
  return {
    ownerId,
    ...(documentId === undefined ? {} : { documentId }),
    ...(agency === undefined ? {} : { 'actor.agency': agency }),
    ...(actions === undefined ? {} : { action: { $in: [...actions] } }),
    ...(withoutDocuments.length > 0 ? { $nor: [{ documentId: { $in: [...withoutDocuments] } }] } : {}),
    ...(under === undefined && least === undefined
      ? {}
      : {
          _id: {
            ...(under === undefined ? {} : { $lt: under }),
            ...(least === undefined ? {} : { $gte: least }),
          },
        }),
  };
}

/** Named, so that no filter lets the planner sort in memory: the one that leaves fewest lines to look through. */
function indexFor({ documentId, agency, actions }: AccessQuery): Record<string, 1 | -1> {
  if (documentId !== undefined) return { ownerId: 1, documentId: 1, _id: -1 };
  if (agency !== undefined) return { ownerId: 1, 'actor.agency': 1, _id: -1 };
  if (actions !== undefined) return { ownerId: 1, action: 1, _id: -1 };
  return { ownerId: 1, _id: -1 };
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
