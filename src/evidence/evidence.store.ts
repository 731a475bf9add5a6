import type { ClientSession, Connection } from 'mongoose';
import { isDuplicateKey } from '../platform/mongo-model.js';
import { type EvidenceRecord, makeEvidenceModel } from './evidence.model.js';
import type { EvidenceRequest } from './evidence-request.js';

export type EvidenceStore = ReturnType<typeof makeEvidenceStore>;

/** A request with this id is there already: a retry after a lost answer. */
export class RequestAlreadyThere extends Error {
  override readonly name = 'RequestAlreadyThere';
}

export function makeEvidenceStore(connection: Connection) {
  const model = makeEvidenceModel(connection);
  return {
    /** @throws RequestAlreadyThere */
    async insert({ id, ...rest }: EvidenceRequest, session: ClientSession): Promise<void> {
      try {
        await model.create([{ _id: id, ...rest }], { session });
      } catch (error) {
        if (isDuplicateKey(error)) throw new RequestAlreadyThere();
        throw error;
      }
    },

    async byId(id: string): Promise<EvidenceRequest | null> {
      const found = await model.findById(id).lean<EvidenceRecord>().exec();
      if (!found) return null;
      const { _id, ...rest } = found;
      return { id: _id, ...rest };
    },

    /** What one asker asked for a dossier, newest first. */
    async ofDossier(
      dossierId: string,
      openedBy: EvidenceRequest['openedBy'],
      limit: number,
    ): Promise<EvidenceRequest[]> {
      const found = await model
        .find({ dossierId, 'openedBy.kind': openedBy.kind, 'openedBy.id': openedBy.id })
        .sort({ _id: -1 })
        .limit(limit)
        .lean<EvidenceRecord[]>()
        .exec();
      return found.map(({ _id, ...rest }) => ({ id: _id, ...rest }));
    },
  };
}
