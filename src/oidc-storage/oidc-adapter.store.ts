import { createHash } from 'node:crypto';
import type { Connection } from 'mongoose';
import { type Adapter, type AdapterFactory, type AdapterPayload, errors } from 'oidc-provider';
import { isDuplicateKey } from '../platform/mongo-model.js';
import { makeOidcRecordModel, type OidcRecord } from './oidc-record.model.js';

/** A used `jti` is kept a little longer than the assertion lives, for clocks that differ. */
const REPLAY_MARGIN_SECONDS = 120;

/**
 * What oidc-provider keeps, in MongoDB, so that every process answers alike. Ids are stored hashed.
 * A `jti` is inserted, never overwritten, and a code is consumed by one conditional update: of twenty
 * at once, one wins. A refused `jti` is `invalid_client`, a used code `invalid_grant`.
 * @param prefix names the authorisation server; two servers on one database do not see each other
 */
export function makeOidcAdapter(connection: Connection, prefix: string): AdapterFactory {
  const records = makeOidcRecordModel(connection);

  const findWhere = async (filter: Partial<OidcRecord>, id?: string): Promise<AdapterPayload | undefined> => {
    const found = await records.findOne(filter).lean<OidcRecord>().exec();
    if (!found || (found.expiresAt && found.expiresAt.getTime() <= Date.now())) return undefined;
    // Written by `recordOf` from a payload of the same library.
    const payload = JSON.parse(found.payload) as AdapterPayload;
    return {
      ...(id === undefined ? {} : { jti: id }),
      ...payload,
      ...(found.consumed === null ? {} : { consumed: found.consumed }),
    };
  };

  return (model): Adapter => {
    const space = `${prefix}:${model}`;
    const idOf = (id: string) => `${space}:${createHash('sha256').update(id).digest('hex')}`;

    const recordOf = (id: string, payload: AdapterPayload, expiresIn?: number): OidcRecord => {
      const { jti, consumed: _kept, ...rest } = payload;
      // A session is also found by its uid, and must then know its own id.
      const kept = jti === id && model !== 'Session' ? rest : { ...rest, jti };
      return {
        _id: idOf(id),
        space,
        payload: JSON.stringify(kept),
        consumed: null,
        ...(payload.grantId === undefined ? {} : { grantId: payload.grantId }),
        ...(payload.uid === undefined ? {} : { uid: payload.uid }),
        ...(payload.userCode === undefined ? {} : { userCode: payload.userCode }),
        expiresAt: expiresIn === undefined ? null : new Date(Date.now() + expiresIn * 1000),
      };
    };

    return {
      async upsert(id, payload, expiresIn) {
        if (model === 'ReplayDetection') {
          await insertOnce(recordOf(id, payload, (expiresIn ?? 0) + REPLAY_MARGIN_SECONDS));
          return;
        }
        const { _id, consumed: _once, ...fields } = recordOf(id, payload, expiresIn);
        // `consumed` is not touched: saving again does not make a used code fresh.
        await records
          .updateOne({ _id }, { $set: fields, $setOnInsert: { consumed: null } }, { upsert: true })
          .exec();
      },
      find: (id) => findWhere({ _id: idOf(id) }, id),
      findByUid: (uid) => findWhere({ uid, space }),
      findByUserCode: (userCode) => findWhere({ userCode, space }),
      async consume(id) {
        const consumed = Math.floor(Date.now() / 1000);
        const done = await records
          .updateOne({ _id: idOf(id), consumed: null }, { $set: { consumed } })
          .exec();
        if (done.matchedCount === 0) throw new errors.InvalidGrant('already used');
      },
      async destroy(id) {
        await records.deleteOne({ _id: idOf(id) }).exec();
      },
      async revokeByGrantId(grantId) {
        await records.deleteMany({ grantId, space }).exec();
      },
    };
  };

  async function insertOnce(record: OidcRecord): Promise<void> {
    try {
      await records.create(record);
    } catch (error) {
      if (isDuplicateKey(error)) throw new errors.InvalidClientAuth('jti was used before');
      throw error;
    }
  }
}
