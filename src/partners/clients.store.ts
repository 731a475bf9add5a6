import type { Connection } from 'mongoose';
import type { Client } from './client.js';
import { type ClientRecord, makeClientModel } from './clients.model.js';

/** Where clients are kept. Every process reads the same records: nothing about a client lives in a process alone. */
export interface ClientStore {
  /** Adds a client whose id is new. */
  insert(client: Client): Promise<void>;
  find(clientId: string): Promise<Client | null>;
  /** Newest first. @param after id of the last client seen */
  list(options: { limit: number; after?: string | undefined }): Promise<readonly Client[]>;
  /** The changed client; null when there is none with this id. The same status again changes nothing. */
  setStatus(
    clientId: string,
    status: Client['status'],
    by: { readonly operator: string; readonly at: Date },
  ): Promise<Client | null>;
}

export function makeClientStore(connection: Connection): ClientStore {
  const model = makeClientModel(connection);
  return {
    async insert({ clientId, ...rest }) {
      const record: ClientRecord = { _id: clientId, ...rest, changedAt: null, changedBy: null };
      await model.create(record);
    },
    async find(clientId) {
      const found = await model.findById(clientId).lean<ClientRecord>().exec();
      return found && clientOf(found);
    },
    async list({ limit, after }) {
      const found = await model
        .find(after === undefined ? {} : { _id: { $lt: after } })
        .sort({ _id: -1 })
        .limit(limit)
        .lean<ClientRecord[]>()
        .exec();
      return found.map(clientOf);
    },
    async setStatus(clientId, status, { operator, at }) {
      await model
        .updateOne(
          { _id: clientId, status: { $ne: status } },
          { $set: { status, changedAt: at, changedBy: operator } },
        )
        .exec();
      return this.find(clientId);
    },
  };
}

function clientOf({ _id, changedAt: _at, changedBy: _by, ...rest }: ClientRecord): Client {
  return { clientId: _id, ...rest };
}
