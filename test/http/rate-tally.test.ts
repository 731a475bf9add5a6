import { expect } from 'chai';
import { makeRateLimits, RateExceeded, syncRateLimitIndexes } from '../../src/http/rate-limits.store.js';
import { type TestDatabase, testDatabase } from '../support/mongo.js';

const policy = { limit: 300, windowSeconds: 60 };
const policies = {
  calls: policy,
  uploads: policy,
  tokens: policy,
  signIns: policy,
  exports: policy,
  codes: policy,
};

describe('rate limits far from the limit', function () {
  this.timeout(30_000);
  let database: TestDatabase;

  before(async () => {
    database = await testDatabase();
    await syncRateLimitIndexes(database.connection);
  });
  after(() => database.drop());

  const limiter = () => makeRateLimits({ connection: database.connection, policies });
  const countedFor = async (key: string): Promise<number> => {
    const client = database.connection.getClient();
    const record = await client
      .db(database.name)
      .collection('rateLimits')
      .findOne({ key: `calls:${key}` });
    return Number(record?.['points'] ?? 0);
  };

  it('calls of a tenth of a second are told to the database in one go, none is lost', async () => {
    const limits = limiter();
    const states = [];
    for (let call = 0; call < 100; call += 1) states.push(await limits.count('calls', 'a'));
    expect(states.map((state) => state.remaining)).to.deep.equal(
      Array.from({ length: 100 }, (_, call) => 299 - call),
    );
    expect(await countedFor('a')).to.be.lessThan(100);
    while ((await countedFor('a')) < 100) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await countedFor('a')).to.equal(100);
  });

  it('near the limit each call asks: of 400 at two processes exactly 300 pass', async () => {
    const processes = [limiter(), limiter()];
    let passed = 0;
    for (let call = 0; call < 400; call += 1) {
      try {
        await processes[call % 2]?.count('calls', 'b');
        passed += 1;
      } catch (error) {
        expect(error).to.be.instanceOf(RateExceeded);
      }
      // As calls come in over time: faster than half a limit in a tenth of a second none does.
      if (call % 50 === 49) await new Promise((resolve) => setTimeout(resolve, 120));
    }
    expect(passed).to.equal(300);
  });
});
