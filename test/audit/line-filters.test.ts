import { expect } from 'chai';
import type { AccessEntry } from '../../src/audit/access-entry.js';
import { type AccessLog, type AccessQuery, makeAccessLog } from '../../src/audit/access-log.store.js';
import { makeListAccesses, makeListLookingAgencies } from '../../src/audit/list-accesses.js';
import type { OwnerActor } from '../../src/platform/actor.js';
import { vietnamDate } from '../../src/platform/clock.js';
import { syncIndexes } from '../../src/platform/mongo.js';
import { type TestDatabase, testDatabase } from '../support/mongo.js';
import { profiled } from '../support/profile.js';

const actor = {
  kind: 'OWNER',
  id: 'o',
  ownerId: 'o',
  name: 'A',
  accountLevel: 2,
  authLevel: 2,
} as OwnerActor;

describe('looking through the access log', function () {
  this.timeout(30_000);
  let database: TestDatabase;
  let log: AccessLog;
  let lines: AccessEntry[];

  before(async () => {
    database = await testDatabase();
    const { connection } = database;
    log = makeAccessLog({ connection, clock: { now: () => new Date() } });
    await syncIndexes(connection);
    const by = (agency: string | null, client: string | null = null) =>
      ({ kind: 'CLIENT', name: 'Q', position: null, agency, client }) as const;
    for (let round = 0; round < 30; round += 1) {
      const common = { ownerId: 'o', actorId: 'x' };
      await log.append({ ...common, action: 'READ_CONTENT', actor: by('H09', 'Cổng A'), documentId: 'd1' });
      await log.append({ ...common, action: 'LOOK_UP', actor: by('H09.27') });
      await log.append({ ...common, action: 'UPLOAD', actor: by(null), documentId: 'd2' });
      await log.append({ ...common, ownerId: 'other', action: 'UPLOAD', actor: by('H99') });
    }
    await log.append({
      ownerId: 'o',
      actorId: 'x',
      action: 'DEPOSIT',
      actor: by('H10'),
      documentId: 'hidden',
    });
    lines = await log.list({ ownerId: 'o', withoutDocuments: [], limit: 100 });
  });
  after(() => database?.drop());

  const today = vietnamDate(new Date());
  const list = (filter: object) =>
    makeListAccesses({ log, hiddenDocuments: () => Promise.resolve(['hidden']) })({
      actor,
      limit: 100,
      ...filter,
    });

  it('by agency, kind of act, paper and day, and by all at once', async () => {
    const visible = lines.filter((line) => line.documentId !== 'hidden');
    expect((await list({})).items).to.deep.equal(visible);
    expect((await list({ agency: 'H09.27' })).items).to.deep.equal(
      visible.filter((line) => line.action === 'LOOK_UP'),
    );
    expect((await list({ act: 'OPENED' })).items).to.have.length(30);
    expect((await list({ act: 'PUT_IN' })).items.every((line) => line.action === 'UPLOAD')).to.equal(true);
    expect(
      (await list({ documentId: 'd1', agency: 'H09', act: 'OPENED', from: today, to: today })).items,
    ).to.have.length(30);
    expect((await list({ documentId: 'd1', agency: 'H09.27' })).items).to.deep.equal([]);
    expect((await list({ from: '2001-01-01', to: '2001-12-31' })).items).to.deep.equal([]);
    expect((await list({ to: '2001-12-31' })).items).to.deep.equal([]);
    expect((await list({ from: '2199-12-31' })).items).to.deep.equal([]);
  });

  it('names the agencies that looked, by their system; not one whose every line is hidden', async () => {
    const named = makeListLookingAgencies({ log, hiddenDocuments: () => Promise.resolve(['hidden']) });
    expect(await named({ actor })).to.deep.equal([
      { code: 'H09', client: 'Cổng A' },
      { code: 'H09.27', client: null },
    ]);
  });

  const queries: Readonly<Record<string, Partial<AccessQuery>>> = {
    'no filter': {},
    agency: { agency: 'H09.27' },
    'one action': { actions: ['UPLOAD'] },
    'several actions': { actions: ['MANIFEST', 'READ_CONTENT'] },
    paper: { documentId: 'd1' },
    days: { least: '00000000-0000-0000-0000-000000000000', beyond: 'ffffffff-0000-0000-0000-000000000000' },
    everything: { agency: 'H09', actions: ['READ_CONTENT'], documentId: 'd1', before: 'ffffffff' },
  };
  for (const [name, query] of Object.entries(queries)) {
    it(`by ${name} reads an index in its order and no more lines than it gives`, async () => {
      const [plan] = await profiled(database.connection, 'accessLog', () =>
        log.list({ ownerId: 'o', withoutDocuments: [], limit: 4, ...query }),
      );
      expect(plan?.planSummary).to.match(/^IXSCAN { ownerId: 1/);
      expect(plan?.hasSortStage).to.equal(undefined);
      expect(plan?.docsExamined).to.equal(5);
    });
  }

  it('the agencies are read from key to key, not line by line', async () => {
    const [plan] = await profiled(database.connection, 'accessLog', () => log.agencies('o'));
    expect(plan?.planSummary).to.match(/^DISTINCT_SCAN/);
    expect(plan?.keysExamined).to.be.at.most(5);
  });
});
