import { expect } from 'chai';
import { makeOwnersStore } from '../../src/identity/owners.store.js';
import { makeQuota } from '../../src/identity/quota.store.js';
import { newId } from '../../src/platform/ids.js';
import { inTransaction } from '../../src/platform/in-transaction.js';
import { syncIndexes } from '../../src/platform/mongo.js';
import { type TestDatabase, testDatabase } from '../support/mongo.js';

describe('the quota of an owner', () => {
  let database: TestDatabase;
  let quota: ReturnType<typeof makeQuota>;
  let ownerId: string;
  const limits = { limitBytes: 1000, limitDocuments: 10 };

  before(async () => {
    database = await testDatabase();
    quota = makeQuota(database.connection);
    await syncIndexes(database.connection);
  });
  after(() => database.drop());
  beforeEach(async () => {
    const id = newId();
    const value = id.replaceAll('-', '').slice(-20).toUpperCase();
    const owner = await makeOwnersStore(database.connection).findOrInsert({
      id,
      key: { kind: 'ORG_CODE', value },
      name: null,
      birthDate: null,
      source: 'DOSSIER',
      at: new Date(),
    });
    ownerId = owner.id;
  });

  it('lets exactly ten of twenty uploads at once through where ten fit, by number and by bytes', async () => {
    for (const bytes of [1, 100]) {
      const taken = await Promise.all(
        Array.from({ length: 20 }, () => quota.reserve({ ownerId, bytes, documents: 1, ...limits })),
      );
      expect(taken.filter(Boolean)).to.have.length(10);
      expect(await quota.read(ownerId)).to.deep.equal({ usedBytes: 10 * bytes, usedDocuments: 10 });
      await quota.release({ ownerId, bytes: 10 * bytes, documents: 10 });
    }
  });

  it('allows the last byte and refuses one more', async () => {
    expect(await quota.reserve({ ownerId, bytes: 1000, documents: 1, ...limits })).to.equal(true);
    expect(await quota.reserve({ ownerId, bytes: 1, documents: 0, ...limits })).to.equal(false);
    expect(await quota.reserve({ ownerId, bytes: 0, documents: 1, ...limits })).to.equal(true);
  });

  it('never falls below nothing', async () => {
    await quota.reserve({ ownerId, bytes: 10, documents: 1, ...limits });
    await quota.release({ ownerId, bytes: 50, documents: 3 });
    expect(await quota.read(ownerId)).to.deep.equal({ usedBytes: 0, usedDocuments: 0 });
  });

  it('is not taken when the transaction around it fails', async () => {
    const failed = await inTransaction(database.connection, async (session) => {
      expect(await quota.reserve({ ownerId, bytes: 500, documents: 1, ...limits, session })).to.equal(true);
      expect(await quota.read(ownerId, session)).to.deep.equal({ usedBytes: 500, usedDocuments: 1 });
      throw new Error('the record was not written');
    }).catch((error: unknown) => error);
    expect(failed).to.be.an('error');
    expect(await quota.read(ownerId)).to.deep.equal({ usedBytes: 0, usedDocuments: 0 });
  });

  it('gives back inside a transaction', async () => {
    await quota.reserve({ ownerId, bytes: 500, documents: 1, ...limits });
    await inTransaction(database.connection, (session) =>
      quota.release({ ownerId, bytes: 500, documents: 1, session }),
    );
    expect(await quota.read(ownerId)).to.deep.equal({ usedBytes: 0, usedDocuments: 0 });
  });

  it('of an unknown owner is nothing, and nothing can be taken', async () => {
    expect(await quota.reserve({ ownerId: 'nobody', bytes: 1, documents: 1, ...limits })).to.equal(false);
    expect(await quota.read('nobody')).to.deep.equal({ usedBytes: 0, usedDocuments: 0 });
  });
});
