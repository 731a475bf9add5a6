import type { ClientSession, Connection } from 'mongoose';
import { isDuplicateKey } from '../platform/mongo-model.js';
import { agencyOfDossierCode, rootOf } from './agency-code.js';
import {
  type Citation,
  type Dossier,
  type DossierAlert,
  type DossierResult,
  type DossierStatus,
  MAX_ALERTS,
  MAX_CITATIONS,
  MAX_RESULTS,
  type ResultState,
} from './dossier.js';
import { type DossierRecord, makeDossierModel } from './dossiers.model.js';

export type DossiersStore = ReturnType<typeof makeDossiersStore>;

export function makeDossiersStore(connection: Connection) {
  const model = makeDossierModel(connection);

  return {
    /** False when the code is taken within its root agency. */
    async insert(dossier: Dossier): Promise<boolean> {
      const { id, ...rest } = dossier;
      try {
        await model.create({ _id: id, ...rest, resultCount: 0 });
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },

    async byCode(rootAgency: string, code: string): Promise<Dossier | null> {
      return one(await model.findOne({ rootAgency, code }).lean<DossierRecord>().exec());
    },

    async byId(id: string): Promise<Dossier | null> {
      return one(await model.findById(id).lean<DossierRecord>().exec());
    },

    /** A centre's dossiers, newest first: at most `limit + 1`. */
    async ofCentre(
      centre: string,
      open: boolean,
      before: string | undefined,
      limit: number,
    ): Promise<Dossier[]> {
      const found = await model
        .find({ centre, open, ...(before === undefined ? {} : { _id: { $lt: before } }) })
        .sort({ _id: -1 })
        .limit(limit + 1)
        .lean<DossierRecord[]>()
        .exec();
      return found.map(dossierOf);
    },

    /** Puts right what was typed of the owner; null when the dossier is closed. */
    async setTypedOwner(
      id: string,
      ownerName: string | null,
      ownerBirthDate: string | null,
    ): Promise<Dossier | null> {
      return one(
        await model
          .findOneAndUpdate(
            { _id: id, open: true },
            { $set: { ownerName, ownerBirthDate } },
            { returnDocument: 'after' },
          )
          .lean<DossierRecord>()
          .exec(),
      );
    },

    /** Null when it is closed. */
    async setStatus(
      id: string,
      status: DossierStatus,
      open: boolean,
      session: ClientSession,
    ): Promise<Dossier | null> {
      return one(
        await model
          .findOneAndUpdate(
            { _id: id, open: true },
            { $set: { status, open } },
            { session, returnDocument: 'after' },
          )
          .lean<DossierRecord>()
          .exec(),
      );
    },

    /** Null when the dossier is closed, full, or holds this very citation already. */
    async pushCitation(id: string, citation: Citation, session: ClientSession): Promise<Dossier | null> {
      const { evidenceRequestId, documentId, version, sha256 } = citation;
      return one(
        await model
          .findOneAndUpdate(
            {
              _id: id,
              open: true,
              [`citations.${MAX_CITATIONS - 1}`]: { $exists: false },
              citations: { $not: { $elemMatch: { evidenceRequestId, documentId, version, sha256 } } },
            },
            { $push: { citations: citation } },
            { session, returnDocument: 'after' },
          )
          .lean<DossierRecord>()
          .exec(),
      );
    },

    /** Numbers the next result of a dossier; null when it has too many. */
    async nextResultNumber(id: string, session: ClientSession): Promise<number | null> {
      const found = await model
        .findOneAndUpdate(
          { _id: id, resultCount: { $lt: MAX_RESULTS } },
          { $inc: { resultCount: 1 } },
          { session, returnDocument: 'after' },
        )
        .lean<DossierRecord>()
        .exec();
      return found?.resultCount ?? null;
    },

    async pushResult(id: string, result: DossierResult, session: ClientSession): Promise<void> {
      await model.updateOne({ _id: id }, { $push: { results: result } }, { session }).exec();
    },

    async setResultState(
      id: string,
      resultCode: string,
      state: ResultState,
      session: ClientSession,
    ): Promise<void> {
      await model
        .updateOne(
          { _id: id, 'results.resultCode': resultCode },
          { $set: { 'results.$.state': state } },
          { session },
        )
        .exec();
    },

    /** Alerts open dossiers that cite a document; closed ones are never touched. */
    /** Tells the dossier that a document is a result of. */
    async alertOrigin(code: string, alert: DossierAlert, session: ClientSession): Promise<void> {
      const agency = agencyOfDossierCode(code);
      if (agency === null) return;
      await model
        .updateOne(
          { rootAgency: rootOf(agency), code },
          { $push: { alerts: { $each: [alert], $slice: -MAX_ALERTS } } },
          { session },
        )
        .exec();
    },

    async alertCiting(alert: DossierAlert, session: ClientSession): Promise<void> {
      await model
        .updateMany(
          { 'citations.documentId': alert.documentId, open: true },
          { $push: { alerts: { $each: [alert], $slice: -MAX_ALERTS } } },
          { session },
        )
        .exec();
    },
  };
}

function one(record: DossierRecord | null): Dossier | null {
  return record ? dossierOf(record) : null;
}

function dossierOf({ _id, resultCount: _count, ...rest }: DossierRecord): Dossier {
  return { id: _id, ...rest };
}
