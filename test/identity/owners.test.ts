import { expect } from 'chai';
import { makeConfirmIdentity } from '../../src/identity/confirm-identity.js';
import { makeFindOrCreateOwner } from '../../src/identity/find-or-create-owner.js';
import { confirmedIdentities, type Identity, type Owner } from '../../src/identity/index.js';
import { makeOwnersStore } from '../../src/identity/owners.store.js';
import { newId } from '../../src/platform/ids.js';
import { syncIndexes } from '../../src/platform/mongo.js';
import { type TestDatabase, testDatabase } from '../support/mongo.js';

function personal(value: string) {
  return { kind: 'PERSONAL_ID', value } as const;
}

let count = 0;
/** A personal ID that no other test uses. */
function freshId(): string {
  count += 1;
  return `999190${String(count).padStart(6, '0')}`;
}

describe('owners', () => {
  let database: TestDatabase;
  let owners: ReturnType<typeof makeOwnersStore>;
  let findOrCreate: ReturnType<typeof makeFindOrCreateOwner>;
  let told: { ownerId: string; identities: readonly Identity[] }[] = [];
  let confirm: ReturnType<typeof makeConfirmIdentity>;
  let now = new Date('2026-11-25T00:00:00Z');
  const clock = {
    now: () => {
      now = new Date(now.getTime() + 1000);
      return now;
    },
  };

  before(async () => {
    database = await testDatabase();
    owners = makeOwnersStore(database.connection);
    await syncIndexes(database.connection);
    findOrCreate = makeFindOrCreateOwner({ owners, clock, newId });
    confirm = makeConfirmIdentity({
      owners,
      findOrCreateOwner: findOrCreate,
      onIdentityConfirmed: (confirmed) => {
        told.push(confirmed);
        return Promise.resolve();
      },
      clock,
    });
  });
  after(() => database.drop());
  beforeEach(() => {
    told = [];
  });

  const signIn = (personalId: string, name: string, birthDate: string | null = '1990-03-15') =>
    confirm({ personalId, name, birthDate, accountLevel: 2, technicalId: null });

  it('are one when twenty calls make the same at once', async () => {
    const value = freshId();
    const all = await Promise.all(
      Array.from({ length: 20 }, () => findOrCreate({ key: personal(value), source: 'DOSSIER' })),
    );
    expect(new Set(all.map((owner) => owner.id)).size).to.equal(1);
    expect(await database.connection.collection('owners').countDocuments({ 'keys.value': value })).to.equal(
      1,
    );
  });

  it('are one when a dossier and a sign-in make the same at once, and the e-ID’s name stands', async () => {
    const value = freshId();
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        index % 2 === 0
          ? signIn(value, 'Lý Thị Thật')
          : findOrCreate({ key: personal(value), name: 'Lý Thị Gõ', source: 'DOSSIER' }),
      ),
    );
    expect(new Set(all.map((owner) => owner.id)).size).to.equal(1);
    const owner = await owners.findByKey(personal(value));
    expect(owner).to.include({ name: 'Lý Thị Thật', confirmed: true });
    const confirmed = owner?.identities.filter((one) => one.source === 'E_ID') ?? [];
    expect(confirmed, 'one entry, whatever the number of sign-ins').to.have.length(1);
  });

  it('are different for the same number of another kind or country', async () => {
    const ids = new Set<string>();
    for (const key of [
      { kind: 'OLD_ID', value: '999000222' },
      { kind: 'ORG_CODE', value: '999000222' },
      { kind: 'PASSPORT', value: '999000222', country: 'LAO' },
      { kind: 'PASSPORT', value: '999000222', country: 'KHM' },
    ] as const) {
      ids.add((await findOrCreate({ key, source: 'DOSSIER' })).id);
    }
    expect(ids.size).to.equal(4);
  });

  it('keep the first name that was told before any sign-in, and take one when there was none', async () => {
    const value = freshId();
    expect((await findOrCreate({ key: personal(value), source: 'DOSSIER' })).name).to.equal(null);
    const named = await findOrCreate({ key: personal(value), name: 'Lê Văn Một', source: 'RESULT' });
    expect(named).to.include({ name: 'Lê Văn Một', confirmed: false });
    const other = await findOrCreate({ key: personal(value), name: 'Lê Văn Hai', source: 'DOSSIER' });
    expect(other).to.include({ id: named.id, name: 'Lê Văn Một' });
    expect(confirmedIdentities(other)).to.deep.equal([]);
  });

  it('lose a typed name to the e-ID’s, and the history says who told what and when', async () => {
    const value = freshId();
    await findOrCreate({
      key: personal(value),
      name: 'Nguyễn Thị Sai',
      birthDate: '1991-01-01',
      source: 'DOSSIER',
    });
    const owner: Owner = await signIn(value, 'Nguyễn Thị Đúng');
    expect(owner).to.include({ name: 'Nguyễn Thị Đúng', birthDate: '1990-03-15', confirmed: true });
    expect(owner.identities.map(({ name, source }) => ({ name, source }))).to.deep.equal([
      { name: 'Nguyễn Thị Sai', source: 'DOSSIER' },
      { name: 'Nguyễn Thị Đúng', source: 'E_ID' },
    ]);
    const [first, second] = owner.identities;
    expect(first?.at.getTime()).to.be.lessThan(second?.at.getTime() ?? 0);
    const later = await findOrCreate({ key: personal(value), name: 'Nguyễn Thị Sai', source: 'DOSSIER' });
    expect(later).to.include({ name: 'Nguyễn Thị Đúng', confirmed: true });
  });

  it('tell at each sign-in what the e-ID confirmed: today’s identity first, earlier ones after, typed ones never', async () => {
    const value = freshId();
    await findOrCreate({ key: personal(value), name: 'Tên Gõ Tay', source: 'RESULT' });
    const { id } = await signIn(value, 'Tên Cũ');
    await signIn(value, 'Tên Cũ');
    await signIn(value, 'Tên Mới');
    await signIn(value, 'Tên Cũ');
    expect(told.map((one) => one.ownerId)).to.deep.equal([id, id, id, id]);
    const names = told.map((one) => one.identities.map((identity) => identity.name));
    expect(names).to.deep.equal([['Tên Cũ'], ['Tên Cũ'], ['Tên Mới', 'Tên Cũ'], ['Tên Cũ', 'Tên Mới']]);
    expect(told[0]?.identities).to.deep.equal([{ name: 'Tên Cũ', birthDate: '1990-03-15' }]);
  });

  it('do not get in when what the sign-in must do to their documents fails', async () => {
    const failing = makeConfirmIdentity({
      owners,
      findOrCreateOwner: findOrCreate,
      onIdentityConfirmed: () => Promise.reject(new Error('documents are not reachable')),
      clock,
    });
    const refused = await failing({
      personalId: freshId(),
      name: 'Ai Đó',
      birthDate: null,
      accountLevel: 2,
      technicalId: null,
    }).catch((error: unknown) => error);
    expect(refused).to.be.an('error').with.property('message', 'documents are not reachable');
  });

  it('keep at most fifty entries of history', async () => {
    const value = freshId();
    for (let round = 0; round < 60; round += 1) await signIn(value, `Tên ${round}`);
    const owner = await owners.findByKey(personal(value));
    expect(owner?.identities).to.have.length(50);
    expect(owner?.identities.at(-1)?.name).to.equal('Tên 59');
  });

  it('are found by an index', async () => {
    const plan = await database.connection
      .collection('owners')
      .find({ 'keys.text': 'PERSONAL_ID:999190000001' })
      .explain('queryPlanner');
    expect(JSON.stringify(plan['queryPlanner'])).to.include('IXSCAN').and.to.not.include('COLLSCAN');
  });
});
