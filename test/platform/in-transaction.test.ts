import { expect } from 'chai';
import { inTransaction } from '../../src/platform/in-transaction.js';
import { syncIndexes } from '../../src/platform/mongo.js';
import { defineModel } from '../../src/platform/mongo-model.js';
import { type TestDatabase, testDatabase } from '../support/mongo.js';

interface Counter {
  _id: string;
  value: number;
}

describe('a transaction', () => {
  let database: TestDatabase;
  const counters = () =>
    defineModel<Counter>(database.connection, 'counters', { _id: String, value: Number }, () => undefined);
  let model: ReturnType<typeof counters>;
  before(async function () {
    this.timeout(60_000);
    database = await testDatabase();
    model = counters();
    await syncIndexes(database.connection);
  });
  after(() => database.drop());
  beforeEach(async () => {
    await model.deleteMany({});
    await model.create({ _id: 'a', value: 0 });
  });

  it('leaves nothing when its work throws', async () => {
    const refused = new Error('refused');
    const fault = await inTransaction(database.connection, async (session) => {
      await model.updateOne({ _id: 'a' }, { $inc: { value: 1 } }, { session }).exec();
      throw refused;
    }).catch((error: unknown) => error);
    expect(fault).to.equal(refused);
    expect(await model.findById('a').lean().exec()).to.have.property('value', 0);
  });

  it('gives what its work gives, and its writes are there', async () => {
    const result = await inTransaction(database.connection, async (session) => {
      await model.create([{ _id: 'b', value: 2 }], { session });
      await model.updateOne({ _id: 'a' }, { $inc: { value: 1 } }, { session }).exec();
      return 'done';
    });
    expect(result).to.equal('done');
    expect(await model.countDocuments({}).exec()).to.equal(2);
  });

  it('is repeated when others are in its way: no count is lost', async () => {
    let runs = 0;
    await Promise.all(
      Array.from({ length: 4 }, () =>
        inTransaction(database.connection, async (session) => {
          runs += 1;
          const found = await model.findById('a').session(session).lean<Counter>().exec();
          await new Promise((resolve) => setTimeout(resolve, 10));
          await model
            .updateOne({ _id: 'a' }, { $set: { value: (found?.value ?? 0) + 1 } }, { session })
            .exec();
        }),
      ),
    );
    expect(await model.findById('a').lean().exec()).to.have.property('value', 4);
    expect(runs).to.be.greaterThan(4);
  });

  it('gives up after thirty tries when the way stays barred', async () => {
    let runs = 0;
    const blocker = await database.connection.startSession();
    blocker.startTransaction();
    await model.updateOne({ _id: 'a' }, { $inc: { value: 1 } }, { session: blocker }).exec();
    const fault = await inTransaction(database.connection, async (session) => {
      runs += 1;
      await model.updateOne({ _id: 'a' }, { $inc: { value: 1 } }, { session }).exec();
    }).catch((error: unknown) => error);
    await blocker.abortTransaction();
    await blocker.endSession();
    expect(fault).to.have.property('codeName', 'WriteConflict');
    expect(runs).to.equal(30);
  });
});
