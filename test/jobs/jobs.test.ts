import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { type Job, makeJobLeases, runJobs } from '../../src/jobs/index.js';
import { systemClock } from '../../src/platform/clock.js';
import { makeLogger } from '../../src/platform/logger.js';
import { type Connection, connectMongo } from '../../src/platform/mongo.js';
import { type TestDatabase, testDatabase } from '../support/mongo.js';

const logger = makeLogger('silent');

describe('recurring jobs', function () {
  this.timeout(30_000);
  let database: TestDatabase;
  let other: Connection;

  beforeEach(async () => {
    database = await testDatabase();
    other = await connectMongo(database.uri, database.name);
  });
  afterEach(async () => {
    await other.close();
    await database.drop();
  });

  const start = (connection: Connection, jobs: Record<string, Job>, leaseMs = 600) =>
    runJobs({ leases: makeJobLeases(connection), jobs, clock: systemClock, logger, leaseMs, pollMs: 40 });

  it('two processes run a job once each time round, also one longer than its lease', async () => {
    let now = 0;
    let most = 0;
    let runs = 0;
    const job: Job = {
      everyMs: 300,
      run: async () => {
        now += 1;
        most = Math.max(most, now);
        await wait(1500);
        now -= 1;
        runs += 1;
        return 1;
      },
    };
    const both = [start(database.connection, { long: job }), start(other, { long: job })];
    await wait(4200);
    await Promise.all(both.map((one) => one.stop()));
    expect(most).to.equal(1);
    expect(runs).to.be.within(2, 3);
  });

  it('a failing job is tried again, after a growing pause', async () => {
    const at: number[] = [];
    const job: Job = {
      everyMs: 100,
      run: () => {
        at.push(Date.now());
        return at.length < 4 ? Promise.reject(new Error('not yet')) : Promise.resolve(1);
      },
    };
    const running = start(database.connection, { failing: job });
    while (at.length < 4) await wait(20);
    await running.stop();
    const [first = 0, second = 0, third = 0, fourth = 0] = at;
    expect(fourth - third).to.be.greaterThan((second - first) * 1.5);
    expect(await makeJobLeases(database.connection).failuresOf('failing')).to.equal(0);
  });

  it('stopping waits for the run under way and tells it', async () => {
    let told = false;
    let ended = false;
    const job: Job = {
      everyMs: 60_000,
      run: async (signal) => {
        await wait(10_000, undefined, { signal }).catch(() => {
          told = true;
        });
        await wait(100);
        ended = true;
        return 0;
      },
    };
    const running = start(database.connection, { slow: job });
    await wait(300);
    await running.stop();
    expect([told, ended]).to.deep.equal([true, true]);
  });

  it('a job whose process died is taken over when its lease has run out', async () => {
    const dead = makeJobLeases(other);
    const now = new Date();
    await dead.ensure('orphan', now);
    expect(
      await dead.take('orphan', 'a process that is no more', now, new Date(now.getTime() + 500)),
    ).to.equal(true);
    const ran = { at: 0 };
    const running = start(database.connection, {
      orphan: {
        everyMs: 60_000,
        run: async () => {
          ran.at = Date.now();
          return 0;
        },
      },
    });
    while (ran.at === 0) await wait(20);
    await running.stop();
    expect(ran.at - now.getTime()).to.be.within(500, 3000);
  });
});
