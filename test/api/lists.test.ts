import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { makeConsentsStore } from '../../src/consents/consents.store.js';
import { makeDocumentsStore } from '../../src/documents/index.js';
import { newId } from '../../src/platform/ids.js';
import { agreed, ask, comparedPaper, openDossier } from '../support/main-job.js';
import { pdfPaper } from '../support/papers.js';
import { makePartner } from '../support/partner.js';
import { type Json, type Person, signIn } from '../support/person.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';

/** What MongoDB's profiler writes of one operation. */
interface Profiled {
  readonly ns: string;
  readonly op: string;
  readonly planSummary?: string;
  readonly hasSortStage?: boolean;
  readonly command?: Json;
  readonly docsExamined?: number;
}

describe('every query of the owner’s and the clerk’s side', function () {
  this.timeout(60_000);
  let world: World;
  let service: RunningService;
  let tuyet: Person;

  before(async () => {
    world = await makeWorld();
    service = await world.start();
    tuyet = await signIn(service.url, 'tuyet');
    const ha = await signIn(service.url, 'ha', 'staff');
    const partner = await makePartner(service);
    await comparedPaper(tuyet, ha);
    await agreed(partner, tuyet);
    await multiply('documents', 400, (n) => ({
      titleFolded: `giay so ${n}`,
      typeCode: ['PASSPORT', 'DIPLOMA', 'OTHER'][n % 3],
      status: n % 7 === 0 ? 'REVOKED' : 'VALID',
      shown: n % 11 !== 0,
      validTo: n % 2 ? '2020-01-01' : null,
    }));
    await multiply('consents', 400, (n) => ({
      state: ['REQUESTED', 'GIVEN', 'DENIED', 'WITHDRAWN', 'EXPIRED', 'USED_UP'][n % 6],
      expiresAt: new Date(Date.now() + (n % 2 ? 1 : -1) * 86_400_000),
    }));
    await multiply('accessLog', 400, () => ({}));
    await service.connection.db?.command({ profile: 2 });

    const q = ['', '&q=giay+so'];
    const types = ['', '&typeCode=DIPLOMA'];
    const statuses = ['', '&status=VALID', '&status=EXPIRED', '&status=REVOKED'];
    for (const query of q.flatMap((a) => types.flatMap((b) => statuses.map((c) => a + b + c)))) {
      await twoPages(`/api/v1/me/documents?limit=5${query}`);
    }
    for (const state of [
      '',
      ...['REQUESTED', 'GIVEN', 'DENIED', 'WITHDRAWN', 'EXPIRED', 'USED_UP'].map((one) => `&state=${one}`),
    ]) {
      await twoPages(`/api/v1/me/consents?limit=5${state}`);
    }
    const document = await comparedPaper(tuyet, ha);
    await twoPages('/api/v1/me/accesses?limit=5');
    await twoPages(`/api/v1/me/accesses?limit=1&documentId=${document.id}`);
    await agreed(partner, tuyet);
    await ask(partner, await openDossier(partner, '1.013229'), {
      componentCode: 'QUYEN_SU_DUNG_DAT',
      basis: 'STATUTORY_DUTY',
      legalGround: 'Luật',
    });
    await twoPages('/api/v1/consent-events?limit=1', partner);
    const line = (await tuyet.call('GET', '/api/v1/me/accesses?limit=1')).body.items[0];
    await tuyet.call('POST', `/api/v1/me/accesses/${line.id}/complaints`, { text: 'x' });
    await tuyet.upload(`/api/v1/me/documents/${document.id}/versions`, {}, pdfPaper(), {
      'idempotency-key': randomUUID(),
    });
    await tuyet.call('PATCH', `/api/v1/me/documents/${document.id}`, { title: 'x' });
    await tuyet.call('GET', `/api/v1/me/documents/${document.id}/content`);
    await tuyet.call('DELETE', `/api/v1/me/documents/${document.id}`);
    await tuyet.call('GET', '/api/v1/me/quota');
    const store = makeDocumentsStore(service.connection);
    await store.pendingRemovals(10);
    await store.pendingScans(10);
    await store.deposits(tuyet.id);
    await makeConsentsStore(service.connection).due(new Date(), 10);
    await service.connection.db?.command({ profile: 0 });
  });
  after(() => world?.end());

  async function twoPages(path: string, who: Pick<Person, 'call'> = tuyet): Promise<void> {
    const first = await who.call('GET', path);
    expect(first.status, path).to.equal(200);
    if (first.body.next !== null)
      expect((await who.call('GET', `${path}&after=${first.body.next}`)).status).to.equal(200);
  }

  /** Copies the one record that is there, so that the planner sees a real choice. */
  async function multiply(collection: string, count: number, change: (n: number) => object): Promise<void> {
    const records = service.connection.collection<Json>(collection);
    const [one] = await records.find({ ownerId: { $exists: true } }).toArray();
    const copies = Array.from({ length: count }, (_, n) => {
      const { livingUpload: _living, pendingScan: _scan, ...rest } = one ?? {};
      return { ...rest, ...change(n), _id: newId() };
    });
    await records.insertMany(copies);
  }

  const profiled = async (): Promise<Profiled[]> =>
    (await service.connection
      .collection('system.profile')
      .find({
        op: { $in: ['query', 'getmore', 'update', 'remove', 'command'] },
        ns: { $not: /system\.|\$cmd/ },
      })
      .toArray()) as unknown as Profiled[];

  it('was seen by the profiler', async () => {
    const seen = new Set((await profiled()).map((one) => one.ns.replace(/^[^.]+\./, '')));
    for (const name of [
      'documents',
      'consents',
      'accessLog',
      'owners',
      'sessions',
      'evidenceRequests',
      'dossiers',
      'consentEvents',
      'idempotencyKeys',
    ]) {
      expect([...seen], name).to.include(name);
    }
  });

  it('goes by an index: no COLLSCAN', async () => {
    const scans = (await profiled()).filter((one) => one.planSummary?.includes('COLLSCAN'));
    expect(
      scans.map((one) => `${one.ns} ${JSON.stringify(one.command?.filter ?? one.command?.q ?? one.command)}`),
    ).to.deep.equal([]);
  });

  it('is in the order of its index: nothing is sorted in memory', async () => {
    const sorts = (await profiled()).filter((one) => one.hasSortStage);
    expect(
      sorts.map((one) => `${one.ns} ${JSON.stringify(one.command?.filter)} ${one.planSummary}`),
    ).to.deep.equal([]);
  });
});
