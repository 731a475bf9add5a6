import { expect } from 'chai';
import { inTransaction } from '../../src/platform/in-transaction.js';
import { connectMongo } from '../../src/platform/mongo.js';
import { type TestDatabase, testDatabase } from '../support/mongo.js';

describe('a transaction whose process was killed in the middle', function () {
  this.timeout(30_000);
  let database: TestDatabase;
  before(async () => {
    database = await testDatabase();
  });
  after(() => database?.drop());

  it('keeps others from its records for seconds, not for a minute', async () => {
    const { connection } = database;
    const quotas = connection.collection<{ _id: string; used: number }>('quotas');
    await quotas.insertOne({ _id: 'a', used: 0 });
    const dead = await connectMongo(database.uri, database.name);
    const session = await dead.startSession();
    session.startTransaction();
    await dead
      .collection<{ _id: string }>('quotas')
      .updateOne({ _id: 'a' }, { $inc: { used: 5 } }, { session });
    // To the server a process that says nothing more is as one that was killed: it is told of no end.
    const begun = Date.now();
    const spend = () =>
      inTransaction(connection, (own) =>
        quotas.updateOne({ _id: 'a' }, { $inc: { used: 1 } }, { session: own }),
      );
    for (;;) {
      const done = await spend().catch((error: unknown) => {
        if (Date.now() - begun > 20_000) throw error;
        return null;
      });
      if (done) break;
    }
    expect(Date.now() - begun).to.be.within(3000, 12_000);
    expect(await quotas.findOne({ _id: 'a' })).to.include({ used: 1 });
    const late = await session.commitTransaction().then(
      () => null,
      (error: unknown) => error,
    );
    expect(late, 'a process that had only stood still is told').to.have.property(
      'codeName',
      'NoSuchTransaction',
    );
    await dead.destroy(true);
  });
});
